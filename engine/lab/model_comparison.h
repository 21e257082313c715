// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/split.h"
#include "engine/model/evaluation.h"
#include "engine/model/statistics.h"
#include "engine/quant/quantized_model.h"

namespace qlab {

/// One of two models to be compared: a float or a quantized one.
struct AnyModel {
    LinearModelPtr original;     ///< or null
    QuantizedModelPtr quantized; ///< or null

    const InputSteps& steps() const { return original ? original->steps : quantized->steps; }
};

/// How far the second model's probabilities are from the first's: the Kullback-Leibler divergence sum p ln(p / q) of
/// each image, in nats.
struct Divergence {
    double mean = 0;
    Interval mean95;  ///< by the central limit theorem
    double p99 = 0;   ///< 99th percentile
    Interval p99At95; ///< from order statistics: the ranks that a binomial count of 99 % lies between
};

/// \p first, \p second [images][10] logits of the same images.
Divergence divergence(std::span<const float> first, std::span<const float> second);

/// Two models on the same test images, each behind its own steps.
struct ModelComparison {
    std::size_t images = 0;
    std::size_t firstCorrect = 0, secondCorrect = 0;
    Interval first95, second95; ///< Wilson's
    McNemar accuracy;           ///< first and second as given
    std::size_t sameClass = 0;  ///< images with the same top class
    Interval sameClass95;
    Divergence divergence; ///< of the second from the first
};

/// \p data: without steps. Precondition: each model is one of the two.
ModelComparison compareModels(const AnyModel& first, const AnyModel& second, const DatasetPtr& data);

/// The test images behind a model's steps.
ImagesPtr testImagesFor(const AnyModel& model, const Dataset& data);
/// The model on every image, from bytes.
Evaluation evaluate(const AnyModel& model, const ImageSet& images);

} // namespace qlab
