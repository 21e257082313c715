// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/number_option.h"
#include "engine/core/result.h"
#include "engine/lab/experiment.h"

#include <CLI/CLI.hpp>

#include <map>
#include <optional>
#include <string>

namespace qlab::app {

/// What people type, before it is understood. Members without a value were not given.
struct CommonOptions {
    /// Fields of the experiment (experiment.h) by their names, each checked alone.
    std::map<std::string_view, std::string> fields;
    std::string preset, scheme, model;
    std::optional<int> bits, budget, threads;
    bool trainQuantized = false;
    bool quiet = false;
    bool json = false;
};

void addDataOptions(CLI::App& command, CommonOptions& options);
/// Input steps, for commands that train.
void addStepsOption(CLI::App& command, CommonOptions& options);
void addTrainingOptions(CLI::App& command, CommonOptions& options);
/// One of the training options, for commands that only read a model.
void addNormalizeOption(CLI::App& command, CommonOptions& options);
void addSchemeOptions(CLI::App& command, CommonOptions& options);
void addOutputOptions(CLI::App& command, CommonOptions& options);

/// No option is taken and then ignored: refuses, by a CLI::ValidationError, options that another one makes void.
void checkCombination(const CLI::App& command);

/// --normalize, if it was given.
std::optional<Normalization> askedNormalization(const CommonOptions& options);

/// --scheme-text, or --scheme, or the lab's scheme; at the width of --bits and within --budget.
Result<QuantScheme> chosenScheme(const CommonOptions& options);

/// Options over the preset's values over the defaults. Single values were checked while parsing (exit status 2); what
/// fails here is at the input's account.
Result<Experiment> understand(const CommonOptions& options);

} // namespace qlab::app
