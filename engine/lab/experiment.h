// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/data_source.h"
#include "engine/data/split.h"
#include "engine/quant/quant_trainer.h"
#include "engine/train/train_config.h"

#include <span>
#include <string>
#include <string_view>

namespace qlab {

struct TrainField;

/// Everything that a person can choose: window and command line fill one, the lab carries it out. A value.
struct Experiment {
    DataSource source;
    SplitSpec split;
    InputSteps steps; ///< that the images of the data go through; not calibrated yet
    TrainConfig config;
    QuantScheme scheme = defaultScheme();
    GridTraining grid; ///< where weights are trained on the scheme's grid

    bool operator==(const Experiment&) const = default;
};

/// A setting of an experiment that is told in one text: those of the training (train_fields.h) among the others.
struct ExperimentField {
    std::string_view name;   ///< in saved experiments, and the field of errors: "learning_rate"
    std::string_view option; ///< on the command line: "--lr"; empty if it has none of its own
    std::string_view help;

    /// The value as read() takes it.
    std::string write(const Experiment& experiment) const;
    /// Fails, and changes nothing, if the text is no such value.
    Status read(std::string_view text, Experiment& experiment) const;

    std::string (*writer)(const Experiment&) = nullptr;
    Status (*reader)(std::string_view text, Experiment&) = nullptr;
    const TrainField* training = nullptr; ///< in place of the two
};

/// data, split, split_seed, steps, those of the training, scheme, l1, train_from.
std::span<const ExperimentField> experimentFields();
/// Precondition: there is one.
const ExperimentField& experimentField(std::string_view name);

} // namespace qlab
