// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/split.h"
#include "engine/features/input_steps.h"

#include <stop_token>

namespace qlab {

/// \p steps with the strength that the training images give: 255 stands for the 99.95th percentile of their features.
/// Steps without gradients come back as they are. \p sample: images looked at, spread evenly.
InputSteps calibrated(InputSteps steps, const Dataset& data, std::size_t sample = 6000);

/// The images of \p data behind the steps, training images in the order of the split. Null if stopped. With steps that
/// are none(), \p data itself.
DatasetPtr withSteps(const DatasetPtr& data, const InputSteps& steps, const std::stop_token& stop = {});

} // namespace qlab
