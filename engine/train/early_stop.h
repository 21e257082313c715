// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/split.h"
#include "engine/train/train_config.h"
#include "engine/train/trainer.h"

#include <cstdint>
#include <span>
#include <vector>

namespace qlab {

// Early stopping (Prechelt, "Early stopping - but when?", 1998) by the rule of Keras' EarlyStopping with
// restore_best_weights: training ends when the mean cross-entropy on images that no step has seen was below its lowest
// in none of the last `patience` epochs, and the model goes back to the weights of the best one. The test set has no
// part in it.

/// The training images, divided.
struct HeldOut {
    std::vector<std::uint32_t>
        kept;         ///< into the data's trainSource: what steps are taken on, in the order of the split
    ImagesPtr images; ///< what is measured on; null without early stopping
};
/// The first heldOutSize() of the training images shuffled by Random(config.seed + 2), a stream of its own: initial
/// weights do not depend on whether some are held out. Precondition: validate(config) was ok.
HeldOut holdOut(const Dataset& data, const TrainConfig& config);

/// The epoch with the lowest held-out loss, the first of equal ones; 0 if none has a finite one.
int bestEpoch(std::span<const EpochRecord> epochs);
/// True once the last \p patience epochs were no better than one before them. Never with a patience of 0, nor of
/// records without held-out losses.
bool stopsEarly(std::span<const EpochRecord> epochs, int patience);

} // namespace qlab
