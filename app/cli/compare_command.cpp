// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"

#include "app/cli/lab.h"
#include "app/cli/models.h"
#include "app/present/figure_text.h"
#include "app/present/subject.h"
#include "engine/core/text.h"
#include "engine/lab/model_comparison.h"

#include <nlohmann/json.hpp>

namespace qlab::app {
namespace {

using Json = nlohmann::ordered_json;

struct CompareOptions {
    CommonOptions common;
    std::array<std::string, 2> models;
};

struct Side {
    std::string path;
    std::size_t bytes = 0;
    AnyModel model;
};

std::string percent(double share) { return fixedText(100 * share, 2) + " %"; }

std::string span(const Interval& of, double factor, int decimals)
{
    return fixedText(factor * of.low, decimals) + " ... " + fixedText(factor * of.high, decimals);
}

std::string kind(const AnyModel& model)
{
    return (model.quantized ? schemeName(*model.quantized).toStdString() : std::string("float32")) + ", "
        + (model.steps().none() ? "pixels as they are" : stepsText(model.steps()));
}

std::string line(const std::string& name, const std::string& first, const std::string& second, const std::string& note)
{
    return padRight(name, 22) + padLeft(first, 18) + padLeft(second, 18) + "   " + note + "\n";
}

std::string accuracyLines(const ModelComparison& compared)
{
    const double first = compared.firstAccuracy(), second = compared.secondAccuracy();
    const McNemar& accuracy = compared.accuracy;
    const std::string sign = second > first ? "+" : "";
    return line("accuracy", percent(first), percent(second),
               sign + fixedText(100 * (second - first), 2) + " pp, 95 % " + span(accuracy.difference, 100, 2)
                   + ", p = " + fixedText(accuracy.pValue, 4))
        + line("  95 % interval", span(compared.first95, 100, 2), span(compared.second95, 100, 2),
            "only A right " + std::to_string(accuracy.onlyFirst) + ", only B " + std::to_string(accuracy.onlySecond))
        + line("same top class", "", "",
            percent(static_cast<double>(accuracy.same()) / static_cast<double>(compared.images)) + ", 95 % "
                + span(compared.sameClass95, 100, 2));
}

std::string table(const std::array<Side, 2>& sides, const ModelComparison& compared)
{
    const Divergence& kl = compared.divergence;
    const PairTimes& times = compared.times;
    const auto bytes = [&](std::size_t i) { return groupedText(static_cast<std::int64_t>(sides[i].bytes)) + " B"; };
    return "A  " + sides[0].path + ": " + kind(sides[0].model) + "\nB  " + sides[1].path + ": " + kind(sides[1].model)
        + "\n" + groupedText(static_cast<std::int64_t>(compared.images)) + " test images\n\n"
        + line("", "A", "B", "B against A") + accuracyLines(compared)
        + line("KL divergence, mean", "", "", fixedText(kl.mean, 5) + " nats, 95 % " + span(kl.mean95, 1, 5))
        + line("  99th percentile", "", "", fixedText(kl.p99, 4) + " nats, 95 % " + span(kl.p99At95, 1, 4))
        + line("size", bytes(0), bytes(1),
            sizeChangeText(static_cast<double>(sides[0].bytes) / static_cast<double>(sides[1].bytes)))
        + line("time, without steps", fixedText(times.first.medianMs, 3) + " ms",
            fixedText(times.second.medianMs, 3) + " ms",
            speedText(times.ratio) + ", 95 % " + speedIntervalText(times.ratio)
                + (times.quality.disturbed() ? "; disturbed by another program" : ""));
}

Json pair(const Interval& interval) { return Json::array({interval.low, interval.high}); }

Json sideJson(const Side& side, std::size_t correct, const Interval& accuracy, double ms)
{
    return {{"file", side.path}, {"steps", stepsText(side.model.steps())},
        {"scheme", side.model.quantized ? schemeToText(side.model.quantized->scheme) : "float32"}, {"correct", correct},
        {"accuracy95", pair(accuracy)}, {"bytes", side.bytes}, {"median_ms", ms}};
}

Json json(const std::array<Side, 2>& sides, const ModelComparison& compared)
{
    const McNemar& accuracy = compared.accuracy;
    const PairTimes& times = compared.times;
    return {{"images", compared.images},
        {"first", sideJson(sides[0], compared.firstCorrect, compared.first95, times.first.medianMs)},
        {"second", sideJson(sides[1], compared.secondCorrect, compared.second95, times.second.medianMs)},
        {"only_first", accuracy.onlyFirst}, {"only_second", accuracy.onlySecond}, {"p_value", accuracy.pValue},
        {"difference95", pair(accuracy.difference)}, {"same_class", accuracy.same()},
        {"same_class95", pair(compared.sameClass95)}, {"kl_mean", compared.divergence.mean},
        {"kl_mean95", pair(compared.divergence.mean95)}, {"kl_p99", compared.divergence.p99},
        {"kl_p99_95", pair(compared.divergence.p99At95)}, {"time_ratio", times.ratio.median},
        {"time_ratio95", pair(times.ratio.interval)}, {"disturbed", times.quality.disturbed()}};
}

int compare(const CompareOptions& options)
{
    const Interruption interruption;
    ProgressLine progress(!options.common.quiet);
    std::array<Side, 2> sides;
    for (std::size_t i = 0; i < 2; ++i) {
        const auto file = readModelOfRun(options.models[i], askedNormalization(options.common));
        if (!file)
            return fail(file.error());
        sides[i] = {options.models[i], file->bytes, {file->original, file->quantized}};
    }
    const auto data = loadedData(options.common, interruption, progress);
    progress.clear();
    if (!data)
        return fail(data.error()), interruption.requested() ? kInterrupted : kAtFault;
    ModelComparisonRun run(sides[0].model, sides[1].model, *data);
    while (!run.step(std::chrono::milliseconds(20), interruption.token()))
        if (interruption.requested())
            return kInterrupted;
    print(options.common.json ? printable(json(sides, run.result())) : table(sides, run.result()));
    return kDone;
}

} // namespace

void addCompareCommand(CLI::App& app, Chosen& chosen)
{
    const auto options = std::make_shared<CompareOptions>();
    CLI::App* command = app.add_subcommand("compare", "Any two models on the same test images");
    for (std::size_t i = 0; i < 2; ++i)
        command
            ->add_option(i == 0 ? "A" : "B", options->models[i],
                "a model file, float or quantized (safetensors or .qlm), or the folder of a run: its quantized model")
            ->required()
            ->check(notEmpty());
    addDataOptions(*command, options->common);
    addNormalizeOption(*command, options->common);
    addOutputOptions(*command, options->common);
    command->callback([options, &chosen] { chosen = [options] { return compare(*options); }; });
}

} // namespace qlab::app
