// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>

#include <functional>

namespace qlab::app {

/// Each adds one subcommand to \p app; when it is the one given, \p chosen becomes what runs it and returns the exit
/// status.
using Chosen = std::function<int()>;
void addRunCommand(CLI::App& app, Chosen& chosen);
void addBenchCommand(CLI::App& app, Chosen& chosen);
void addSweepCommand(CLI::App& app, Chosen& chosen);
void addCompareCommand(CLI::App& app, Chosen& chosen);
void addClassifyCommand(CLI::App& app, Chosen& chosen);
void addInfoCommand(CLI::App& app, Chosen& chosen);

/// The whole command line; returns the exit status. Needs no display.
int commandLine(int argc, char** argv);

} // namespace qlab::app
