// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace qlab::app {

/// The families that the program is set in: one for text, one of fixed width for the log.
struct Typeface {
    QString text, fixed;
    bool operator==(const Typeface&) const = default;
};

/// What the desktop uses, as the program was started.
Typeface systemTypeface();

/// The one in force. GUI thread only.
const Typeface& typeface();
/// Takes effect with the next Theme::setMode.
void setTypeface(const Typeface& typeface);

} // namespace qlab::app
