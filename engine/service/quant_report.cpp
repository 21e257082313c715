// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/service/quant_report.h"

#include "engine/export/model_file.h"
#include "engine/quant/packing.h"

#include <algorithm>

namespace qlab {

QuantReport makeQuantReport(const PreviewRequest& request, QuantizedModel quantized)
{
    QuantReport report;
    report.data = request.data;
    report.scheme = request.scheme;
    report.model = request.model;
    report.curvature = request.curvature;
    report.quantized = std::make_shared<QuantizedModel>(std::move(quantized));
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

} // namespace qlab
