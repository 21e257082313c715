// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/theme/theme.h"

#include <QString>

namespace qlab::app {

/// Replaces what a Qt style sheet cannot say for itself:
///   @text-3            the colour of a token; @surface-hover and @surface-pressed mix 6 % and 12 % text into any of
///   them
///   @px(26)            a length that holds text, times the font factor
///   @inset(28)         what is left above a line of body text in the middle of a (scaled) height
///   @font(caption)     size and weight of a text role, as declarations
///   @scheme            "light" or "dark", for the folder of the arrows
/// An unknown name stays as it is and is reported through qWarning.
QString expandStyleSheet(const QString& source, Scheme scheme);

/// resources/style/app.qss, expanded.
QString appStyleSheet(Scheme scheme);

} // namespace qlab::app
