// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace qlab {

/// The clocks of the calling thread at one moment; only differences mean anything.
struct SliceReading {
    std::int64_t cpuNs = 0;    ///< that the thread has computed; the wall clock where the system does not tell
    std::int64_t wallNs = 0;   ///< monotonic
    std::int64_t switches = 0; ///< times that another thread took the core away; 0 where the system does not tell
};

/// What the timer reads. Tests bring their own.
class SliceClock {
public:
    virtual ~SliceClock() = default;
    virtual SliceReading read() = 0;
    /// False: cpuNs is wall time, and what other programs take of it cannot be told apart.
    virtual bool hasThreadTime() const { return true; }
    virtual bool countsSwitches() const { return true; }
};

/// CLOCK_THREAD_CPUTIME_ID, the monotonic clock, and the involuntary switches of getrusage(RUSAGE_THREAD). A reading
/// takes 1 to 3 microseconds, the same for every arm. Thread-safe.
SliceClock& threadSliceClock();

} // namespace qlab
