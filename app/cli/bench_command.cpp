// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"

#include "app/cli/lab.h"
#include "engine/bench/figure_text.h"
#include "engine/bench/inference_bench.h"
#include "engine/bench/machine.h"
#include "engine/bench/training_bench.h"
#include "engine/core/text.h"

#include <nlohmann/json.hpp>

#include <cstdio>

namespace qlab::app {
namespace {

struct BenchOptions {
    CommonOptions common;
    std::size_t batch = 0;
    int pairs = 101;
    bool training = true;
};

struct BenchResult {
    Machine machine;
    std::size_t images = 0;
    std::vector<BenchRow> rows;
    MedianInterval quantizedGain; ///< f32-u8 / u8-int8 within each round
    std::optional<kernels::ByteCost> withoutVnni;
    std::optional<TrainingTime> training;
};

BenchResult measure(
    const Lab& lab, const BenchOptions& options, const Interruption& interruption, ProgressLine& progress)
{
    const auto inputs = std::make_shared<BenchInputs>(
        lab.data->test, options.batch > 0 ? options.batch : lab.data->testSize(), lab.config.normalization);
    BenchResult result;
    result.machine = describeMachine();
    result.images = inputs->count();
    TimerOptions timing;
    timing.pairs = options.pairs;
    timing.budget = std::chrono::seconds(10);
    progress.show(
        "timing five ways to classify " + groupedText(static_cast<std::int64_t>(inputs->count())) + " images");
    // Each input on its own: between two rounds from pixels, 31 MB of floats would push the pixels out of the cache.
    BenchRun pixels(*lab.original, *lab.quantized, inputs, {Path::F32Pixels, Path::PixelsI8}, timing);
    pixels.run(interruption.token());
    BenchRun floats(*lab.original, *lab.quantized, inputs, {Path::F32, Path::DynamicI8, Path::EigenF32}, timing);
    floats.run(interruption.token());
    const auto pixelRows = pixels.rows(), floatRows = floats.rows();
    result.rows = {floatRows[0], pixelRows[0], floatRows[1], pixelRows[1], floatRows[2]}; // the order of the contract
    result.quantizedGain = pixels.ratio(Path::F32Pixels, Path::PixelsI8);
    result.withoutVnni = kernels::costWithoutVnni(lab.quantized->packed());
    if (options.training && !interruption.requested()) {
        progress.show("timing an epoch of training");
        result.training = timeTraining(*lab.data, lab.config, interruption.token());
    }
    progress.clear();
    return result;
}

nlohmann::ordered_json toJson(const BenchResult& result)
{
    nlohmann::ordered_json json = {{"cpu", result.machine.cpu}, {"target", result.machine.target}, {"threads", 1},
        {"images", result.images}, {"results", nlohmann::ordered_json::array()}};
    for (const BenchRow& row : result.rows)
        json["results"].push_back({{"name", pathName(row.path)}, {"input", pathInput(row.path)},
            {"median_ms", row.timing.medianMs}, {"p10_ms", row.timing.p10Ms}, {"p90_ms", row.timing.p90Ms},
            {"min_ms", row.timing.minMs}, {"repeats", row.timing.repetitions}, {"accuracy", row.accuracy}});
    const MedianInterval& gain = result.quantizedGain;
    json["u8_int8_against_f32_u8"] = {
        {"ratio", gain.median}, {"low95", gain.interval.low}, {"high95", gain.interval.high}};
    if (const auto& cost = result.withoutVnni)
        json["without_vnni"] = {{"instructions_per_image", cost->instructions}, {"with_vnni", cost->withVnni},
            {"collected_in_16_bits", cost->collected}};
    if (result.training)
        json["train"] = {{"images", result.training->images}, {"batch_size", result.training->batchSize},
            {"ms_per_epoch", result.training->epoch.medianMs}};
    return json;
}

std::string toText(const BenchResult& result)
{
    std::string text = result.machine.cpu + ", " + result.machine.target + ", 1 thread, "
        + groupedText(static_cast<std::int64_t>(result.images)) + " images\n\n";
    text += padRight("path", 16) + padRight("input", 8) + padLeft("median ms", 11) + padLeft("10 %", 10)
        + padLeft("90 %", 10) + padLeft("accuracy", 12) + "\n";
    for (const BenchRow& row : result.rows)
        text += padRight(std::string(pathName(row.path)), 16) + padRight(std::string(pathInput(row.path)), 8)
            + padLeft(fixedText(row.timing.medianMs, 4), 11) + padLeft(fixedText(row.timing.p10Ms, 4), 10)
            + padLeft(fixedText(row.timing.p90Ms, 4), 10) + padLeft(fixedText(row.accuracy * 100, 2) + " %", 12) + "\n";
    const MedianInterval& gain = result.quantizedGain;
    text += "\nFrom raw pixels the quantized model takes 1/" + fixedText(gain.median, 2)
        + " of the original's time (95 % interval of the ratio " + fixedText(gain.interval.low, 2) + " \u2026 "
        + fixedText(gain.interval.high, 2) + ").\n";
    if (result.withoutVnni)
        text += withoutVnniText(*result.withoutVnni) + "\n";
    if (result.training)
        text += "Training: " + fixedText(result.training->epoch.medianMs, 1) + " ms an epoch of "
            + groupedText(static_cast<std::int64_t>(result.training->images)) + " images, batch "
            + std::to_string(result.training->batchSize) + ".\n";
    return text;
}

int bench(const BenchOptions& options)
{
    const Interruption interruption;
    ProgressLine progress(!options.common.quiet);
    const auto lab = prepareLab(options.common, interruption, progress);
    progress.clear();
    if (!lab)
        return fail(lab.error()), interruption.requested() ? kInterrupted : kAtFault;
    const BenchResult result = measure(*lab, options, interruption, progress);
    if (interruption.requested())
        return fail(ioError("interrupted")), kInterrupted;
    std::fputs(options.common.json ? (toJson(result).dump(1) + "\n").c_str() : toText(result).c_str(), stdout);
    return kDone;
}

} // namespace

void addBenchCommand(CLI::App& app, Chosen& chosen)
{
    const auto options = std::make_shared<BenchOptions>();
    CLI::App* command = app.add_subcommand("bench", "Times original and quantized, every way from images to digits");
    addDataOptions(*command, options->common);
    addTrainingOptions(*command, options->common);
    addSchemeOptions(*command, options->common);
    addOutputOptions(*command, options->common);
    command->add_option("--batch", options->batch, "images a call; default: the whole test set")
        ->check(CLI::PositiveNumber)
        ->group("Measuring");
    command->add_option("--pairs", options->pairs, "timed rounds; default 101")
        ->check(CLI::Range(11, 100'000))
        ->group("Measuring");
    command->add_flag("!--no-train", options->training, "do not time training")->group("Measuring");
    command->callback([options, &chosen] { chosen = [options] { return bench(*options); }; });
}

} // namespace qlab::app
