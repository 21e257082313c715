// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/quant/analysis.h"

#include "engine/quant/codebook.h"
#include "engine/quant/grid.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>
#include <span>

namespace qlab {

namespace {

/// True if the rounded weight lies outside the grid before it is clipped or wrapped.
bool overflows(float w, float scale, std::int32_t zeroPoint, const QuantScheme& scheme)
{
    if (scheme.isSign() || scheme.isCodebook())
        return false;
    const auto low = static_cast<float>(scheme.qmin() - zeroPoint);
    const auto high = static_cast<float>(scheme.qmax() - zeroPoint);
    if (scheme.isOdd())
        return w / scale < low - 1 || w / scale > high + 1;
    // One step beyond the grid is enough to tell.
    const float steps = rounding::withMode(
        scheme.rounding, [&](auto mode) { return rounding::roundSaturated<mode()>(w / scale, low - 1, high + 1); });
    return steps < low || steps > high;
}

/// Different integers of all weights; of codebooks, which have integers of their own, the most that one has.
std::size_t codesUsed(const QuantizedModel& quantized)
{
    std::array<bool, 256> used{};
    std::size_t most = 0;
    for (int k = 0; k < kClasses; ++k) {
        if (quantized.scheme.isCodebook())
            most = std::max(most, usedLevels(quantized, k).size());
        for (int j = 0; j < quantized.steps.count(); ++j)
            used[static_cast<std::size_t>(quantized.q[static_cast<std::size_t>(k * kPixels + j)] + 128)] = true;
    }
    return most > 0 ? most : static_cast<std::size_t>(std::count(used.begin(), used.end(), true));
}

} // namespace

WeightError weightError(const LinearModel& model, const QuantizedModel& quantized)
{
    WeightError result;
    double signal = 0;
    double noise = 0;
    for (int row = 0; row < kClasses; ++row) {
        const auto k = static_cast<std::size_t>(row);
        const QuantScheme scheme = quantized.schemeOf(row);
        for (int column = 0; column < model.steps.count(); ++column) {
            const float w = model.weights(row, column);
            const float restored = quantized.restored(row, column);
            const double error = static_cast<double>(w) - restored;
            signal += static_cast<double>(w) * w;
            noise += error * error;
            result.largest = std::max(result.largest, std::abs(error));
            result.outOfRange += overflows(w, quantized.scale[k], quantized.zeroPoint[k], scheme);
            result.becomeZero += w != 0 && restored == 0;
        }
    }
    result.meanSquared = noise / (kClasses * model.steps.count());
    result.sqnrDb = noise > 0 ? 10 * std::log10(signal / noise) : std::numeric_limits<double>::infinity();
    result.codesUsed = codesUsed(quantized);
    return result;
}

WeightHistogram weightHistogram(const LinearModel& model, int row, int bins)
{
    assert(row >= -1 && row < kClasses && bins > 0);
    std::vector<float> weights;
    weights.reserve(kClasses * kPixels);
    for (int k = std::max(row, 0); k < (row < 0 ? kClasses : row + 1); ++k)
        weights.insert(weights.end(), model.weights.row(k).data(), model.weights.row(k).data() + model.steps.count());

    WeightHistogram histogram;
    const auto [low, high] = std::minmax_element(weights.begin(), weights.end());
    histogram.low = *low;
    histogram.high = *high;
    histogram.counts.assign(static_cast<std::size_t>(bins), 0);
    const double width = (histogram.high - histogram.low) / bins;
    for (const float w : weights) {
        // The largest weight belongs to the last bin; weights that are all equal share the first one.
        const double bin = width > 0 ? std::floor((w - histogram.low) / width) : 0;
        ++histogram.counts[static_cast<std::size_t>(std::clamp(bin, 0.0, bins - 1.0))];
    }
    return histogram;
}

} // namespace qlab
