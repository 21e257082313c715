// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/weights.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <numeric>

namespace qlab::kernels {
namespace {

constexpr float kNever = -std::numeric_limits<float>::infinity();

template <typename T> std::span<const T> rowOf(std::span<const T> matrix, int k)
{
    return matrix.subspan(static_cast<std::size_t>(k) * kPixels, kPixels);
}

void checkShapes([[maybe_unused]] std::size_t weights, [[maybe_unused]] std::size_t bias)
{
    assert(weights == std::size_t{kClasses} * kPixels && "weights are [10][784]");
    assert(bias == kClasses && "one bias a class");
}

/// Lanes that stand for no class must never win the comparison.
void setBias(float (&lanes)[kLanes], int k, double value) { lanes[k] = static_cast<float>(value); }

void pairRows(Int8Weights& packed)
{
    static_assert(kRowPairPixels <= kInt8Stride);
    for (int k = 0; k <= kClasses; ++k)
        for (int j = 0; j < kRowPairPixels; j += kRowPairStep)
            std::copy_n(
                packed.rows[k] + j, kRowPairStep, packed.rowPairs[k / 2] + 2 * j + (k % 2 == 0 ? 0 : kRowPairStep));
}

void clearBias(float (&lanes)[kLanes]) { std::fill(std::begin(lanes), std::end(lanes), kNever); }

} // namespace

FloatWeights packFloat(std::span<const float> weights, std::span<const float> bias)
{
    checkShapes(weights.size(), bias.size());
    FloatWeights packed{};
    clearBias(packed.bias);
    std::copy(bias.begin(), bias.end(), packed.bias);
    for (int k = 0; k < kClasses; ++k)
        std::ranges::copy(rowOf(weights, k), packed.rows[k]);
    return packed;
}

FloatWeights packFloatForPixels(std::span<const float> weights, std::span<const float> bias, float mean, float std)
{
    checkShapes(weights.size(), bias.size());
    const double perPixel = 1.0 / (255.0 * static_cast<double>(std));
    const double shift = static_cast<double>(mean) / static_cast<double>(std);
    FloatWeights packed{};
    clearBias(packed.bias);
    for (int k = 0; k < kClasses; ++k) {
        const std::span<const float> row = rowOf(weights, k);
        std::ranges::transform(row, packed.rows[k], [perPixel](float w) { return static_cast<float>(w * perPixel); });
        setBias(packed.bias, k, bias[k] - shift * std::accumulate(row.begin(), row.end(), 0.0));
    }
    return packed;
}

Int8Weights packInt8(std::span<const std::int8_t> q, std::span<const float> scale,
    std::span<const std::int32_t> zeroPoint, std::span<const float> bias, float mean, float std, std::int32_t pixelTop)
{
    checkShapes(q.size(), bias.size());
    assert(scale.size() == kClasses && zeroPoint.size() == kClasses);
    assert(pixelTop >= 1 && pixelTop <= 255);
    const double perPixel = 1.0 / (pixelTop * static_cast<double>(std));
    const double shift = static_cast<double>(mean) / static_cast<double>(std);
    Int8Weights packed{};
    clearBias(packed.bias);
    clearBias(packed.pixelBias);
    for (int k = 0; k < kClasses; ++k) {
        const std::span<const std::int8_t> row = rowOf(q, k);
        std::ranges::copy(row, packed.rows[k]);
        std::ranges::copy(row, packed.wide[k]);
        packed.zeroPoint[k] = zeroPoint[k];
        packed.rowSum[k] = std::accumulate(row.begin(), row.end(), 0) - kPixels * zeroPoint[k];
        packed.scale[k] = scale[k];
        packed.bias[k] = bias[k];
        packed.pixelScale[k] = static_cast<float>(scale[k] * perPixel);
        setBias(packed.pixelBias, k, bias[k] - scale[k] * shift * packed.rowSum[k]);
        packed.hasZeroPoint = packed.hasZeroPoint || zeroPoint[k] != 0;
    }
    std::fill_n(packed.rows[kClasses], kPixels, std::int8_t{1});
    std::fill_n(packed.wide[kClasses], kPixels, std::int16_t{1});
    pairRows(packed);
    const std::span<const std::int8_t> rows(&packed.rows[0][0], std::size_t{kClasses} * kInt8Stride);
    for (int i = 0; i < 3; ++i)
        packed.pairs[i] = planPairs(rows, kInt8Stride, 16 << i);
    return packed;
}

} // namespace qlab::kernels
