// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/linear_model.h"

namespace qlab::test {

/// A model of small random weights.
inline LinearModel randomModel(std::uint64_t seed)
{
    Random random(seed);
    return initialModel(Normalization::mnist(), random);
}

} // namespace qlab::test
