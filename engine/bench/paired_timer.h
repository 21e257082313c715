// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/statistics.h"

#include <chrono>
#include <cstddef>
#include <functional>
#include <span>
#include <stop_token>
#include <vector>

namespace qlab {

/// Median and spread of one series of times, in milliseconds.
struct Timing {
    double medianMs = 0, p10Ms = 0, p90Ms = 0, minMs = 0;
    std::size_t repetitions = 0;
};
Timing summarize(std::span<const double> milliseconds);

/// How long and how often to measure.
struct TimerOptions {
    int warmUps = 5;                        ///< untimed calls of each work before the first timed one
    int pairs = 101;                        ///< timed rounds
    std::chrono::milliseconds budget{2000}; ///< fewer rounds (at least 11) if they do not fit
    /// Calls inside one timed repetition, so that short work is longer than the clock is coarse; 0 = chosen so that a
    /// repetition takes at least 100 microseconds.
    int callsPerRepetition = 0;
};

/// Times several works in turn: round after round, each work once, the order rotating, so that whatever disturbs the
/// machine disturbs all alike and ratios can be taken within a round. Runs on the caller's thread, a slice at a time.
class PairedTimer {
public:
    PairedTimer(std::vector<std::function<void()>> works, TimerOptions options = {});

    /// Goes on for about \p slice; true when there is nothing left to measure.
    bool step(std::chrono::nanoseconds slice, std::stop_token stop = {});
    /// All of it, unless stopped.
    void run(std::stop_token stop = {});

    std::size_t roundsDone() const;
    std::size_t roundsPlanned() const;
    /// Milliseconds a call, round by round.
    std::span<const double> samples(std::size_t work) const;
    Timing timing(std::size_t work) const { return summarize(samples(work)); }
    /// Median over the rounds of time(slow) / time(fast), with its 95 % interval.
    MedianInterval ratio(std::size_t slow, std::size_t fast) const;

private:
    void prepare();
    void measureRound();
    bool finished() const;

    std::vector<std::function<void()>> m_works;
    TimerOptions m_options;
    std::vector<int> m_calls; ///< inside one repetition, a work each
    std::vector<std::vector<double>> m_samples;
    std::size_t m_round = 0;
    std::chrono::nanoseconds m_spent{}; ///< in timed rounds
};

} // namespace qlab
