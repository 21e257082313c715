// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/aligned.h"
#include "engine/core/shape.h"

#include <cstddef>
#include <cstdint>
#include <span>

/// Mini-batch SGD of softmax regression on the calling thread, on the active target (targets.h). The same calls on the
/// same target give the same weights to the last bit; targets differ by the order of summation.
namespace qlab::kernels {

/// What training changes. Value-initialise it, then set weights and bias; about 94 KB, so keep it on the heap.
struct alignas(kAlignment) TrainingState {
    alignas(kAlignment) float weights[kClasses][kPixels];  ///< for normalised inputs, as LinearModel's
    alignas(kAlignment) float velocity[kClasses][kPixels]; ///< touched only by a step with momentum; starts at 0
    alignas(kAlignment) float gradient[kClasses][kPixels]; ///< work space, of no meaning between steps
    float bias[kClasses];
    float biasVelocity[kClasses];
};

/// Where an image has ink: bit s of the 98 tells whether any of its pixels 8 s ... 8 s + 7 differs from 0. Two thirds
/// of MNIST's bits are 0, and training passes over those pixels: they add nothing to a logit or a gradient.
struct InkMask {
    std::uint64_t words[2] = {0, 0};
    bool operator==(const InkMask&) const = default;
};
/// \p image [784].
InkMask inkOf(const std::uint8_t* image);

/// The images of one mini-batch, picked by index from where they are stored. Nothing is owned.
struct TrainingBatch {
    const std::uint8_t* pixels = nullptr;   ///< raw, [images][784] row-major
    const std::uint8_t* labels = nullptr;   ///< [images], classes 0 ... 9
    std::span<const std::uint32_t> indices; ///< the images of this batch, any number of them, in order
    std::span<const std::uint32_t> next;    ///< the images of the batch after it, only to warm the cache; may be empty
    const InkMask* ink = nullptr;           ///< [images], inkOf() each; null = looked up on the way
};

/// One step: v = momentum v + g + weightDecay w, then w -= learningRate v, for weights and bias alike (PyTorch's SGD
/// without dampening). g is the gradient of the mean cross-entropy over the batch for inputs x = (p / 255 - mean) /
/// std.
struct SgdStep {
    float learningRate = 0.01F;
    float momentum = 0;
    float weightDecay = 0;
    float mean = 0;
    float std = 1;
};

/// Of the batch's images, under the weights before the step.
struct BatchResult {
    double loss = 0;         ///< sum of the cross-entropies, natural logarithm
    std::size_t correct = 0; ///< the most probable class is the label; the lowest class wins a tie
};

/// How far a step that is taken in parts has come. Value-initialise it for each step.
struct BatchProgress {
    std::size_t done = 0; ///< images of the batch
    float errorSums[kClasses] = {};
    BatchResult result; ///< of the images done
};

/// Part of one step: about \p images more of the batch (at least one, and no more than are left). Weights change with
/// the last of them, when the result is true; until then batch and step must stay what they were, and the state's
/// gradient is in use. An empty batch changes nothing and is done at once.
bool trainPart(
    const TrainingBatch& batch, const SgdStep& step, std::size_t images, BatchProgress& progress, TrainingState& state);

/// One whole step.
BatchResult trainBatch(const TrainingBatch& batch, const SgdStep& step, TrainingState& state);

} // namespace qlab::kernels
