// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/service/job.h"

#include "engine/formats/model_file.h"

#include <algorithm>
#include <memory>

namespace qlab {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kReportEvery{100};

/// What is disturbed or drifts is measured a second time, once, before anybody has to ask.
TimerOptions headlineOptions()
{
    TimerOptions options;
    options.againIfDisturbed = true;
    return options;
}
TimerOptions curveOptions()
{
    TimerOptions options = headlineOptions();
    options.rounds = 100;
    options.budget = std::chrono::milliseconds(200);
    return options;
}
/// Of the whole, the rest is the batch curve.
constexpr double kComparisonShare = 0.8;

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
            sink(progress());
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
            ComparisonInput{model, quantized, data->test, encodeModel(*model).size(), encodeModel(*quantized).size(),
                data->before ? data->before->test : nullptr},
            headlineOptions());
    }

    /// One slice of whatever is not finished yet; true when all is. The curve takes what it can from the comparison.
    bool measure(std::stop_token stop)
    {
        if (m_curve)
            return m_curve->step(kSlice, stop);
        if (m_comparison->step(kSlice, stop)) {
            const auto& [model, quantized, data] = m_request;
            m_curve = std::make_unique<BatchCurveRun>(
                PathSubject{model, quantized, data->test}, m_comparison->result(), curveOptions());
        }
        return false;
    }

    /// Never backwards, although a second measurement makes the way longer.
    Progress progress()
    {
        const auto share = [](const auto& run) {
            return static_cast<double>(run.roundsDone())
                / static_cast<double>(std::max<std::size_t>(run.roundsPlanned(), 1));
        };
        const double now = m_curve ? kComparisonShare + (1 - kComparisonShare) * share(*m_curve)
                                   : kComparisonShare * share(*m_comparison);
        m_fraction = std::max(m_fraction, now);
        return {id(), m_fraction};
    }

    std::shared_ptr<const CompareReport> report(bool complete) const
    {
        auto report = std::make_shared<CompareReport>();
        report->data = m_request.data;
        report->model = m_request.model;
        report->quantized = m_request.quantized;
        report->comparison = m_comparison->result();
        if (m_curve) {
            report->batchCurve = m_curve->points();
            report->curveQuality = m_curve->quality();
        }
        report->complete = complete;
        return report;
    }

    CompareRequest m_request;
    std::unique_ptr<ComparisonRun> m_comparison;
    std::unique_ptr<BatchCurveRun> m_curve;
    double m_fraction = 0;
    Clock::time_point m_lastReport{};
};

} // namespace

std::unique_ptr<Job> makeCompareJob(JobId id, CompareRequest request)
{
    return std::make_unique<CompareJob>(id, std::move(request));
}

} // namespace qlab
