// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/changed_predictions.h"

namespace qlab {
namespace {

float marginOf(const Evaluation& evaluation, std::size_t image)
{
    if (evaluation.logits.empty())
        return 0;
    return margin(std::span<const float, kClasses>(evaluation.logits.data() + image * kClasses, kClasses));
}

} // namespace

std::vector<ChangedPrediction> changedPredictions(
    const Evaluation& original, const Evaluation& quantized, std::span<const std::uint8_t> labels)
{
    std::vector<ChangedPrediction> changed;
    for (std::size_t i = 0; i < labels.size(); ++i)
        if (original.predictions[i] != quantized.predictions[i])
            changed.push_back({static_cast<std::uint32_t>(i), labels[i], original.predictions[i],
                quantized.predictions[i], marginOf(original, i), marginOf(quantized, i)});
    return changed;
}

} // namespace qlab
