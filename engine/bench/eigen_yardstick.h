// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace qlab {

/// What a good general library makes of the float model: Eigen's product of a fixed-size matrix and an image, image by
/// image (the quickest of the ways to write it), and its largest coefficient. \p images [count][784] normalised,
/// \p weights [10][784], \p bias [10], \p logits [count][10], \p digits [count]; row-major, no special alignment.
using EigenYardstick = void (*)(const float* images, std::size_t count, const float* weights, const float* bias,
    float* logits, std::uint8_t* digits);

/// The same source compiled for the instructions that the kernels use now (kernels::activeTarget): Eigen is given as
/// much as they are.
EigenYardstick eigenYardstick();

} // namespace qlab
