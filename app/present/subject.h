// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/split.h"
#include "engine/quant/any_model.h"

#include <QString>

namespace qlab::app {

/// "8 bits, fixed 2⁷", and whether the weights were trained on that grid.
QString schemeName(const QuantizedModel& model);

/// "float32, pixels as they are", "1 bit, per channel, trained, gradients, 16 directions on 7 × 7".
QString modelName(const AnyModel& model);

/// What a result was made from, for people: "8 bits, fixed 2⁷, MNIST".
QString subjectOf(const QuantizedModel& model, const Dataset& data);

} // namespace qlab::app
