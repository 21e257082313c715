// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"

#include "app/cli/console.h"
#include "engine/kernels/targets.h"

#include <cstdio>
#include <sstream>

namespace qlab::app {

int commandLine(int argc, char** argv)
{
    CLI::App app("Quantization Lab: what quantization does to a model's accuracy, size and speed, and why.\n"
                 "Without a command the window opens.",
        "qlab");
    app.set_version_flag("--version", QLAB_VERSION);
    app.require_subcommand(1);
    app.failure_message([](const CLI::App* parsed, const CLI::Error& error) {
        std::string command;
        for (const CLI::App* chosen : parsed->get_subcommands())
            command = " " + chosen->get_name();
        return std::string("qlab: ") + error.what() + "\nTry qlab" + command + " --help.\n";
    });
    Chosen chosen;
    addRunCommand(app, chosen);
    addBenchCommand(app, chosen);
    addSweepCommand(app, chosen);
    addCompareCommand(app, chosen);
    addClassifyCommand(app, chosen);
    addInfoCommand(app, chosen);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        std::ostringstream out, err;
        const bool asked = app.exit(error, out, err) == 0; // help and version
        print(out.str());
        std::fputs(err.str().c_str(), stderr);
        return finishOutput(asked ? kDone : kMisused);
    }
    if (Status status = kernels::applyTargetFromEnvironment(); !status)
        return fail(status.error());
    return finishOutput(chosen());
}

} // namespace qlab::app
