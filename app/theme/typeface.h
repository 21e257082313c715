// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QWidget;

namespace qlab::app {

/// The families that the program is set in: one for text, one of fixed width for the log.
struct Typeface {
    QString text, fixed;
    bool operator==(const Typeface&) const = default;
};

/// What the desktop uses, as the program was started.
Typeface systemTypeface();
/// What the program carries, the same on every machine, with digits of equal width; what was not there when it was
/// built is the system's.
Typeface carriedTypeface();

/// The one in force, at first the carried one. GUI thread only.
const Typeface& typeface();
/// Takes effect with the next Theme::setMode.
void setTypeface(const Typeface& typeface);

/// Keeps a widget as wide as textColumn(pixels), whatever typeface is chosen later.
void keepTextColumn(QWidget& widget, double pixels);

} // namespace qlab::app
