// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lab/run_record.h"

#include "engine/core/text.h"
#include "engine/formats/json_text.h"

#include <algorithm>
#include <cmath>

namespace qlab {
namespace {

std::string csvRow(const std::vector<std::string>& fields)
{
    std::string row;
    for (const std::string& field : fields)
        row += (row.empty() ? "" : ",") + field;
    return row + '\n';
}

/// Empty where nothing was measured.
std::string measured(double value, int decimals) { return value > 0 ? fixedText(value, decimals) : std::string(); }

std::string timeRow(
    const std::string& name, const Timing& original, const Timing& quantized, const MedianInterval& ratio, double unit)
{
    return csvRow({name, measured(original.medianMs * unit, 6), measured(quantized.medianMs * unit, 6),
        measured(ratio.median, 4)});
}

} // namespace

std::array<ClassFigures, kClasses> classFigures(const RunRecord& record)
{
    std::array<ClassFigures, kClasses> all;
    for (std::size_t digit = 0; digit < all.size(); ++digit) {
        const auto& row = record.originalEvaluation->confusion[digit];
        for (const std::uint32_t count : row)
            all[digit].images += count;
        all[digit].original = row[digit];
        all[digit].quantized = record.quantizedEvaluation->confusion[digit][digit];
    }
    return all;
}

std::vector<ChangedPrediction> changedPredictions(const RunRecord& record)
{
    if (!record.originalEvaluation || !record.quantizedEvaluation)
        return {};
    return changedPredictions(*record.originalEvaluation, *record.quantizedEvaluation, record.data->test->labels());
}

std::string comparisonCsv(const Comparison& comparison)
{
    const ModelFigures& original = comparison.original;
    const ModelFigures& quantized = comparison.quantized;
    const double accuracyRatio = comparison.quantizedAccuracy() / comparison.originalAccuracy();
    return csvRow({"metric", "unit", "original", "quantized", "ratio"})
        + csvRow({"accuracy", "percent", fixedText(100 * comparison.originalAccuracy(), 4),
            fixedText(100 * comparison.quantizedAccuracy(), 4),
            original.correct > 0 ? fixedText(accuracyRatio, 4) : ""})
        + csvRow({"size", "bytes", std::to_string(original.bytes), std::to_string(quantized.bytes),
            quantized.bytes > 0 ? fixedText(comparison.sizeRatio(), 4) : ""})
        + timeRow("time_batch,ms", original.batch, quantized.batch, comparison.batchRatio, 1)
        + timeRow("time_single,us", original.single, quantized.single, comparison.singleRatio, 1000);
}

std::string lossCsv(const std::vector<EpochRecord>& epochs)
{
    std::vector<std::string> names = {
        "epoch", "train_loss", "train_accuracy", "test_loss", "test_accuracy", "learning_rate", "seconds"};
    const bool heldOut = !epochs.empty() && epochs.front().heldOutLoss;
    if (heldOut)
        names.push_back("held_out_loss");
    std::string text = csvRow(names);
    for (const EpochRecord& epoch : epochs) {
        std::vector<std::string> row = {std::to_string(epoch.epoch), fixedText(epoch.trainLoss, 6),
            fixedText(epoch.trainAccuracy, 6), fixedText(epoch.testLoss, 6), fixedText(epoch.testAccuracy, 6),
            exactText(decimal(epoch.learningRate)), fixedText(epoch.seconds, 6)};
        if (heldOut)
            row.push_back(fixedText(epoch.heldOutLoss.value_or(0), 6));
        text += csvRow(row);
    }
    return text;
}

} // namespace qlab
