// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/shape.h"

#include <array>
#include <cstdint>
#include <span>

namespace qlab::kernels {

/// Where sums of u8 x i8 products can be collected in 16 bits.
///
/// SSSE3, AVX2 and AVX-512 without VNNI multiply bytes in pairs, u0 w0 + u1 w1, and saturate the result at 16 bits:
/// wrong for 255 * 127 * 2. But how large a lane can grow depends on the weights alone: after any number of steps it
/// lies within 255 times the sum of its positive weights and 255 times the sum of its negative ones. As long as both
/// sums stay at 128 or below (255 * 128 = 32,640 < 32,767) nothing saturates, whatever the pixels are, and the lanes
/// need not be widened yet. Trained weights are small nearly everywhere: the lab scheme's allow a dozen steps at a
/// time, which halves the multiplications. Weights stretched to the full range of int8 allow none; they are widened
/// first.
struct PairPlan {
    /// With more groups than this, little is gained over widening.
    static constexpr int kMostGroups = 12;

    int groups = 0; ///< 0 = the products of these weights must be widened
    /// The pixel before which each group ends, a multiple of the vector's bytes; the last is kPixels or above.
    std::array<std::int16_t, kMostGroups> ends{};
};

/// The plan for vectors of \p vectorBytes (16, 32 or 64). \p rows [10][stride], zeros from kPixels on; the stride is a
/// multiple of 64.
PairPlan planPairs(std::span<const std::int8_t> rows, int stride, int vectorBytes);

} // namespace qlab::kernels
