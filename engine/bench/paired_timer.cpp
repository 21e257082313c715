// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/bench/paired_timer.h"

#include <algorithm>
#include <cmath>

namespace qlab {
namespace {

using Clock = std::chrono::steady_clock;

/// Enough rounds for a median with an interval, whatever the budget.
constexpr std::size_t kFewestRounds = 11;
/// A repetition this long makes the clock's own 20-40 ns disappear.
constexpr double kShortestRepetitionMs = 0.1;

double milliseconds(Clock::duration duration) { return std::chrono::duration<double, std::milli>(duration).count(); }

/// Milliseconds a call, over \p calls calls.
double timeCalls(const std::function<void()>& work, int calls)
{
    const auto start = Clock::now();
    for (int i = 0; i < calls; ++i)
        work();
    return milliseconds(Clock::now() - start) / calls;
}

} // namespace

Timing summarize(std::span<const double> milliseconds)
{
    if (milliseconds.empty())
        return {};
    Timing timing;
    timing.medianMs = median(milliseconds);
    timing.p10Ms = quantile(milliseconds, 0.1);
    timing.p90Ms = quantile(milliseconds, 0.9);
    timing.minMs = *std::min_element(milliseconds.begin(), milliseconds.end());
    timing.repetitions = milliseconds.size();
    return timing;
}

PairedTimer::PairedTimer(std::vector<std::function<void()>> works, TimerOptions options)
    : m_works(std::move(works))
    , m_options(options)
    , m_samples(m_works.size())
{
}

void PairedTimer::prepare()
{
    for (const auto& work : m_works) {
        for (int i = 0; i < m_options.warmUps; ++i)
            work();
        int calls = m_options.callsPerRepetition;
        if (calls == 0) {
            // The first guess includes cold caches; the second, over a whole repetition, does not.
            const double guess = std::max(timeCalls(work, 1), 1e-6);
            const int trial = std::clamp(static_cast<int>(kShortestRepetitionMs / guess), 1, 1'000'000);
            const double warm = std::max(timeCalls(work, trial), 1e-6);
            calls = std::clamp(static_cast<int>(std::ceil(kShortestRepetitionMs / warm)), 1, 1'000'000);
        }
        m_calls.push_back(calls);
    }
}

void PairedTimer::measureRound()
{
    const auto start = Clock::now();
    for (std::size_t turn = 0; turn < m_works.size(); ++turn) {
        const std::size_t work = (turn + m_round) % m_works.size(); // who goes first rotates
        m_samples[work].push_back(timeCalls(m_works[work], m_calls[work]));
    }
    ++m_round;
    m_spent += Clock::now() - start;
}

bool PairedTimer::finished() const
{
    const auto planned = static_cast<std::size_t>(m_options.pairs);
    return m_round >= planned || (m_round >= std::min(kFewestRounds, planned) && m_spent >= m_options.budget);
}

bool PairedTimer::step(std::chrono::nanoseconds slice, std::stop_token stop)
{
    const auto start = Clock::now();
    if (m_calls.empty())
        prepare();
    while (!finished() && !stop.stop_requested()) {
        measureRound();
        if (Clock::now() - start >= slice)
            break;
    }
    return finished();
}

void PairedTimer::run(std::stop_token stop)
{
    while (!stop.stop_requested() && !step(std::chrono::milliseconds(20), stop)) { }
}

std::size_t PairedTimer::roundsDone() const { return m_round; }

std::size_t PairedTimer::roundsPlanned() const { return static_cast<std::size_t>(m_options.pairs); }

std::span<const double> PairedTimer::samples(std::size_t work) const { return m_samples[work]; }

MedianInterval PairedTimer::ratio(std::size_t slow, std::size_t fast) const
{
    std::vector<double> ratios;
    for (std::size_t round = 0; round < m_round; ++round)
        ratios.push_back(m_samples[slow][round] / m_samples[fast][round]);
    return ratios.empty() ? MedianInterval{} : medianInterval(ratios);
}

} // namespace qlab
