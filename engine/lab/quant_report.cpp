// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lab/quant_report.h"

#include "engine/formats/model_file.h"
#include "engine/quant/packing.h"

#include <algorithm>

namespace qlab {

QuantReport makeQuantReport(
    DatasetPtr data, LinearModelPtr model, const EvaluationPtr& original, QuantizedModelPtr quantized)
{
    const ImageSet& test = *data->test;
    QuantReport report;
    report.data = std::move(data);
    report.scheme = quantized->scheme;
    report.model = std::move(model);
    report.quantized = std::move(quantized);
    report.originalEvaluation =
        original && !original->logits.empty() ? original : std::make_shared<Evaluation>(evaluate(*report.model, test));
    report.quantizedEvaluation = std::make_shared<Evaluation>(evaluate(*report.quantized, test));
    report.accuracy = compareOnSameImages(
        report.originalEvaluation->predictions, report.quantizedEvaluation->predictions, test.labels());
    report.error = weightError(*report.model, *report.quantized);
    report.originalBytes = encodeModel(*report.model).size();
    report.quantizedBytes = encodeModel(*report.quantized).size();
    report.weightBytes = weightBytes(*report.quantized);
    report.changed = changedPredictions(*report.originalEvaluation, *report.quantizedEvaluation, test.labels());
    std::stable_sort(report.changed.begin(), report.changed.end(),
        [](const auto& a, const auto& b) { return a.originalMargin > b.originalMargin; });
    return report;
}

} // namespace qlab
