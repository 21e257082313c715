// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/bench/training_bench.h"

#include <algorithm>

namespace qlab {
namespace {

constexpr int kTimedEpochs = 15;

} // namespace

TrainingTime timeTraining(const Dataset& data, TrainConfig config, std::stop_token stop)
{
    auto part = std::make_shared<Dataset>(data);
    part->trainIndex.resize(std::min(part->trainIndex.size(), kTrainingBenchImages));
    config.epochs = kTimedEpochs + 1;
    config.patience = 0; // every image, every epoch
    Trainer trainer(part, config);
    while (trainer.state() == Trainer::State::Running && !stop.stop_requested())
        trainer.step(std::chrono::milliseconds(100), stop);
    std::vector<double> milliseconds;
    for (const EpochRecord& epoch : trainer.epochs())
        if (epoch.epoch > 1)
            milliseconds.push_back(epoch.seconds * 1e3);
    return {part->trainSize(), config.batchSize, summarize(milliseconds)};
}

} // namespace qlab
