// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/bench/block_timer.h"

#include <algorithm>

namespace qlab {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kMostTries = 5;
/// Untimed calls before the first guess of what a call takes, and timed trials of which the best counts.
constexpr int kWarmUps = 2, kTrials = 3;
/// A stack begins at any 16th byte of a page.
constexpr std::size_t kStackStep = 16, kStackSpread = 4096;

/// Calls \p work with \p offset more bytes on the stack: where a frame lies decides which of its spilled vectors share
/// a cache line, or a page offset with a buffer.
[[gnu::noinline]] void callDeeper(std::size_t offset, const std::function<void()>& work, int calls)
{
    auto* const room = static_cast<volatile char*>(__builtin_alloca(offset + 1));
    room[offset] = 0; // it must exist
    for (int i = 0; i < calls; ++i)
        work();
}

} // namespace

BlockTimer::BlockTimer(Factory factory, const TimerOptions& options)
    : m_factory(std::move(factory))
    , m_options(options)
    , m_order(options.seed)
    , m_layout(~options.seed)
{
    start();
}

BlockTimer::BlockTimer(Works works, const TimerOptions& options)
    : BlockTimer([works = std::move(works)](std::size_t, Random&) { return works; }, options)
{
}

void BlockTimer::start()
{
    m_samples = BlockSamples(m_works.size());
    m_block = m_roundsLeft = 0;
    m_quality.wallClock = !m_options.clock->hasThreadTime();
}

std::size_t BlockTimer::roundsPlanned() const { return m_dropped + (m_plan ? m_plan->rounds : m_options.rounds); }

bool BlockTimer::step(std::chrono::nanoseconds slice, std::stop_token stop)
{
    const auto start = Clock::now();
    while (!m_finished && !stop.stop_requested()) {
        advance();
        if (Clock::now() - start >= slice)
            break;
    }
    return m_finished;
}

void BlockTimer::run(std::stop_token stop)
{
    while (!stop.stop_requested() && !step(std::chrono::milliseconds(20), stop)) { }
}

void BlockTimer::advance()
{
    if (m_roundsLeft > 0)
        measureSlice();
    else if (m_plan && m_block == m_plan->blocks)
        conclude();
    else
        openBlock();
}

void BlockTimer::openBlock()
{
    m_works = m_factory(m_block, m_layout);
    m_stackOffset = m_layout.below(kStackSpread / kStackStep) * kStackStep;
    if (!m_plan)
        calibrate();
    else
        for (std::size_t work = 0; work < m_works.size(); ++work)
            callDeeper(m_stackOffset, m_works[work], m_calls[work]); // caches and branches learn the new layout
    m_samples.openBlock();
    m_roundsLeft = m_plan->roundsIn(m_block++);
    m_turns = shuffledOrder(m_works.size(), m_order);
    m_turn = 0;
}

void BlockTimer::calibrate()
{
    std::vector<double> callMs;
    for (const auto& work : m_works)
        callMs.push_back(callTime(work));
    m_calls = sliceCalls(callMs, m_options.sliceMs);
    double roundMs = 0;
    for (std::size_t work = 0; work < m_works.size(); ++work)
        roundMs += callMs[work] * m_calls[work];
    m_plan = planBlocks(m_options.rounds, m_options.blocks, roundMs, m_options.budget);
    m_samples = BlockSamples(m_works.size());
    m_cpuMs.resize(m_works.size());
    m_wallMs.resize(m_works.size());
}

/// The first guess includes cold caches; the best of three slices does not, whoever takes the core meanwhile.
double BlockTimer::callTime(const std::function<void()>& work)
{
    constexpr double kShortestMs = 1e-6;
    constexpr int kMostCalls = 1'000'000;
    callDeeper(m_stackOffset, work, kWarmUps);
    const double guess = std::max(timeSlice(work, 1).cpuMs, kShortestMs);
    const int calls = std::clamp(static_cast<int>(m_options.sliceMs / guess / 2), 1, kMostCalls);
    double best = guess;
    for (int trial = 0; trial < kTrials; ++trial)
        best = std::min(best, timeSlice(work, calls).cpuMs / calls);
    return std::max(best, kShortestMs);
}

Slice BlockTimer::timeSlice(const std::function<void()>& work, int calls)
{
    const SliceReading start = m_options.clock->read();
    callDeeper(m_stackOffset, work, calls);
    return sliceBetween(start, m_options.clock->read(), *m_options.clock);
}

void BlockTimer::measureSlice()
{
    const std::size_t work = m_turns[m_turn];
    const Slice slice = timeSlice(m_works[work], m_calls[work]);
    count(m_quality, slice);
    if (slice.switched && ++m_tries < kMostTries)
        return; // at once again
    m_quality.flagged |= slice.switched;
    m_tries = 0;
    m_cpuMs[work] = slice.cpuMs / m_calls[work];
    m_wallMs[work] = slice.wallMs / m_calls[work];
    if (++m_turn == m_works.size())
        closeRound();
}

void BlockTimer::closeRound()
{
    m_samples.addRound(m_cpuMs, m_wallMs);
    m_turns = shuffledOrder(m_works.size(), m_order);
    m_turn = 0;
    --m_roundsLeft;
}

void BlockTimer::conclude()
{
    const bool drifts = m_works.size() > 1 && m_samples.drifts(0, 1);
    const bool again = drifts || (m_options.againIfDisturbed && m_quality.disturbed());
    if (again && !m_quality.repeated) {
        m_dropped = m_samples.rounds();
        m_quality = {};
        m_quality.repeated = true;
        start();
        return;
    }
    m_quality.unsteady = drifts;
    m_works.clear();
    m_finished = true;
}

} // namespace qlab
