// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/service/job.h"

#include "engine/export/model_file.h"
#include "engine/quant/packing.h"

#include <algorithm>

namespace qlab {
namespace {

QuantReport makeReport(const PreviewRequest& request)
{
    QuantReport report;
    report.data = request.data;
    report.scheme = request.scheme;
    report.model = request.model;
    report.quantized = std::make_shared<QuantizedModel>(quantize(*request.model, request.scheme));
    report.originalEvaluation = request.original && !request.original->logits.empty()
        ? request.original
        : std::make_shared<Evaluation>(evaluate(*request.model, *request.data->test));
    report.quantizedEvaluation = std::make_shared<Evaluation>(evaluate(*report.quantized, *request.data->test));
    report.accuracy = compareOnSameImages(
        report.originalEvaluation->predictions, report.quantizedEvaluation->predictions, request.data->test->labels());
    report.error = weightError(*report.model, *report.quantized);
    report.originalBytes = encodeModel(*report.model).size();
    report.quantizedBytes = encodeModel(*report.quantized).size();
    report.weightBytes = kClasses * packedRowBytes(request.scheme.bits);
    report.changed =
        changedPredictions(*report.originalEvaluation, *report.quantizedEvaluation, request.data->test->labels());
    std::stable_sort(report.changed.begin(), report.changed.end(),
        [](const auto& a, const auto& b) { return a.originalMargin > b.originalMargin; });
    return report;
}

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
        auto report = std::make_shared<QuantReport>(makeReport(m_request));
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
