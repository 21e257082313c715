// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/bench/block_samples.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace qlab {
namespace {

constexpr double kDriftCorrelation = 0.5;
/// Fewer values say nothing of a drift.
constexpr std::size_t kFewestRounds = 10, kFewestBlocks = 10;

std::vector<double> ranks(std::span<const double> values)
{
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    std::vector<double> result(values.size());
    for (std::size_t first = 0, last = 0; first < order.size(); first = last) {
        while (last < order.size() && values[order[last]] == values[order[first]])
            ++last;
        for (std::size_t i = first; i < last; ++i)
            result[order[i]] = static_cast<double>(first + last - 1) / 2;
    }
    return result;
}

/// What one process cannot see of itself: processes one after the other differed by up to 1 % in their medians on a
/// calm machine and by up to 1.5 % on a busy one (tests/bench/timer_coverage), whatever their own intervals said. As a
/// share of the ratio, to either side; independent of what the blocks show, so it is added as squares.
constexpr double kBetweenProcesses = 0.015;

MedianInterval widened(MedianInterval ratio)
{
    const double more = kBetweenProcesses * ratio.median;
    ratio.interval.low = ratio.median - std::hypot(ratio.median - ratio.interval.low, more);
    ratio.interval.high = ratio.median + std::hypot(ratio.interval.high - ratio.median, more);
    return ratio;
}

bool meet(const Interval& a, const Interval& b) { return a.low <= b.high && b.low <= a.high; }

} // namespace

Timing summarize(std::span<const double> milliseconds)
{
    if (milliseconds.empty())
        return {};
    Timing timing;
    timing.medianMs = timing.wallMs = median(milliseconds);
    timing.p10Ms = quantile(milliseconds, 0.1);
    timing.p90Ms = quantile(milliseconds, 0.9);
    timing.minMs = *std::min_element(milliseconds.begin(), milliseconds.end());
    timing.repetitions = milliseconds.size();
    return timing;
}

Timing scaled(Timing timing, double factor)
{
    for (double* time : {&timing.medianMs, &timing.p10Ms, &timing.p90Ms, &timing.minMs, &timing.wallMs})
        *time *= factor;
    return timing;
}

/// By hand: Boost.Math has the correlation of values, not of ranks with ties.
double spearman(std::span<const double> x, std::span<const double> y)
{
    assert(x.size() == y.size());
    const std::vector<double> a = ranks(x), b = ranks(y);
    const double middle = (static_cast<double>(x.size()) - 1) / 2;
    double ab = 0, aa = 0, bb = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        ab += (a[i] - middle) * (b[i] - middle);
        aa += (a[i] - middle) * (a[i] - middle);
        bb += (b[i] - middle) * (b[i] - middle);
    }
    return aa > 0 && bb > 0 ? ab / std::sqrt(aa * bb) : 0;
}

BlockSamples::BlockSamples(std::size_t works)
    : m_cpu(works)
    , m_wall(works)
{
}

void BlockSamples::addRound(std::span<const double> cpuMs, std::span<const double> wallMs)
{
    assert(cpuMs.size() == m_cpu.size() && wallMs.size() == m_wall.size() && !m_starts.empty());
    for (std::size_t work = 0; work < m_cpu.size(); ++work) {
        m_cpu[work].push_back(cpuMs[work]);
        m_wall[work].push_back(wallMs[work]);
    }
}

Timing BlockSamples::timing(std::size_t work) const
{
    Timing timing = summarize(m_cpu[work]);
    if (timing.repetitions > 0)
        timing.wallMs = median(m_wall[work]);
    return timing;
}

std::vector<double> BlockSamples::ratios(std::size_t slow, std::size_t fast) const
{
    std::vector<double> values(rounds());
    for (std::size_t round = 0; round < values.size(); ++round)
        values[round] = m_cpu[slow][round] / m_cpu[fast][round];
    return values;
}

std::vector<double> BlockSamples::blockMedians(std::span<const double> values) const
{
    std::vector<double> medians;
    for (std::size_t block = 0; block < m_starts.size(); ++block) {
        const std::size_t end = block + 1 < m_starts.size() ? m_starts[block + 1] : values.size();
        if (end > m_starts[block])
            medians.push_back(median(values.subspan(m_starts[block], end - m_starts[block])));
    }
    return medians;
}

MedianInterval BlockSamples::ratio(std::size_t slow, std::size_t fast) const
{
    return rounds() == 0 ? MedianInterval{} : widened(medianInterval(blockMedians(ratios(slow, fast))));
}

bool BlockSamples::drifts(std::size_t slow, std::size_t fast) const
{
    const std::vector<double> values = ratios(slow, fast);
    if (values.size() < kFewestRounds)
        return false;
    std::vector<double> round(values.size());
    std::iota(round.begin(), round.end(), 0.0);
    if (std::abs(spearman(round, values)) > kDriftCorrelation)
        return true;
    const std::vector<double> medians = blockMedians(values);
    if (medians.size() < kFewestBlocks)
        return false;
    const std::span<const double> all(medians);
    const std::size_t half = medians.size() / 2;
    return !meet(medianInterval(all.first(half)).interval, medianInterval(all.subspan(half)).interval);
}

} // namespace qlab
