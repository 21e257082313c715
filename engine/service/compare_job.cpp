// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/service/job.h"

#include "engine/export/model_file.h"

#include <memory>

namespace qlab {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kReportEvery{100};

/// Long enough for steady medians, short enough to wait for.
TimerOptions headlineOptions() { return {}; }
TimerOptions detailOptions()
{
    TimerOptions options;
    options.warmUps = 3;
    options.pairs = 41;
    options.budget = std::chrono::milliseconds(400);
    return options;
}

class CompareJob : public Job {
public:
    CompareJob(JobId id, CompareRequest request)
        : Job(id)
        , m_request(std::move(request))
    {
    }

    bool alone() const override { return true; }

    State step(const Engine::Sink& sink, std::stop_token stop) override
    {
        if (!m_comparison)
            prepare();
        const bool done = measure(stop);
        if (stop.stop_requested())
            return State::More;
        if (done) {
            sink(CompareDone{id(), report(true)});
            return State::Done;
        }
        if (const auto now = Clock::now(); now - m_lastReport >= kReportEvery) {
            sink(Progress{id(), static_cast<double>(roundsDone()) / static_cast<double>(roundsPlanned())});
            sink(CompareProgress{id(), report(false)});
            m_lastReport = now;
        }
        return State::More;
    }

private:
    void prepare()
    {
        const auto& [model, quantized, data] = m_request;
        m_comparison = std::make_unique<ComparisonRun>(
            ComparisonInput{model, quantized, data->test, encodeModel(*model).size(), encodeModel(*quantized).size()},
            headlineOptions());
        const auto inputs = std::make_shared<BenchInputs>(data->test, data->testSize(), model->normalization);
        m_breakdown = std::make_unique<BreakdownRun>(*model, *quantized, inputs, detailOptions());
        m_curve = std::make_unique<BatchCurveRun>(*model, *quantized, data->test, detailOptions());
    }

    /// One slice of whatever is not finished yet; true when all is.
    bool measure(std::stop_token stop)
    {
        if (!m_compared)
            m_compared = m_comparison->step(kSlice, stop);
        else if (!m_brokenDown)
            m_brokenDown = m_breakdown->step(kSlice, stop);
        else
            return m_curve->step(kSlice, stop);
        return false;
    }

    std::size_t roundsDone() const
    {
        return (m_compared ? m_comparison->roundsPlanned() : m_comparison->roundsDone())
            + (m_brokenDown ? m_breakdown->roundsPlanned() : m_breakdown->roundsDone()) + m_curve->roundsDone();
    }
    std::size_t roundsPlanned() const
    {
        return m_comparison->roundsPlanned() + m_breakdown->roundsPlanned() + m_curve->roundsPlanned();
    }

    std::shared_ptr<const CompareReport> report(bool complete) const
    {
        auto report = std::make_shared<CompareReport>();
        report->data = m_request.data;
        report->model = m_request.model;
        report->quantized = m_request.quantized;
        report->comparison = m_comparison->result();
        if (m_breakdown->roundsDone() > 0)
            report->breakdown = m_breakdown->result();
        report->batchCurve = m_curve->points();
        report->complete = complete;
        return report;
    }

    CompareRequest m_request;
    std::unique_ptr<ComparisonRun> m_comparison;
    std::unique_ptr<BreakdownRun> m_breakdown;
    std::unique_ptr<BatchCurveRun> m_curve;
    bool m_compared = false, m_brokenDown = false;
    Clock::time_point m_lastReport{};
};

} // namespace

std::unique_ptr<Job> makeCompareJob(JobId id, CompareRequest request)
{
    return std::make_unique<CompareJob>(id, std::move(request));
}

} // namespace qlab
