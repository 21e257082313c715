// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lab/feature_normalization.h"

#include <algorithm>
#include <cmath>

namespace qlab {

Normalization featureNormalization(const Dataset& data)
{
    const auto features = static_cast<std::size_t>(data.steps.count());
    std::uint64_t sum = 0, squares = 0;
    for (const std::uint32_t index : data.trainIndex) {
        std::uint32_t rowSum = 0, rowSquares = 0; // an image fits, and so short sums become vector code
        for (const std::uint8_t value : data.trainSource->image(index).first(features)) {
            rowSum += value;
            rowSquares += std::uint32_t{value} * value;
        }
        sum += rowSum;
        squares += rowSquares;
    }
    const double count = static_cast<double>(data.trainSize() * features);
    const double mean = static_cast<double>(sum) / count / 255;
    const double variance = static_cast<double>(squares) / count / (255 * 255) - mean * mean;
    return {static_cast<float>(mean), static_cast<float>(std::sqrt(std::max(variance, 1e-6)))};
}

} // namespace qlab
