// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"

#include <QImage>

namespace qlab::app {

/// Turns any picture of one digit into ink: a square Grayscale8 image, white ink on black. 28 x 28 pixels are taken as
/// they are (inkAsItIs); of all others the digit is found (findInk) and comes at kSheetSide, aspect kept, enlarged if
/// it is small on its sheet. A transparent ground is taken for the opposite of its ink; of 16 bits those are used that
/// the picture uses (10, 12, 14 or all). Fails if it shows no ink or several digits: a sentence to stand behind the
/// picture's name. Null counts as no ink.
Result<QImage> inkFromImage(const QImage& picture);

} // namespace qlab::app
