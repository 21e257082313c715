// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/statistics.h"

namespace qlab {

/// How far the second model's probabilities are from the first's: the Kullback-Leibler divergence sum p ln(p / q) of
/// each image (Kullback and Leibler 1951), in nats.
struct Divergence {
    double mean = 0;
    Interval mean95; ///< by the central limit theorem
    double p99 = 0;  ///< 99th percentile
    /// From order statistics: the ranks that a binomial count of 99 % lies between with 95 %.
    Interval p99At95;
};

/// \p first, \p second [images][10] logits of the same images. All 0 of no images.
Divergence divergence(std::span<const float> first, std::span<const float> second);

} // namespace qlab
