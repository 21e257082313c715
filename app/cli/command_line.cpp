// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"

#include "app/cli/console.h"
#include "engine/kernels/targets.h"

namespace qlab::app {

int commandLine(int argc, char** argv)
{
    CLI::App app("Quantization Lab: what quantization does to a model's accuracy, size and speed, and why.\n"
                 "Without a command the window opens.",
        "qlab");
    app.set_version_flag("--version", QLAB_VERSION);
    app.require_subcommand(1);
    Chosen chosen;
    addRunCommand(app, chosen);
    addBenchCommand(app, chosen);
    addClassifyCommand(app, chosen);
    addInfoCommand(app, chosen);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? kDone : kMisused; // help and version end with 0
    }
    if (Status status = kernels::applyTargetFromEnvironment(); !status)
        return fail(status.error());
    return chosen();
}

} // namespace qlab::app
