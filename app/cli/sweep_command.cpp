// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"

#include "app/cli/lab.h"
#include "app/cli/output_folder.h"
#include "app/cli/sweep_files.h"
#include "app/present/sweep_charts.h"
#include "app/present/sweep_words.h"
#include "engine/core/text.h"
#include "engine/lab/sweep.h"

namespace qlab::app {
namespace {

struct SweepCommandOptions {
    CommonOptions common;
    std::string out;
    bool steps = true, trained = true;
};

Result<SweepReport> sweepAll(
    const Lab& lab, const SweepOptions& options, const Interruption& interruption, ProgressLine& progress)
{
    const auto start = std::chrono::steady_clock::now();
    Sweep sweep(lab.data, lab.original, options);
    while (!interruption.requested() && !sweep.step(std::chrono::milliseconds(100), interruption.token()))
        progress.show(std::to_string(sweep.points().size()) + " of " + std::to_string(sweep.planned()) + " models");
    progress.clear();
    if (interruption.requested())
        return ioError("interrupted; nothing was written");
    SweepReport report;
    report.data = lab.data;
    report.model = lab.original;
    report.points = sweep.points();
    report.inputs = sweep.inputs();
    report.planned = sweep.planned();
    report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    report.complete = true;
    return report;
}

std::string row(const SweepPoint& point)
{
    return padLeft(groupedText(static_cast<std::int64_t>(point.bytes)), 8) + " B  "
        + padLeft(fixedText(100 * point.accuracy(), 2), 6) + " %  "
        + configurationName(point.configuration).toStdString() + "\n";
}

std::string table(const SweepReport& report)
{
    std::string text = groupedText(static_cast<std::int64_t>(report.points.size())) + " models in "
        + fixedText(report.seconds, 1) + " s, each judged on all "
        + groupedText(static_cast<std::int64_t>(report.data->testSize()))
        + " test images. Those that no other beats in both size and accuracy:\n\n";
    for (const std::size_t index : frontierOf(report))
        text += row(*report.points[index]);
    text += "\nThe smallest with at least\n";
    for (const int percent : {90, 95, 98, 99})
        if (const auto found = smallestReaching(report, percent))
            text += padLeft(std::to_string(percent), 4) + " %  " + row(*report.points[*found]);
    return text;
}

int sweep(const SweepCommandOptions& options)
{
    const Interruption interruption;
    const auto failed = [&](const Error& error) {
        return fail(error), interruption.requested() ? kInterrupted : kAtFault;
    };
    ProgressLine progress(!options.common.quiet);
    OutputFolder folder;
    if (!options.out.empty())
        if (Status status = folder.prepare(options.out); !status)
            return failed(status.error());
    const auto lab = prepareLab(options.common, interruption, progress);
    progress.clear();
    if (!lab)
        return failed(lab.error());
    if (!lab->data->steps.none())
        return failed(badInput("the sweep makes its own inputs from pixels, and this model sees "
            + stepsText(lab->data->steps) + ": pass one that sees pixels"));
    const auto report = sweepAll(*lab, {options.steps, options.trained}, interruption, progress);
    if (!report)
        return failed(report.error());
    if (!options.out.empty())
        if (Status status = writeSweep(options.out, *report); !status)
            return failed(status.error());
    print(options.common.json ? sweepJson(*report) : table(*report));
    if (!options.out.empty() && !options.common.quiet && !options.common.json)
        print("\nWritten to " + options.out + "\n");
    return kDone;
}

} // namespace

void addSweepCommand(CLI::App& app, Chosen& chosen)
{
    const auto options = std::make_shared<SweepCommandOptions>();
    CLI::App* command =
        app.add_subcommand("sweep", "Every width, grid and input as size against accuracy, and the smallest good ones");
    addDataOptions(*command, options->common);
    addTrainingOptions(*command, options->common);
    addOutputOptions(*command, options->common);
    command->add_flag("!--no-steps", options->steps, "pixels as they are only")->group("Sweep");
    command->add_flag("!--no-trained", options->trained, "rounded weights only, none that are trained on their grid")
        ->group("Sweep");
    command
        ->add_option("--out", options->out,
            "folder for sweep.csv, the map as picture (PNG, SVG), and the models of the frontier (.qlm)")
        ->check(notEmpty())
        ->group("Output");
    command->callback([options, command, &chosen] {
        checkCombination(*command);
        chosen = [options] { return sweep(*options); };
    });
}

} // namespace qlab::app
