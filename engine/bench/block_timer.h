// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/bench/block_samples.h"
#include "engine/bench/slice_plan.h"
#include "engine/bench/timing_quality.h"

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>
#include <vector>

namespace qlab {

/// How long and how often to measure.
struct TimerOptions {
    std::size_t rounds = 400;
    std::size_t blocks = 20;
    double sliceMs = kSliceMs;
    std::chrono::milliseconds budget{1000}; ///< CPU time; fewer rounds (at least 11) if they do not fit
    bool againIfDisturbed = false;          ///< once, from the start
    std::uint64_t seed = 1;                 ///< of the order and of the layout
    SliceClock* clock = &threadSliceClock();
};

/// Times several works in turn, so that ratios of their times hold on a machine that does other things too
/// (Kalibera and Jones, arXiv 2007.10899; Chen and Revels, arXiv 1608.04295):
/// - Each work is called as often as it takes to fill a slice, all slices equally long, and timed by the CPU time of
/// its
///   thread. A round is a slice of each, in random order; a slice in which another thread took the core is repeated at
///   once, five times at most.
/// - Rounds come in blocks. Every block works on buffers laid out anew, on a stack that begins elsewhere.
/// - A ratio that drifts is measured once more, as long; what then still drifts is called unsteady.
/// Runs on the caller's thread, a step at a time.
class BlockTimer {
public:
    using Works = std::vector<std::function<void()>>;
    /// Makes the works of block 0, 1, ... anew, always as many; \p layout draws where their buffers lie. Those of the
    /// block before are still there meanwhile, so that the same memory is not handed out again.
    using Factory = std::function<Works(std::size_t block, Random& layout)>;

    explicit BlockTimer(Factory factory, const TimerOptions& options = {});
    /// Works whose buffers stay where they are.
    explicit BlockTimer(Works works, const TimerOptions& options = {});

    /// Goes on for about \p slice; true when there is nothing left to measure.
    bool step(std::chrono::nanoseconds slice, std::stop_token stop = {});
    /// All of it, unless stopped.
    void run(std::stop_token stop = {});

    /// Counted over both measurements where it had to be made twice.
    std::size_t roundsDone() const { return m_dropped + m_samples.rounds(); }
    std::size_t roundsPlanned() const;
    /// There is a round to tell of: false before the first one, and again before the first of a second measurement.
    bool hasFigures() const { return m_samples.rounds() > 0; }
    /// Milliseconds a call. Precondition of both: hasFigures().
    Timing timing(std::size_t work) const { return m_samples.timing(work); }
    MedianInterval ratio(std::size_t slow, std::size_t fast) const { return m_samples.ratio(slow, fast); }
    const TimingQuality& quality() const { return m_quality; }
    /// Calls in a slice of each work; empty before the first block.
    const std::vector<int>& calls() const { return m_calls; }

private:
    void start();
    void advance();
    void openBlock();
    void calibrate();
    double callTime(const std::function<void()>& work);
    Slice timeSlice(const std::function<void()>& work, int calls);
    void measureSlice();
    void closeRound();
    void conclude();

    Factory m_factory;
    TimerOptions m_options;
    Random m_order, m_layout;
    Works m_works;
    std::vector<int> m_calls;
    std::optional<BlockPlan> m_plan;
    BlockSamples m_samples;
    TimingQuality m_quality;
    std::size_t m_block = 0;       ///< that is open or comes next
    std::size_t m_roundsLeft = 0;  ///< in the open block
    std::size_t m_dropped = 0;     ///< rounds of a first measurement that did not hold
    std::size_t m_stackOffset = 0; ///< bytes
    std::vector<std::size_t> m_turns;
    std::size_t m_turn = 0;
    int m_tries = 0;                       ///< of the slice at hand
    std::vector<double> m_cpuMs, m_wallMs; ///< of the round at hand, a call of each work
    bool m_finished = false;
};

} // namespace qlab
