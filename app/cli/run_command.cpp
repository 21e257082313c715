// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"

#include "app/cli/comparison_table.h"
#include "app/cli/lab.h"
#include "app/cli/offscreen.h"
#include "app/cli/output_folder.h"
#include "app/cli/run_charts.h"
#include "app/present/subject.h"
#include "app/present/train_words.h"
#include "app/present/verdict.h"
#include "app/report/report.h"
#include "engine/core/text.h"
#include "engine/formats/model_file.h"
#include "engine/lab/run_record.h"

#include <chrono>
#include <ctime>

namespace qlab::app {
namespace {

struct RunOptions {
    CommonOptions common;
    std::string out;
};

std::string utcNow()
{
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    ::gmtime_r(&now, &parts);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text;
}

RunRecord recordOf(const Lab& lab, const std::string& started)
{
    RunRecord record;
    record.version = QLAB_VERSION;
    record.started = started;
    record.machine = describeMachine();
    record.data = lab.data;
    record.config = lab.config;
    record.trained = lab.trained;
    record.epochs = lab.epochs;
    record.losses = lab.losses;
    record.scheme = lab.scheme;
    record.original = lab.original;
    record.quantized = lab.quantized;
    record.originalEvaluation = std::make_shared<Evaluation>(evaluate(*lab.original, *lab.data->test));
    record.quantizedEvaluation = std::make_shared<Evaluation>(evaluate(*lab.quantized, *lab.data->test));
    return record;
}

/// Times both models, with progress.
Result<Comparison> measure(const Lab& lab, std::size_t originalBytes, std::size_t quantizedBytes,
    const Interruption& interruption, ProgressLine& progress)
{
    ComparisonRun run({lab.original, lab.quantized, lab.data->test, originalBytes, quantizedBytes,
                          lab.data->before ? lab.data->before->test : nullptr},
        {});
    while (!interruption.requested() && !run.step(std::chrono::milliseconds(100), interruption.token()))
        progress.show(
            "timing, round " + std::to_string(run.roundsDone()) + " of " + std::to_string(run.roundsPlanned()));
    progress.clear();
    if (interruption.requested())
        return ioError("interrupted; nothing was written");
    return run.result();
}

RunWords wordsOf(const RunRecord& record)
{
    const Verdict words = verdict(record.comparison);
    return {schemeName(*record.quantized).toStdString(), words.headline, words.sentence};
}

Status writeResults(const std::filesystem::path& folder, const RunRecord& record, std::string original)
{
    OffscreenApplication application; // for pictures and report
    if (Status started = application.start(); !started)
        return started.error();
    auto pictures = runCharts(record);
    if (!pictures)
        return pictures.error();
    std::vector<NamedBytes> files = std::move(*pictures);
    files.push_back({"comparison.csv", comparisonCsv(record.comparison)});
    if (record.trained)
        files.push_back({"loss.csv", lossCsv(record.epochs)});
    files.push_back({kOriginalFile, std::move(original)});
    for (const ModelFormat& format : modelFormats())
        files.push_back({"model-quantized." + std::string(format.suffix), format.encode(*record.quantized)});
    files.push_back({"run.json", runJson(record, wordsOf(record))});
    files.push_back({"report.html", reportHtml(record)});
    return writeResultFiles(folder, files);
}

int run(const RunOptions& options)
{
    const Interruption interruption;
    const auto failed = [&](const Error& error) {
        return fail(error), interruption.requested() ? kInterrupted : kAtFault;
    };
    const bool talk = !options.common.quiet && !options.common.json;
    ProgressLine progress(!options.common.quiet);
    OutputFolder folder;
    if (!options.out.empty())
        if (Status status = folder.prepare(options.out); !status)
            return failed(status.error());

    const std::string started = utcNow();
    const auto lab = prepareLab(options.common, interruption, progress, [&](const EpochRecord& epoch) {
        if (talk)
            print(epochLine(epoch) + "\n");
    });
    progress.clear();
    if (!lab)
        return failed(lab.error());
    if (const QString stop = earlyStopText(lab->epochs, lab->config.patience); talk && !stop.isEmpty())
        print(stop.toStdString() + "\n");

    RunRecord record = recordOf(*lab, started);
    std::string original = encodeModel(*lab->original);
    const auto comparison = measure(*lab, original.size(), encodeModel(*lab->quantized).size(), interruption, progress);
    if (!comparison)
        return failed(comparison.error());
    record.comparison = *comparison;

    if (!options.out.empty())
        if (Status status = writeResults(options.out, record, std::move(original)); !status)
            return failed(status.error());
    const std::string result = options.common.json ? runJson(record, wordsOf(record))
                                                   : "\n" + comparisonTable(record.comparison, *record.quantized);
    print(result);
    if (talk && !options.out.empty())
        print("\nWritten to " + options.out + "\n");
    return kDone;
}

} // namespace

void addRunCommand(CLI::App& app, Chosen& chosen)
{
    const auto options = std::make_shared<RunOptions>();
    CLI::App* command =
        app.add_subcommand("run", "The whole lab: load, split, train, evaluate, quantize, time, compare");
    addDataOptions(*command, options->common);
    addStepsOption(*command, options->common);
    addTrainingOptions(*command, options->common);
    addSchemeOptions(*command, options->common);
    addOutputOptions(*command, options->common);
    command
        ->add_option("--out", options->out,
            "folder for the results: tables, both models (safetensors, and as .qlm), run.json, report.html")
        ->check(notEmpty())
        ->group("Output");
    command->callback([options, command, &chosen] {
        checkCombination(*command);
        chosen = [options] { return run(*options); };
    });
}

} // namespace qlab::app
