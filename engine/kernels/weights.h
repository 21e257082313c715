// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/aligned.h"
#include "engine/core/shape.h"
#include "engine/kernels/pair_plan.h"

#include <cstdint>
#include <span>

namespace qlab::kernels {

/// Outputs are finished four at a time: ten classes take twelve lanes, the last two with a bias of minus infinity.
inline constexpr int kLanes = 12;
/// Bytes in a row of int8 weights: 784 rounded up to whole 64-byte vectors, zeros at the end.
inline constexpr int kInt8Stride = 832;
/// Pixels of a step of Int8Weights::rowPairs, and how many pixels its steps cover: 784 rounded up.
inline constexpr int kRowPairStep = 32;
inline constexpr int kRowPairPixels = 800;
/// Elements in a row of the same weights widened to int16: 784 rounded up to whole vectors of 32, zeros at the end.
inline constexpr int kInt16Stride = 800;

/// Float weights in the layout of the kernels: one row a class, 64-byte aligned, bias in twelve lanes.
struct alignas(kAlignment) FloatWeights {
    alignas(kAlignment) float rows[kClasses][kPixels];
    alignas(kAlignment) float bias[kLanes];
};

/// \p weights [10][784] row-major, \p bias [10]. For inputs that are already normalised floats.
FloatWeights packFloat(std::span<const float> weights, std::span<const float> bias);

/// The same model for raw pixels p = 0 ... 255: the normalization x = (p / 255 - mean) / std is folded in,
/// W' = W / (255 std) and b' = b - mean / std * sum(W), computed in double and rounded once.
FloatWeights packFloatForPixels(std::span<const float> weights, std::span<const float> bias, float mean, float std);

/// Quantized weights of any width up to 8 bits, held as int8 (and as int16 for CPUs without a u8 x i8 product),
/// with everything that turns integer sums into logits. Real weight = scale[k] * (q - zeroPoint[k]).
struct alignas(kAlignment) Int8Weights {
    alignas(kAlignment) std::int8_t rows[kClasses + 1][kInt8Stride]; ///< the last row, of ones, sums the pixels
    alignas(kAlignment) std::int16_t wide[kClasses + 1][kInt16Stride];
    /// Two rows in turns, 32 pixels of each at a time: 0 and 1, 2 and 3 ... 10 (of ones) and one of zeros. For vectors
    /// of 64 bytes whose halves meet the same pixels.
    alignas(kAlignment) std::int8_t rowPairs[kLanes / 2][2 * kRowPairPixels];
    alignas(kAlignment) std::int32_t zeroPoint[kLanes];
    alignas(kAlignment) std::int32_t rowSum[kLanes]; ///< sum over j of (q[k][j] - zeroPoint[k])
    alignas(kAlignment) float scale[kLanes];
    alignas(kAlignment) float bias[kLanes];
    /// For raw pixels u: logit[k] = pixelScale[k] * (sum_j q[k][j] u[j] - zeroPoint[k] * sum_j u[j]) + pixelBias[k]
    /// with pixelScale = scale / (pixelTop std), pixelBias = bias - scale * mean / std * rowSum.
    alignas(kAlignment) float pixelScale[kLanes];
    alignas(kAlignment) float pixelBias[kLanes];
    /// For vectors of 16, 32 and 64 bytes: where CPUs without a u8 x i8 dot product need not widen.
    PairPlan pairs[3];
    const PairPlan& pairPlan(int vectorBytes) const { return pairs[vectorBytes >= 64 ? 2 : vectorBytes == 32 ? 1 : 0]; }
    bool hasZeroPoint; ///< any zeroPoint differs from 0: the kernels then need the sum of the pixels too
};

/// \p q [10][784] row-major; \p scale, \p zeroPoint (-128 ... 127) and \p bias [10] each. \p pixelTop: the pixel value
/// that stands for white, 1 ... 255.
Int8Weights packInt8(std::span<const std::int8_t> q, std::span<const float> scale,
    std::span<const std::int32_t> zeroPoint, std::span<const float> bias, float mean, float std,
    std::int32_t pixelTop = 255);

} // namespace qlab::kernels
