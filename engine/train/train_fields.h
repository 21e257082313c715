// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/number_range.h"
#include "engine/train/train_config.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace qlab {

/// A setting of a training: what command line, saved experiments, run.json, forms and validate() know of it.
struct TrainField {
    std::string_view name;                ///< in files, and the field of errors: "learning_rate"
    std::string_view option;              ///< on the command line: "--lr"
    std::string_view title;               ///< in sentences: "learning rate"
    std::string_view help;                ///< of the option
    std::optional<NumberRange> range;     ///< of numbers; the batch size is also held by the number of images
    double (*number)(const TrainConfig&); ///< null if it is none
    /// As read() takes it; a number is the shortest that reads back as the same.
    std::string (*write)(const TrainConfig&);
    /// Null where the text is no number at all, see readField().
    Status (*parse)(std::string_view text, TrainConfig&);
};

/// In the order of the files: epochs, batch_size, learning_rate, schedule, warm_up, momentum, weight_decay, averaging,
/// patience, seed, normalization.
std::span<const TrainField> trainFields();
/// Precondition: there is one.
const TrainField& trainField(std::string_view name);

/// Takes a whole text as the field's value, independent of the locale, if it is in the field's range. The error says
/// what would be taken, and names the field.
Status readField(const TrainField& field, std::string_view text, TrainConfig& config);

} // namespace qlab
