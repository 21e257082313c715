// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/grey_picture.h"

#include <vector>

namespace qlab {

/// The level of the ground at every pixel of a picture whose ink is the brighter part.
struct GroundLevel {
    std::vector<float> level; ///< 0 ... 255, row-major
    bool even = false;        ///< the same everywhere: a drawing, or a photograph in even light
    float span = 0;           ///< from its darkest place to its lightest, less the light's mean slope
};

/// Estimates it from what no stroke can hide: medians of small blocks, of which everything narrower than a third of
/// the picture is shaved off (a morphological opening, once as it is and once with its mean slope taken out). So light
/// that falls from one side and the edge of a shadow stay in the ground, and strokes do not, thick ones included.
/// Precondition: a whole picture.
GroundLevel groundBelow(const GreyPicture& picture);

} // namespace qlab
