// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/ink_parts.h"

#include <vector>

namespace qlab {

/// The marks on a sheet that could be digits.
struct InkGroups {
    std::vector<PixelBox> digits; ///< one box a digit; a digit may be of several strokes
    InkMask mask;                 ///< the ink of the digits alone
    PixelBox box;                 ///< around all of it
};

/// Sorts the ink: specks, lines and frames go; what lies close together is one digit; marks much smaller than the
/// largest, and those that the picture's border cuts while a whole one is there, are scraps and go too.
InkGroups groupInk(InkMask mask);

} // namespace qlab
