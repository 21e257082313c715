// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/train/trainer.h"

#include <QString>

#include <span>

namespace qlab::app {

/// What became of a training with a \p patience, without a full stop: "Stopped after epoch 14: no better since
/// epoch 11, whose weights it has". Empty while it runs, without a patience, and where the last epoch was the best.
QString earlyStopText(std::span<const EpochRecord> epochs, int patience);

} // namespace qlab::app
