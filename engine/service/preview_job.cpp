// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/service/job.h"

#include "engine/service/quant_report.h"

namespace qlab {
namespace {

/// A single slice: for 10,000 test images a few milliseconds.
class PreviewJob : public Job {
public:
    PreviewJob(JobId id, PreviewRequest request)
        : Job(id)
        , m_request(std::move(request))
    {
    }

    State step(const Engine::Sink& sink, std::stop_token) override
    {
        const auto start = std::chrono::steady_clock::now();
        auto report =
            std::make_shared<QuantReport>(makeQuantReport(m_request, quantize(*m_request.model, m_request.scheme)));
        report->milliseconds =
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
        sink(PreviewDone{id(), std::move(report)});
        return State::Done;
    }

private:
    PreviewRequest m_request;
};

} // namespace

std::unique_ptr<Job> makePreviewJob(JobId id, PreviewRequest request)
{
    return std::make_unique<PreviewJob>(id, std::move(request));
}

} // namespace qlab
