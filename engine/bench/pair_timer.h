// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/bench/path_work.h"

namespace qlab {

/// A model and the test images behind its steps.
struct TimedModel {
    AnyModel model;
    ImagesPtr images;
};

/// Two models that need not belong together, on the same test images.
struct PairTimes {
    Timing first, second; ///< as many images as the test set has, in pieces that the caches hold, to digits, ms
    MedianInterval ratio; ///< first / second: above 1 the second is faster
    TimingQuality quality;
    bool measured() const { return first.repetitions > 0; }
};

/// Times both in turns, a step at a time on the caller's thread; input steps are not in the times.
/// Precondition: as many images for both.
class PairTimer {
public:
    PairTimer(TimedModel first, TimedModel second, const TimerOptions& options);
    bool step(std::chrono::nanoseconds slice, std::stop_token stop = {}) { return m_timer.step(slice, stop); }
    PairTimes times() const;
    std::size_t roundsDone() const { return m_timer.roundsDone(); }
    std::size_t roundsPlanned() const { return m_timer.roundsPlanned(); }

private:
    double m_calls = 1; ///< a piece each, that make a test set
    BlockTimer m_timer;
};

} // namespace qlab
