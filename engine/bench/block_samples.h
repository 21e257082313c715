// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/statistics.h"

#include <cstddef>
#include <span>
#include <vector>

namespace qlab {

/// Median and spread of one series of times, in milliseconds: CPU time of the thread, and the wall time beside it.
struct Timing {
    double medianMs = 0, p10Ms = 0, p90Ms = 0, minMs = 0;
    std::size_t repetitions = 0;
    double wallMs = 0; ///< median
};
Timing summarize(std::span<const double> milliseconds);
/// Of \p factor times the work.
Timing scaled(Timing timing, double factor);

/// Spearman's rank correlation, equal values sharing their mean rank; 0 where one of the two does not vary.
/// Precondition: as many \p x as \p y.
double spearman(std::span<const double> x, std::span<const double> y);

/// The times of several works, round after round in blocks that differ by where their buffers lie. What is between the
/// blocks is the luck of the layout: only blocks are independent, so intervals come from their medians.
class BlockSamples {
public:
    explicit BlockSamples(std::size_t works = 0);

    void openBlock() { m_starts.push_back(rounds()); }
    /// Milliseconds a call of each work, in the open block.
    void addRound(std::span<const double> cpuMs, std::span<const double> wallMs);

    std::size_t rounds() const { return m_cpu.empty() ? 0 : m_cpu.front().size(); }
    Timing timing(std::size_t work) const;
    /// Median over the blocks of the median over a block's rounds of time(slow) / time(fast), with the 95 % interval of
    /// the order statistics of the blocks, widened by what differs between processes. Zeros if there is no round yet.
    MedianInterval ratio(std::size_t slow, std::size_t fast) const;
    /// The ratio moves while it is measured: Spearman's correlation of round and ratio is above 0.5, or the intervals
    /// of the two halves do not meet (from ten blocks on).
    bool drifts(std::size_t slow, std::size_t fast) const;

private:
    std::vector<double> ratios(std::size_t slow, std::size_t fast) const;
    std::vector<double> blockMedians(std::span<const double> values) const;

    std::vector<std::vector<double>> m_cpu, m_wall; ///< [work][round]
    std::vector<std::size_t> m_starts;              ///< first round of each block
};

} // namespace qlab
