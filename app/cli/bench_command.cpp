// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"

#include "app/cli/lab.h"
#include "app/present/figure_text.h"
#include "app/present/verdict.h"
#include "engine/bench/inference_bench.h"
#include "engine/bench/machine.h"
#include "engine/bench/training_bench.h"
#include "engine/core/text.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qlab::app {
namespace {

struct BenchOptions {
    CommonOptions common;
    std::optional<std::size_t> batch; ///< none: the whole test set, in pieces and at once
    std::optional<int> pairs;
    bool training = true;
};

struct BenchResult {
    Machine machine;
    std::size_t images = 0, imagesPerCall = 0;
    std::vector<BenchRow> rows;
    std::vector<BenchRow> streamed; ///< the whole test set in one call; empty where the rows are that
    MedianInterval quantizedGain;   ///< f32-u8 / u8-int8 within each round
    TimingQuality quality;
    std::optional<kernels::ByteCost> withoutVnni;
    std::optional<TrainingTime> training;
};

/// The five paths in the order of the contract; empty after an interruption.
struct FivePaths {
    std::vector<BenchRow> rows;
    MedianInterval quantizedGain;
    TimingQuality quality;
};

/// Each input on its own: between two rounds from pixels, floats would push the pixels out of the cache.
FivePaths timePaths(const PathSubject& subject, std::size_t imagesPerCall, std::size_t images,
    const TimerOptions& timing, const Interruption& interruption)
{
    BenchRun pixels(subject, {Path::F32Pixels, Path::PixelsI8}, imagesPerCall, timing);
    pixels.run(interruption.token());
    const bool isStatic = subject.quantized->scheme.input == QuantScheme::Input::Static;
    BenchRun floats(
        subject, {Path::F32, isStatic ? Path::StaticI8 : Path::DynamicI8, Path::EigenF32}, imagesPerCall, timing);
    floats.run(interruption.token());
    if (interruption.requested())
        return {};
    const auto pixelRows = pixels.rows(images), floatRows = floats.rows(images);
    return {{floatRows[0], pixelRows[0], floatRows[1], pixelRows[1], floatRows[2]},
        pixels.ratio(Path::F32Pixels, Path::PixelsI8), together(pixels.quality(), floats.quality())};
}

BenchResult measure(
    const Lab& lab, const BenchOptions& options, const Interruption& interruption, ProgressLine& progress)
{
    const PathSubject subject{lab.original, lab.quantized, lab.data->test};
    const std::size_t all = lab.data->testSize();
    BenchResult result;
    result.machine = describeMachine();
    result.images = options.batch.value_or(all);
    result.imagesPerCall = options.batch ? result.images : std::min(kPieceImages, all);
    TimerOptions timing;
    if (options.pairs)
        timing.rounds = static_cast<std::size_t>(*options.pairs);
    timing.budget = options.pairs ? std::chrono::hours(24) : std::chrono::seconds(5); // who names a number gets it
    progress.show("timing five ways to classify " + groupedText(static_cast<std::int64_t>(result.images)) + " images");
    FivePaths paths = timePaths(subject, result.imagesPerCall, result.images, timing, interruption);
    result.rows = std::move(paths.rows);
    result.quantizedGain = paths.quantizedGain;
    result.quality = paths.quality;
    if (result.imagesPerCall < result.images && !interruption.requested()) {
        progress.show("timing the same in one call");
        if (!options.pairs)
            timing.rounds = std::min<std::size_t>(timing.rounds, 100); // a call is long here
        FivePaths streamed = timePaths(subject, all, all, timing, interruption);
        result.streamed = std::move(streamed.rows);
        result.quality = together(result.quality, streamed.quality);
    }
    result.withoutVnni = kernels::costWithoutVnni(lab.quantized->packed());
    if (options.training && !interruption.requested()) {
        progress.show("timing an epoch of training");
        result.training = timeTraining(*lab.data, lab.config, interruption.token());
    }
    progress.clear();
    return result;
}

nlohmann::ordered_json toJson(const std::vector<BenchRow>& rows)
{
    auto list = nlohmann::ordered_json::array();
    for (const BenchRow& row : rows)
        list.push_back(
            {{"name", pathName(row.path)}, {"input", pathInput(row.path)}, {"median_ms", row.timing.medianMs},
                {"p10_ms", row.timing.p10Ms}, {"p90_ms", row.timing.p90Ms}, {"min_ms", row.timing.minMs},
                {"wall_ms", row.timing.wallMs}, {"repeats", row.timing.repetitions}, {"accuracy", row.accuracy}});
    return list;
}

nlohmann::ordered_json toJson(const BenchResult& result)
{
    nlohmann::ordered_json json = {{"cpu", result.machine.cpu}, {"target", result.machine.target}, {"threads", 1},
        {"images", result.images}, {"images_per_call", result.imagesPerCall},
        {"clock", result.quality.wallClock ? "wall" : "thread"}, {"disturbed", result.quality.disturbed()},
        {"unsteady", result.quality.unsteady}, {"results", toJson(result.rows)}};
    if (!result.streamed.empty())
        json["streamed"] = toJson(result.streamed);
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

std::string toText(const std::vector<BenchRow>& rows)
{
    std::string text;
    for (const BenchRow& row : rows)
        text += padRight(std::string(pathName(row.path)), 16) + padRight(std::string(pathInput(row.path)), 8)
            + padLeft(fixedText(row.timing.medianMs, 4), 11) + padLeft(fixedText(row.timing.p10Ms, 4), 10)
            + padLeft(fixedText(row.timing.p90Ms, 4), 10) + padLeft(fixedText(row.accuracy * 100, 2) + " %", 12) + "\n";
    return text;
}

/// What is being timed.
std::string callsText(const BenchResult& result)
{
    const std::string clock =
        result.quality.wallClock ? "wall time: this system has no clock for a thread" : "CPU time of one thread";
    if (result.imagesPerCall == result.images)
        return "In calls of " + countText(result.images) + "; " + clock + ".";
    return "In calls of " + countText(result.imagesPerCall) + ", which the caches hold; " + clock + ".";
}

std::string toText(const BenchResult& result)
{
    std::string text = result.machine.cpu + ", " + result.machine.target + ", 1 thread, " + countText(result.images)
        + " images\n" + callsText(result) + "\n\n";
    text += padRight("path", 16) + padRight("input", 8) + padLeft("median ms", 11) + padLeft("10 %", 10)
        + padLeft("90 %", 10) + padLeft("accuracy", 12) + "\n" + toText(result.rows);
    if (!result.streamed.empty())
        text += "\nIn one call, streamed from the last cache or memory (7.8 MB of pixels or 31 MB of floats for 10,000 "
                "images):\n"
            + toText(result.streamed);
    const MedianInterval& gain = result.quantizedGain;
    text += "\nFrom raw pixels the quantized model takes 1/" + fixedText(gain.median, 2)
        + " of the original's time (95 % interval of the ratio " + fixedText(gain.interval.low, 2) + " \u2026 "
        + fixedText(gain.interval.high, 2) + ").\n";
    if (const std::string quality = qualityText(result.quality); !quality.empty())
        text += quality + "\n";
    if (result.withoutVnni)
        text += withoutVnniText(*result.withoutVnni) + "\n";
    if (result.training)
        text += "Training: " + fixedText(result.training->epoch.medianMs, 1) + " ms an epoch of "
            + countText(result.training->images) + " images, batch " + std::to_string(result.training->batchSize)
            + ".\n";
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
    if (options.batch && *options.batch > lab->data->testSize())
        return fail(badInput("--batch is " + groupedText(static_cast<std::int64_t>(*options.batch))
            + ": the test set has " + groupedText(static_cast<std::int64_t>(lab->data->testSize())) + " images"));
    const BenchResult result = measure(*lab, options, interruption, progress);
    if (interruption.requested())
        return fail(ioError("interrupted")), kInterrupted;
    print(options.common.json ? printable(toJson(result)) : toText(result));
    return kDone;
}

} // namespace

void addBenchCommand(CLI::App& app, Chosen& chosen)
{
    const auto options = std::make_shared<BenchOptions>();
    CLI::App* command = app.add_subcommand("bench", "Times original and quantized, every way from images to digits");
    addDataOptions(*command, options->common);
    addStepsOption(*command, options->common);
    addTrainingOptions(*command, options->common);
    addSchemeOptions(*command, options->common);
    addOutputOptions(*command, options->common);
    addWhole<std::size_t>(*command, "--batch", options->batch, 1, 10'000'000,
        "images a call; default: the whole test set, in pieces that the caches hold and in one call")
        ->group("Measuring");
    addWhole(*command, "--pairs", options->pairs, 11, 100'000, "timed rounds; default 400")->group("Measuring");
    command->add_flag("!--no-train", options->training, "do not time training")->group("Measuring");
    command->callback([options, command, &chosen] {
        checkCombination(*command);
        chosen = [options] { return bench(*options); };
    });
}

} // namespace qlab::app
