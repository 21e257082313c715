// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/bench/slice_clock.h"

#include <cstddef>

namespace qlab {

/// A slice lasts about this long: long against a reading of the clocks, short against the turns of a scheduler.
inline constexpr double kSliceMs = 0.25;

/// How far the figures of a measurement can be trusted. Taken from every slice, also from those that were repeated.
struct TimingQuality {
    std::size_t slices = 0;   ///< timed; 0 = nothing measured yet
    std::size_t switched = 0; ///< of them, those in which another thread took the core away
    double cpuMs = 0, wallMs = 0;
    bool flagged = false;   ///< disturbed whatever the sums say: a slice was switched out as often as it was tried
    bool unsteady = false;  ///< the ratio drifted while it was measured, and did so again the second time
    bool repeated = false;  ///< measured a second time, for drift or for a disturbance; the first figures are gone
    bool wallClock = false; ///< the system has no clock for a thread: times are wall times

    double cpuShare() const { return wallMs > 0 ? cpuMs / wallMs : 1; }
    double switchedShare() const;
    /// Another program was using this core: CPU time below 0.9 of the wall time, or more than three slices and 0.3 % of
    /// all switched (of slices longer than a quarter of a millisecond, as many more), or one that never got through.
    bool disturbed() const;
    /// Neither disturbed nor unsteady.
    bool calm() const { return !disturbed() && !unsteady; }
};

/// Of several measurements as one: sums of what was counted, and each flag if any has it. A disturbance of one that
/// short among long ones would be lost in the sums: it is kept as flagged.
TimingQuality together(const TimingQuality& a, const TimingQuality& b);

/// One slice between two readings.
struct Slice {
    double cpuMs = 0, wallMs = 0;
    bool switched = false;
};
/// Where the clock does not count switches, a slice that had less than 0.9 of its wall time was switched.
Slice sliceBetween(const SliceReading& start, const SliceReading& end, const SliceClock& clock);
/// Counts \p slice.
void count(TimingQuality& quality, const Slice& slice);

} // namespace qlab
