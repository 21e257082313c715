// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"
#include "engine/data/grey_picture.h"

namespace qlab {

/// The ink of one digit: white (255 at its strongest) on black, and where in the picture it lies.
struct FoundInk {
    GreyPicture ink;
    PixelBox box;
};

/// Finds the digit in a picture of any light: dark on light or light on dark; the ground and its noise (paper, JPEG,
/// light from one side, shadows) become 0; specks, ruled lines, frames around the digit and scraps at the border are
/// left out. A drawing in white on pure black comes back byte for byte. Fails, in a sentence without a name, if there
/// is no ink that stands out, or more than one digit. Reentrant; about 0.1 s for a million pixels.
Result<FoundInk> findInk(const GreyPicture& picture);

/// A 28 x 28 picture as it is, pixel for pixel, neither stretched nor moved; only dark ink on a light ground is turned
/// into its negative. Which one it is: the middle level of the 784 is the ground, because no digit covers half of the
/// field; whatever lies further from it, the darkest or the lightest pixel, is ink. Fails if all of it is of one grey.
Result<GreyPicture> inkAsItIs(const GreyPicture& picture);

} // namespace qlab
