// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/evaluation.h"

#include <cstdint>
#include <span>
#include <vector>

namespace qlab {

/// One prediction that quantization changed.
struct ChangedPrediction {
    std::uint32_t image = 0; ///< index into the test set
    std::uint8_t label = 0, original = 0, quantized = 0;
    float originalMargin = 0; ///< best minus second-best logit; 0 where there are no logits
    float quantizedMargin = 0;
};

/// In the order of the test set. Precondition: both evaluations and the labels have the same length.
std::vector<ChangedPrediction> changedPredictions(
    const Evaluation& original, const Evaluation& quantized, std::span<const std::uint8_t> labels);

} // namespace qlab
