// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/split.h"
#include "engine/model/normalization.h"

namespace qlab {

/// Mean and deviation of all features of the training images, as shares of 255: one pair for all, so that it folds into
/// the weights.
Normalization featureNormalization(const Dataset& data);

} // namespace qlab
