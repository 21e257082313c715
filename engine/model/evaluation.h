// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/shape.h"
#include "engine/data/image_set.h"
#include "engine/model/linear_model.h"

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace qlab {

/// Rows are true classes, columns predicted ones.
using Confusion = std::array<std::array<std::uint32_t, kClasses>, kClasses>;

/// What a model answers on a set of images.
struct Evaluation {
    std::vector<std::uint8_t> predictions; ///< one class an image; the lowest class wins a tie
    std::vector<float> logits;             ///< [images][10]; empty where nobody asked for them
    Confusion confusion{};
    std::size_t correct = 0;

    std::size_t images() const { return predictions.size(); }
    double accuracy() const
    {
        return predictions.empty() ? 0 : static_cast<double>(correct) / static_cast<double>(images());
    }
};
using EvaluationPtr = std::shared_ptr<const Evaluation>;

/// Fills correct and confusion. Precondition: as many labels as predictions.
void score(Evaluation& evaluation, std::span<const std::uint8_t> labels);

/// Mean cross-entropy in nats of \p logits [labels][10]; 0 of no images. Costs ten exponentials an image, more than an
/// integer kernel takes to make the logits.
double meanCrossEntropy(std::span<const float> logits, std::span<const std::uint8_t> labels);

/// The float model on every image, from raw pixels with the normalization folded in.
Evaluation evaluate(const LinearModel& model, const ImageSet& images);

/// Softmax in double, safe for large logits: ten probabilities that add up to 1.
std::array<double, kClasses> softmax(std::span<const float, kClasses> logits);

/// Distance from the best to the second-best logit.
float margin(std::span<const float, kClasses> logits);

} // namespace qlab
