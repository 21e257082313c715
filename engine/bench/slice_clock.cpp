// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/bench/slice_clock.h"

#include <chrono>
#include <ctime>

#include <sys/resource.h>

namespace qlab {
namespace {

std::int64_t wallTime()
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

#ifdef CLOCK_THREAD_CPUTIME_ID
constexpr bool kThreadTime = true;
std::int64_t threadTime()
{
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    constexpr std::int64_t kSecond = 1'000'000'000;
    return std::int64_t{time.tv_sec} * kSecond + time.tv_nsec;
}
#else
constexpr bool kThreadTime = false;
std::int64_t threadTime() { return wallTime(); }
#endif

#ifdef RUSAGE_THREAD
constexpr bool kSwitches = true;
std::int64_t involuntarySwitches()
{
    rusage usage{};
    return ::getrusage(RUSAGE_THREAD, &usage) == 0 ? usage.ru_nivcsw : 0;
}
#else
constexpr bool kSwitches = false;
std::int64_t involuntarySwitches() { return 0; }
#endif

class ThreadSliceClock : public SliceClock {
public:
    SliceReading read() override
    {
        const std::int64_t switches = involuntarySwitches();
        const std::int64_t wall = wallTime();
        return {threadTime(), wall, switches};
    }
    bool hasThreadTime() const override { return kThreadTime; }
    bool countsSwitches() const override { return kSwitches; }
};

} // namespace

SliceClock& threadSliceClock()
{
    static ThreadSliceClock clock;
    return clock;
}

} // namespace qlab
