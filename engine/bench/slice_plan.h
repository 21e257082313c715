// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/random.h"

#include <chrono>
#include <cstddef>
#include <span>
#include <vector>

namespace qlab {

/// How many calls of each work make slices of about \p sliceMs that are equal within 20 %: whatever takes the core away
/// then meets every work alike. The shortest such slice that is not much below \p sliceMs; where no multiple of the
/// slowest call gives one, the most equal. \p callMs: a call of each work, above 0.
std::vector<int> sliceCalls(std::span<const double> callMs, double sliceMs);

/// How the rounds lie in blocks. The first ones are longer by one where they cannot be equal.
struct BlockPlan {
    std::size_t rounds = 0, blocks = 0;
    /// Rounds of \p block.
    std::size_t roundsIn(std::size_t block) const { return rounds / blocks + (block < rounds % blocks ? 1 : 0); }
};
/// \p rounds in \p blocks, fewer of the first and then of the latter where a round of \p roundMs makes them longer than
/// \p budget; 11 rounds at least, if so many were asked for.
BlockPlan planBlocks(std::size_t rounds, std::size_t blocks, double roundMs, std::chrono::milliseconds budget);

/// 0 ... works - 1 in a random order.
std::vector<std::size_t> shuffledOrder(std::size_t works, Random& random);

} // namespace qlab
