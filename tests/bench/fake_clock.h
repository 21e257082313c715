// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/bench/slice_clock.h"

namespace qlab::test {

/// A clock that stands still unless a test moves it: no test of the timer waits for real time.
class FakeClock : public SliceClock {
public:
    SliceReading read() override
    {
        ++readings;
        return m_now;
    }
    bool hasThreadTime() const override { return threadTime; }
    bool countsSwitches() const override { return countsThem; }

    /// The thread computes.
    void work(std::int64_t ns)
    {
        m_now.cpuNs += ns;
        m_now.wallNs += ns;
    }
    /// Another thread has the core; afterwards the caches are cold, which costs \p coldNs.
    void takeCore(std::int64_t ns, std::int64_t coldNs = 0)
    {
        ++m_now.switches;
        m_now.wallNs += ns;
        work(coldNs);
    }
    /// Wall time passes that no switch tells of: a hypervisor, a slower clock.
    void stall(std::int64_t ns) { m_now.wallNs += ns; }

    bool threadTime = true, countsThem = true;
    int readings = 0;

private:
    SliceReading m_now;
};

} // namespace qlab::test
