// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/quant/quantized_model.h"

#include <array>
#include <cstdint>
#include <vector>

namespace qlab {

/// What quantization did to the weights themselves.
struct WeightError {
    double sqnrDb = 0; ///< 10 log10(sum w^2 / sum (w - w')^2); infinite if exact
    double meanSquared = 0;
    double largest = 0;         ///< max |w - w'|
    std::size_t outOfRange = 0; ///< weights whose rounded integer lies outside qmin ... qmax (clipped or wrapped)
    std::size_t becomeZero = 0; ///< non-zero weights whose restored value is 0
    std::size_t codesUsed = 0;  ///< different integers that occur; of codebooks, the levels of the one that uses most
};
WeightError weightError(const LinearModel& model, const QuantizedModel& quantized);

/// Weights of one row (0 ... 9) or of all (-1) counted in equal bins from low to high.
struct WeightHistogram {
    double low = 0, high = 0;
    std::vector<std::uint32_t> counts;
};
WeightHistogram weightHistogram(const LinearModel& model, int row, int bins);

} // namespace qlab
