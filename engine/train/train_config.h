// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"
#include "engine/model/normalization.h"
#include "engine/train/schedule.h"

#include <cstddef>
#include <cstdint>

namespace qlab {

/// Mini-batch SGD on the mean cross-entropy of the batch:
///   g = dL/dw + weightDecay * w;  v = momentum * v + g;  w = w - learningRate * v   (PyTorch's SGD; bias included)
struct TrainConfig {
    int epochs = 10;    ///< 1 ... 10,000
    int batchSize = 64; ///< images, 1 ... the training set without what is held out; 0 = full batch. The last batch of
                        ///< an epoch may be short
    float learningRate = 0.01f; ///< above 0, at most 100; the height that the schedule starts from
    Schedule schedule = Schedule::Constant;
    float warmUp = 0;      ///< share of the training in which the rate rises to its height, 0 ... 0.5
    float momentum = 0;    ///< 0 up to but not including 1
    float weightDecay = 0; ///< L2, 0 ... 1
    float averaging = 0;   ///< share of the training, at its end, whose weights are averaged, 0 ... 0.9
    int patience = 0; ///< epochs without a better loss on held-out images until it ends (early_stop.h), 0 ... 10,000;
                      ///< 0: none are held out, and it goes on to the end
    std::uint64_t seed = 1; ///< initial weights and shuffling, one stream (SplitMix64)
    Normalization normalization;

    bool operator==(const TrainConfig&) const = default;
};

/// How many of so many training images are held out: a tenth, rounded down, with a patience; else none.
inline std::size_t heldOutSize(const TrainConfig& config, std::size_t trainingImages)
{
    return config.patience > 0 ? trainingImages / 10 : 0;
}

/// All the rules above, each with its reason in the message.
Status validate(const TrainConfig& config, std::size_t trainingImages);

} // namespace qlab
