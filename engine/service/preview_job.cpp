// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/service/job.h"

#include "engine/lab/quant_report.h"
#include "engine/quant/data_aware.h"

namespace qlab {
namespace {

/// A few milliseconds for 10,000 test images. What needs images measures them first, once a model.
class PreviewJob : public Job {
public:
    PreviewJob(JobId id, PreviewRequest request)
        : Job(id)
        , m_request(std::move(request))
    {
    }

    State step(const Engine::Sink& sink, std::stop_token stop) override
    {
        if (!m_request.quantized && needsCurvature(m_request.scheme) && !hasCurvature()) {
            measure(stop);
            return State::More;
        }
        auto report = std::make_shared<QuantReport>(
            makeQuantReport(m_request.data, m_request.model, m_request.original, quantized()));
        report->curvature = m_request.curvature;
        report->milliseconds =
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - m_start).count();
        sink(PreviewDone{id(), std::move(report)});
        return State::Done;
    }

private:
    QuantizedModelPtr quantized() const
    {
        if (m_request.quantized)
            return m_request.quantized;
        return std::make_shared<QuantizedModel>(needsCurvature(m_request.scheme)
                ? quantizeOn(*m_request.curvature, m_request.scheme)
                : quantizeOn(m_request.data, m_request.model, m_request.scheme));
    }
    bool hasCurvature() const
    {
        const InputCurvaturePtr& curvature = m_request.curvature;
        return curvature && curvature->model == m_request.model && curvature->data == m_request.data;
    }
    void measure(const std::stop_token& stop)
    {
        if (!m_maker)
            m_maker.emplace(m_request.data, m_request.model);
        if (m_maker->step(kSlice, stop))
            m_request.curvature = m_maker->take();
    }

    PreviewRequest m_request;
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
    std::optional<InputCurvatureMaker> m_maker;
};

} // namespace

std::unique_ptr<Job> makePreviewJob(JobId id, PreviewRequest request)
{
    return std::make_unique<PreviewJob>(id, std::move(request));
}

} // namespace qlab
