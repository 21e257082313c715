// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/shape.h"
#include "engine/features/input_steps.h"

#include <cstdint>
#include <span>

namespace qlab {

/// Where the pixels of the aligned image are taken from: out(y, x) = in(cy + ky (y - 14), cx + kx (x - 14) + shear
/// (y - 14)), bilinear, black outside.
///
/// With the moments of the ink u (m = sum u, centre of mass cy, cx, v.. = sum u times products of distances from it):
/// shear = vxy / vy for Deskew; for Moments ky = sy / 5.2 within 0.7 ... 1.4 with sy the ink's deviation in y, kx =
/// sx / 4.2 within 0.5 ... 1.6 with sx the one in x that the shear leaves, and the shear times ky.
struct Alignment {
    float cy = 14, cx = 14;
    float ky = 1, kx = 1;
    float shear = 0;
};

/// The identity for an image without ink. \p image [784].
Alignment alignmentOf(std::span<const std::uint8_t, kPixels> image, InputSteps::Align align);

/// \p aligned [784], 0 ... 255.
void alignImage(
    std::span<const std::uint8_t, kPixels> image, const Alignment& alignment, std::span<float, kPixels> aligned);

} // namespace qlab
