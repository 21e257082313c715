// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/service/job.h"

#include "engine/lab/sweep.h"

#include <memory>

namespace qlab {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kReportEvery{100};

class SweepJob : public ControlledJob {
public:
    SweepJob(JobId id, SweepRequest request)
        : ControlledJob(id)
        , m_request(std::move(request))
        , m_sweep(m_request.data, m_request.model, m_request.options)
    {
    }

    void apply(const TrainControls& controls) override
    {
        m_paused = controls.paused.value_or(m_paused);
        m_tell = true;
    }

    State step(const Engine::Sink& sink, std::stop_token stop) override
    {
        const auto start = Clock::now();
        const bool done = !m_paused && m_sweep.step(kSlice, stop);
        const auto now = Clock::now();
        m_seconds += std::chrono::duration<double>(now - start).count();
        if (done) {
            sink(SweepDone{id(), report(true)});
            return State::Done;
        }
        if (m_tell || (!m_paused && now - m_lastReport >= kReportEvery)) {
            sink(SweepProgress{id(), report(false)});
            m_lastReport = now;
            m_tell = false;
        }
        return m_paused ? State::Idle : State::More;
    }

private:
    std::shared_ptr<const SweepReport> report(bool complete) const
    {
        auto report = std::make_shared<SweepReport>();
        report->data = m_request.data;
        report->model = m_request.model;
        report->points = m_sweep.points();
        report->inputs = m_sweep.inputs();
        report->planned = m_sweep.planned();
        report->seconds = m_seconds;
        report->paused = m_paused;
        report->complete = complete;
        return report;
    }

    SweepRequest m_request;
    Sweep m_sweep;
    bool m_paused = false;
    bool m_tell = false; ///< a control has changed what a report says
    double m_seconds = 0;
    Clock::time_point m_lastReport{};
};

} // namespace

std::unique_ptr<ControlledJob> makeSweepJob(JobId id, SweepRequest request)
{
    return std::make_unique<SweepJob>(id, std::move(request));
}

} // namespace qlab
