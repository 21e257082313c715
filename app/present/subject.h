// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/split.h"
#include "engine/quant/quant_scheme.h"

#include <QString>

namespace qlab::app {

/// What a result was made from, for people: "8 bits, fixed 2⁷, MNIST".
QString subjectOf(const QuantScheme& scheme, const Dataset& data);

} // namespace qlab::app
