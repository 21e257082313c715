// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/bench/slice_plan.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace qlab {
namespace {

/// A slice may be this much longer than another.
constexpr double kUnequal = 1.2;
/// Multiples of the slowest call that are tried.
constexpr int kTrials = 8;
constexpr double kMostCalls = 1e7;
constexpr std::size_t kFewestRounds = 11;

/// Calls that come nearest to \p sliceMs.
std::vector<int> callsFor(std::span<const double> callMs, double sliceMs)
{
    std::vector<int> calls;
    for (const double call : callMs)
        calls.push_back(static_cast<int>(std::clamp(std::round(sliceMs / call), 1.0, kMostCalls)));
    return calls;
}

/// The longest slice / the shortest.
double inequality(std::span<const double> callMs, std::span<const int> calls)
{
    double shortest = callMs[0] * calls[0], longest = shortest;
    for (std::size_t i = 1; i < calls.size(); ++i) {
        shortest = std::min(shortest, callMs[i] * calls[i]);
        longest = std::max(longest, callMs[i] * calls[i]);
    }
    return longest / shortest;
}

} // namespace

std::vector<int> sliceCalls(std::span<const double> callMs, double sliceMs)
{
    const double slowest = *std::max_element(callMs.begin(), callMs.end());
    const double first = std::clamp(std::round(sliceMs / slowest), 1.0, kMostCalls);
    std::vector<int> best;
    for (int i = 0; i < kTrials; ++i) {
        std::vector<int> calls = callsFor(callMs, slowest * (first + i));
        if (inequality(callMs, calls) <= kUnequal)
            return calls;
        if (best.empty() || inequality(callMs, calls) < inequality(callMs, best))
            best = std::move(calls);
    }
    return best;
}

BlockPlan planBlocks(std::size_t rounds, std::size_t blocks, double roundMs, std::chrono::milliseconds budget)
{
    const double fitting = static_cast<double>(budget.count()) / std::max(roundMs, 1e-6);
    BlockPlan plan;
    plan.rounds = std::max<std::size_t>(rounds, 1);
    if (fitting < static_cast<double>(plan.rounds))
        plan.rounds = std::max(static_cast<std::size_t>(fitting), std::min(kFewestRounds, plan.rounds));
    plan.blocks = std::clamp<std::size_t>(blocks, 1, plan.rounds);
    return plan;
}

std::vector<std::size_t> shuffledOrder(std::size_t works, Random& random)
{
    std::vector<std::size_t> order(works);
    std::iota(order.begin(), order.end(), std::size_t{0});
    shuffle(order, random);
    return order;
}

} // namespace qlab
