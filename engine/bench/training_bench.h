// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/bench/block_samples.h"
#include "engine/train/trainer.h"

#include <stop_token>

namespace qlab {

/// What an epoch of training takes, the test after it left out.
struct TrainingTime {
    std::size_t images = 0; ///< an epoch
    int batchSize = 0;
    Timing epoch;
};

/// The size that training is compared at: 80 % of MNIST's training file.
inline constexpr std::size_t kTrainingBenchImages = 48'000;

/// Times epochs on the first 48,000 training images (all, if there are fewer, and none held out), after one untimed.
TrainingTime timeTraining(const Dataset& data, TrainConfig config, std::stop_token stop = {});

} // namespace qlab
