// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/bench/comparison.h"
#include "engine/quant/quantized_model.h"
#include "engine/train/trainer.h"

#include <string>

namespace qlab::app {

/// The comparison as text for a terminal: a table and the verdict in words. Ends with a newline.
std::string comparisonTable(const Comparison& comparison, const QuantizedModel& quantized);

/// One line on a finished epoch, without a newline.
std::string epochLine(const EpochRecord& epoch);

} // namespace qlab::app
