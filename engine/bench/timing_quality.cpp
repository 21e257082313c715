// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/bench/timing_quality.h"

#include <algorithm>

namespace qlab {
namespace {

constexpr double kLeastCpuShare = 0.9;
/// tests/bench/timer_coverage counted at most 0.2 % on a machine at rest and at least 0.4 % with every core busy, CPU
/// shares between 0.77 and 0.99: the scheduler is kind to a program that has just begun.
constexpr double kMostSwitched = 0.003;
/// So many switches befall any program.
constexpr std::size_t kSwitchesOfCalm = 3;

} // namespace

double TimingQuality::switchedShare() const
{
    return slices > 0 ? static_cast<double>(switched) / static_cast<double>(slices) : 0;
}

bool TimingQuality::disturbed() const
{
    if (slices == 0)
        return false;
    const double length = cpuMs / static_cast<double>(slices);
    const bool oftenSwitched = switchedShare() > kMostSwitched * std::max(1.0, length / kSliceMs);
    return flagged || cpuShare() < kLeastCpuShare || (switched > kSwitchesOfCalm && oftenSwitched);
}

TimingQuality together(const TimingQuality& a, const TimingQuality& b)
{
    TimingQuality sum = a;
    sum.slices += b.slices;
    sum.switched += b.switched;
    sum.cpuMs += b.cpuMs;
    sum.wallMs += b.wallMs;
    sum.flagged = a.disturbed() || b.disturbed();
    sum.unsteady = a.unsteady || b.unsteady;
    sum.repeated = a.repeated || b.repeated;
    sum.wallClock = a.wallClock || b.wallClock;
    return sum;
}

Slice sliceBetween(const SliceReading& start, const SliceReading& end, const SliceClock& clock)
{
    constexpr double kMs = 1e-6;
    Slice slice;
    slice.cpuMs = static_cast<double>(end.cpuNs - start.cpuNs) * kMs;
    slice.wallMs = static_cast<double>(end.wallNs - start.wallNs) * kMs;
    slice.switched =
        clock.countsSwitches() ? end.switches > start.switches : slice.cpuMs < kLeastCpuShare * slice.wallMs;
    return slice;
}

void count(TimingQuality& quality, const Slice& slice)
{
    ++quality.slices;
    quality.switched += slice.switched;
    quality.cpuMs += slice.cpuMs;
    quality.wallMs += slice.wallMs;
}

} // namespace qlab
