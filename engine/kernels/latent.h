// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

/// A step of SGD on weights that are trained behind a grid (quant_trainer.h), on the active target (targets.h). Each
/// weight by itself, products and sums not fused: the same bits on every target.
namespace qlab::kernels {

/// Weights of one row, \p count of each; none may overlap another.
struct LatentRow {
    float* latent = nullptr;
    float* velocity = nullptr;
    const float* level = nullptr;     ///< whole number on the grid that the weight stands for
    const float* pixelSums = nullptr; ///< over the batch, error times pixel
    float* scaleGradient = nullptr;   ///< out: the weight's part of the gradient of the scale
    std::size_t count = 0;
};

/// With g = pixelSums perPixel + offset, place = latent perScale, inside = low <= place <= high:
///   scaleGradient = g (level - (inside ? rounds place : 0))
///   velocity = momentum velocity + (inside ? g : 0) +- l1, - where latent is not above 0
///   latent -= rate velocity
struct LatentStep {
    float perPixel = 0, offset = 0, perScale = 0;
    float low = 0, high = 0;
    float rounds = 1; ///< 0 where the scale has no rounding error to make good (signs)
    float momentum = 0, rate = 0, l1 = 0;
};

void stepLatent(const LatentRow& row, const LatentStep& step);

} // namespace qlab::kernels
