// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/pair_plan.h"

#include <algorithm>
#include <cassert>

namespace qlab::kernels {
namespace {

constexpr int kMostLanes = 32;               ///< pairs in the widest vector
constexpr std::int16_t kBound = 32767 / 255; ///< of the weights a lane may add up
constexpr int kSums = kClasses * kMostLanes;

/// Of each lane of each class: the sum of its positive weights and that of its negative ones, both as magnitudes.
struct LaneSums {
    std::array<std::int16_t, kSums> positive{};
    std::array<std::int16_t, kSums> negative{};

    void add(const LaneSums& other)
    {
        for (std::size_t i = 0; i < kSums; ++i) {
            positive[i] = static_cast<std::int16_t>(positive[i] + other.positive[i]);
            negative[i] = static_cast<std::int16_t>(negative[i] + other.negative[i]);
        }
    }
    /// Both arguments below kBound each: no overflow.
    bool fitsWith(const LaneSums& other) const
    {
        int top = 0;
        for (std::size_t i = 0; i < kSums; ++i)
            top = std::max({top, positive[i] + other.positive[i], negative[i] + other.negative[i]});
        return top <= kBound;
    }
};

/// What one step of \p vectorBytes from pixel \p j on adds.
LaneSums sumsOfStep(std::span<const std::int8_t> rows, int stride, int vectorBytes, int j)
{
    LaneSums sums;
    for (int k = 0; k < kClasses; ++k) {
        const std::int8_t* const row = rows.data() + std::ptrdiff_t{k} * stride + j;
        const std::size_t first = std::size_t{kMostLanes} * static_cast<std::size_t>(k);
        for (int lane = 0; lane < vectorBytes / 2; ++lane) {
            const int a = row[2 * lane], b = row[2 * lane + 1];
            sums.positive[first + lane] = static_cast<std::int16_t>(std::max(a, 0) + std::max(b, 0));
            sums.negative[first + lane] = static_cast<std::int16_t>(-std::min(a, 0) - std::min(b, 0));
        }
    }
    return sums;
}

} // namespace

PairPlan planPairs(std::span<const std::int8_t> rows, int stride, int vectorBytes)
{
    assert(rows.size() == static_cast<std::size_t>(kClasses * stride) && stride % 64 == 0 && stride >= kPixels);
    assert(vectorBytes <= 2 * kMostLanes);
    const int steps = (kPixels + vectorBytes - 1) / vectorBytes;
    const int mostGroups = std::min(PairPlan::kMostGroups, steps * 3 / 4);
    PairPlan plan;
    LaneSums group;
    for (int step = 0; step < steps; ++step) {
        const LaneSums sums = sumsOfStep(rows, stride, vectorBytes, step * vectorBytes);
        if (!group.fitsWith(sums)) {
            if (plan.groups + 1 == mostGroups || !LaneSums{}.fitsWith(sums))
                return {};
            plan.ends[static_cast<std::size_t>(plan.groups++)] = static_cast<std::int16_t>(step * vectorBytes);
            group = {};
        }
        group.add(sums);
    }
    plan.ends[static_cast<std::size_t>(plan.groups++)] = static_cast<std::int16_t>(steps * vectorBytes);
    return plan;
}

} // namespace qlab::kernels
