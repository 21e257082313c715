// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/evaluation.h"

#include "engine/kernels/inference.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <functional>

namespace qlab {

namespace {

using Logits = std::span<const float, kClasses>;

/// -log softmax(logits)[label] in nats, without overflow: the largest logit is taken out first.
double crossEntropy(Logits logits, std::size_t label)
{
    const float top = *std::max_element(logits.begin(), logits.end());
    double sum = 0;
    for (const float logit : logits)
        sum += std::exp(static_cast<double>(logit) - top);
    return std::log(sum) - (static_cast<double>(logits[label]) - top);
}

} // namespace

void score(Evaluation& evaluation, std::span<const std::uint8_t> labels)
{
    assert(labels.size() == evaluation.images());
    evaluation.confusion = {};
    evaluation.correct = 0;
    for (std::size_t image = 0; image < labels.size(); ++image) {
        const std::uint8_t label = labels[image];
        ++evaluation.confusion[label][evaluation.predictions[image]];
        evaluation.correct += evaluation.predictions[image] == label;
    }
}

double meanCrossEntropy(std::span<const float> logits, std::span<const std::uint8_t> labels)
{
    assert(logits.size() == labels.size() * kClasses);
    double sum = 0;
    for (std::size_t image = 0; image < labels.size(); ++image)
        sum += crossEntropy(logits.subspan(image * kClasses).first<kClasses>(), labels[image]);
    return labels.empty() ? 0 : sum / static_cast<double>(labels.size());
}

Evaluation evaluate(const LinearModel& model, const ImageSet& images)
{
    const auto weights = kernels::packFloatForPixels({model.weights.data(), kClasses * kPixels},
        {model.bias.data(), kClasses}, model.normalization.mean, model.normalization.std);
    Evaluation evaluation;
    evaluation.predictions.resize(images.size());
    evaluation.logits.resize(images.size() * kClasses);
    kernels::classifyU8F32(
        images.pixels(), images.size(), weights, evaluation.logits.data(), evaluation.predictions.data());
    score(evaluation, images.labels());
    return evaluation;
}

std::array<double, kClasses> softmax(Logits logits)
{
    const float top = *std::max_element(logits.begin(), logits.end());
    std::array<double, kClasses> probabilities{};
    double sum = 0;
    for (std::size_t k = 0; k < kClasses; ++k)
        sum += probabilities[k] = std::exp(static_cast<double>(logits[k]) - top);
    for (double& probability : probabilities)
        probability /= sum;
    return probabilities;
}

float margin(Logits logits)
{
    std::array<float, kClasses> sorted{};
    std::partial_sort_copy(logits.begin(), logits.end(), sorted.begin(), sorted.begin() + 2, std::greater<>());
    return sorted[0] - sorted[1];
}

} // namespace qlab
