// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/bench/judgement.h"
#include "engine/formats/json_text.h"
#include "engine/lab/run_record.h"
#include "engine/quant/analysis.h"
#include "engine/train/early_stop.h"
#include "engine/train/train_fields.h"

#include <algorithm>

namespace qlab {
namespace {

OrderedJson toJson(const Interval& interval) { return {interval.low, interval.high}; }

OrderedJson toJson(const MedianInterval& ratio)
{
    return {{"median", ratio.median}, {"interval_95", toJson(ratio.interval)}};
}

OrderedJson toJson(const Timing& timing)
{
    return {{"median_ms", timing.medianMs}, {"p10_ms", timing.p10Ms}, {"p90_ms", timing.p90Ms},
        {"min_ms", timing.minMs}, {"wall_ms", timing.wallMs}, {"repetitions", timing.repetitions}};
}

OrderedJson toJson(const TimingQuality& quality)
{
    return {{"disturbed", quality.disturbed()}, {"unsteady", quality.unsteady}, {"measured_again", quality.repeated},
        {"clock", quality.wallClock ? "wall" : "thread"}, {"cpu_share", quality.cpuShare()}, {"slices", quality.slices},
        {"slices_switched", quality.switched}};
}

OrderedJson toJson(const Machine& machine)
{
    return {{"cpu", machine.cpu}, {"cores", machine.cores}, {"system", machine.system}, {"target", machine.target},
        {"compiler", machine.compiler}, {"build", machine.build}};
}

OrderedJson toJson(const Dataset& data)
{
    return {{"name", data.name}, {"split", splitText(data.split)}, {"split_seed", data.split.seed},
        {"steps", stepsText(data.steps)}, {"train_images", data.trainSize()}, {"test_images", data.testSize()}};
}

OrderedJson trainingJson(const RunRecord& record)
{
    TrainConfig config = record.config;
    config.normalization = record.original->normalization;
    OrderedJson json = {{"trained", record.trained}};
    if (!record.trained)
        json["normalization"] = normalizationText(config.normalization);
    else
        for (const TrainField& field : trainFields())
            json[std::string(field.name)] =
                field.number ? OrderedJson::parse(field.write(config)) : OrderedJson(field.write(config));
    if (record.trained && config.patience > 0) {
        const auto restored = std::ranges::find(record.epochs, true, &EpochRecord::restored);
        json["held_out_images"] = heldOutSize(config, record.data->trainSize());
        json["stopped_early"] = stopsEarly(record.epochs, config.patience);
        json["weights_of_epoch"] =
            restored != record.epochs.end() ? restored->epoch : static_cast<int>(record.epochs.size());
    }
    return json;
}

OrderedJson schemeJson(const QuantScheme& scheme, const std::string& text)
{
    return {{"text", text}, {"bits", scheme.bits}, {"granularity", name(scheme.granularity)},
        {"zero", name(scheme.zero)}, {"levels", name(scheme.levels)}, {"range", name(scheme.range)},
        {"exponent", scheme.exponent}, {"percentile", scheme.percentile}, {"clip", scheme.clip},
        {"sigmas", scheme.sigmas}, {"rounding_seed", scheme.seed}, {"overflow", name(scheme.overflow)},
        {"rounding", name(scheme.rounding)}, {"input", name(scheme.input)}};
}

/// What only some schemes have.
void addInputAndBias(const QuantizedModel& model, OrderedJson& json)
{
    if (model.scheme.hasInputBits() && model.scheme.inputBits < 8)
        json["input_bits"] = model.scheme.inputBits;
    if (model.scheme.input == QuantScheme::Input::Static)
        json["static_input"] = {{"calibration_images", model.scheme.calibrationImages}, {"scale", model.input.scale},
            {"zero_point", model.input.zeroPoint}};
    if (model.scheme.bias != QuantScheme::Bias::Float)
        json["bias"] = {{"type", name(model.scheme.bias)}, {"integers", model.biasQ}, {"scales", model.biasScale}};
}

OrderedJson toJson(const ModelFigures& figures, double accuracy)
{
    return {{"correct", figures.correct}, {"accuracy", accuracy}, {"accuracy_interval_95", toJson(figures.accuracy95)},
        {"bytes", figures.bytes}, {"time_batch", toJson(figures.batch)}, {"time_single", toJson(figures.single)},
        {"time_streamed", toJson(figures.streamed)}};
}

OrderedJson toJson(const McNemar& test)
{
    return {{"only_original_right", test.onlyFirst}, {"only_quantized_right", test.onlySecond},
        {"changed", test.changed}, {"p_value", test.pValue}, {"difference_interval_95", toJson(test.difference)}};
}

OrderedJson toJson(const Divergence& divergence)
{
    return {{"mean_nats", divergence.mean}, {"mean_interval_95", toJson(divergence.mean95)},
        {"p99_nats", divergence.p99}, {"p99_interval_95", toJson(divergence.p99At95)}};
}

OrderedJson toJson(const Comparison& comparison)
{
    const double difference = comparison.quantizedAccuracy() - comparison.originalAccuracy();
    return {{"images", comparison.images}, {"images_per_call", comparison.imagesPerCall},
        {"timing", toJson(comparison.quality)},
        {"original", toJson(comparison.original, comparison.originalAccuracy())},
        {"quantized", toJson(comparison.quantized, comparison.quantizedAccuracy())},
        {"accuracy_difference", difference}, {"mcnemar", toJson(comparison.accuracy)},
        {"kl_divergence", toJson(comparison.divergence)}, {"size_ratio", comparison.sizeRatio()},
        {"time_batch_ratio", toJson(comparison.batchRatio)}, {"time_single_ratio", toJson(comparison.singleRatio)},
        {"time_streamed_ratio", toJson(comparison.streamedRatio)},
        {"float_input",
            {{"original", toJson(comparison.floatInputOriginal)}, {"quantized", toJson(comparison.floatInputQuantized)},
                {"ratio", toJson(comparison.floatInputRatio)}}},
        {"time_steps", comparison.steps.repetitions > 0 ? toJson(comparison.steps) : OrderedJson()}};
}

OrderedJson verdictJson(const RunRecord& record, const RunWords& words)
{
    constexpr const char* kTones[] = {"good", "mixed", "bad"};
    return {{"tone", kTones[static_cast<int>(judge(record.comparison).tone)]}, {"headline", words.headline},
        {"sentence", words.sentence}};
}

OrderedJson toJson(const WeightError& error)
{
    return {{"sqnr_db", error.sqnrDb}, {"mean_squared", error.meanSquared}, {"largest", error.largest},
        {"out_of_range", error.outOfRange}, {"become_zero", error.becomeZero}, {"codes_used", error.codesUsed}};
}

OrderedJson classesJson(const RunRecord& record)
{
    auto rows = OrderedJson::array();
    int digit = 0;
    for (const ClassFigures& figures : classFigures(record)) {
        rows.push_back({{"digit", digit++}, {"images", figures.images}, {"original_correct", figures.original},
            {"quantized_correct", figures.quantized},
            {"original_interval_95", toJson(wilson95(figures.original, figures.images))},
            {"quantized_interval_95", toJson(wilson95(figures.quantized, figures.images))}});
    }
    return rows;
}

OrderedJson changesJson(const RunRecord& record)
{
    auto rows = OrderedJson::array();
    for (const ChangedPrediction& change : changedPredictions(record)) {
        rows.push_back({{"image", change.image}, {"label", change.label}, {"original", change.original},
            {"quantized", change.quantized}});
    }
    return rows;
}

OrderedJson epochsJson(const std::vector<EpochRecord>& epochs)
{
    auto rows = OrderedJson::array();
    for (const EpochRecord& epoch : epochs) {
        rows.push_back(
            {{"epoch", epoch.epoch}, {"train_loss", epoch.trainLoss}, {"train_accuracy", epoch.trainAccuracy},
                {"test_loss", epoch.testLoss}, {"test_accuracy", epoch.testAccuracy},
                {"learning_rate", decimal(epoch.learningRate)}, {"seconds", epoch.seconds}});
        if (epoch.heldOutLoss)
            rows.back()["held_out_loss"] = *epoch.heldOutLoss;
    }
    return rows;
}

/// The raw curve as [epoch, loss] pairs.
OrderedJson lossesJson(const std::vector<BatchLoss>& losses)
{
    auto rows = OrderedJson::array();
    for (const BatchLoss& point : losses)
        rows.push_back(OrderedJson::array({point.epoch, decimal(point.loss)}));
    return rows;
}

} // namespace

std::string runJson(const RunRecord& record, const RunWords& words)
{
    OrderedJson run = {{"program", "Quantization Lab"}, {"version", record.version}, {"started", record.started}};
    run["machine"] = toJson(record.machine);
    run["data"] = toJson(*record.data);
    run["training"] = trainingJson(record);
    run["scheme"] = schemeJson(record.scheme, words.scheme);
    run["scheme"]["trained_on_grid"] = record.quantized->trained;
    if (record.quantized->widths) {
        run["scheme"]["budget"] = record.scheme.budget;
        run["scheme"]["row_bits"] = *record.quantized->widths;
    }
    addInputAndBias(*record.quantized, run["scheme"]);
    run["comparison"] = toJson(record.comparison);
    run["verdict"] = verdictJson(record, words);
    run["weight_error"] = toJson(weightError(*record.original, *record.quantized));
    run["classes"] = classesJson(record);
    run["confusion"] = {
        {"original", record.originalEvaluation->confusion}, {"quantized", record.quantizedEvaluation->confusion}};
    run["changed_predictions"] = changesJson(record);
    run["epochs"] = epochsJson(record.epochs);
    run["losses"] = lossesJson(record.losses);
    return jsonText(run);
}

} // namespace qlab
