// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/console.h"
#include "app/cli/options.h"
#include "engine/model/linear_model.h"
#include "engine/quant/quantized_model.h"
#include "engine/train/trainer.h"

#include <functional>
#include <memory>

namespace qlab::app {

/// The data and the two models that a command works with.
struct Lab {
    DatasetPtr data;
    TrainConfig config;
    QuantScheme scheme;
    bool trained = true; ///< false: the original was read from --model
    std::vector<EpochRecord> epochs;
    std::vector<BatchLoss> losses;
    LinearModelPtr original;
    QuantizedModelPtr quantized;
};

/// The data alone, split.
Result<DatasetPtr> loadedData(const CommonOptions& options, const Interruption& interruption, ProgressLine& progress);

/// Loads and splits the data, trains the model (or reads --model) and quantizes it. \p onEpoch hears of each epoch.
/// Interrupted: an error that says so; ask \p interruption.
Result<Lab> prepareLab(const CommonOptions& options, const Interruption& interruption, ProgressLine& progress,
    const std::function<void(const EpochRecord&)>& onEpoch = {});

} // namespace qlab::app
