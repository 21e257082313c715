// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/train_config.h"

#include "engine/core/text.h"

#include <cmath>
#include <string>

namespace qlab {

namespace {

/// The float as a person typed it: 0.1, not 0.10000000149011612.
std::string plain(float value)
{
    std::string text = fixedText(value, 6);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.')
        text.pop_back();
    return text;
}

} // namespace

// The comparisons are written so that a value that is not a number fails.
Status validate(const TrainConfig& config, std::size_t trainingImages)
{
    if (trainingImages == 0)
        return badInput("there are no training images: choose data first", "data");
    if (config.epochs < 1 || config.epochs > 10'000)
        return badInput("epochs is " + std::to_string(config.epochs) + ": use 1 to 10,000", "epochs");
    // More than the set would silently be the full batch, which has its own name: 0.
    if (config.batchSize < 0 || static_cast<std::size_t>(config.batchSize) > trainingImages)
        return badInput("batch size is " + std::to_string(config.batchSize) + ": use 1 to "
                + groupedText(static_cast<std::int64_t>(trainingImages))
                + " (the training images), or 0 for all of them",
            "batch_size");
    // A rate of 0 learns nothing; above 100 the weights only jump.
    if (!(config.learningRate > 0 && config.learningRate <= 100))
        return badInput(
            "learning rate is " + plain(config.learningRate) + ": use a number above 0, at most 100", "learning_rate");
    if (!(config.warmUp >= 0 && config.warmUp <= 0.5F))
        return badInput("warm-up is " + plain(config.warmUp) + ": use 0 to 0.5 (of the training)", "warm_up");
    // With a momentum of 1 no step is ever forgotten, so the weights never settle.
    if (!(config.momentum >= 0 && config.momentum < 1))
        return badInput("momentum is " + plain(config.momentum) + ": use 0 or more, below 1", "momentum");
    if (!(config.weightDecay >= 0 && config.weightDecay <= 1))
        return badInput("weight decay is " + plain(config.weightDecay) + ": use 0 to 1", "weight_decay");
    if (!std::isfinite(config.normalization.mean))
        return badInput(
            "mean of the normalization is " + plain(config.normalization.mean) + ": use a number", "normalization");
    // Pixels are divided by it.
    if (!(config.normalization.std > 0 && std::isfinite(config.normalization.std)))
        return badInput(
            "deviation of the normalization is " + plain(config.normalization.std) + ": use a number above 0",
            "normalization");
    return {};
}

} // namespace qlab
