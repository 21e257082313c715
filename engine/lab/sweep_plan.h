// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/features/input_steps.h"
#include "engine/quant/quant_scheme.h"

#include <vector>

namespace qlab {

/// One model of a sweep: what images go through, the grid of the weights, and whether the weights were trained on that
/// grid or rounded to it.
struct SweepConfiguration {
    InputSteps steps;
    QuantScheme scheme;
    bool trained = false;
    double l1 = 0; ///< the penalty of that training (quant_trainer.h)

    bool operator==(const SweepConfiguration&) const = default;
};

/// A grid that weights are trained on.
struct TrainedGrid {
    QuantScheme scheme;
    double l1 = 0;
};

/// What a sweep does with one kind of input: its data are made once, then each scheme in turn.
struct SweepStage {
    InputSteps steps; ///< not calibrated yet
    std::vector<QuantScheme> rounded;
    std::vector<TrainedGrid> trained;
};

struct SweepOptions {
    bool steps = true;   ///< other inputs than the pixels as they are
    bool trained = true; ///< schemes trained on their grid as well as rounded
    bool operator==(const SweepOptions&) const = default;
};

/// Quick ones first: every way to round the weights of the pixels as they are, then with the images in mind, then what
/// must be trained.
std::vector<SweepStage> sweepPlan(const SweepOptions& options);

/// Models in all stages.
std::size_t modelsOf(const std::vector<SweepStage>& plan);

} // namespace qlab
