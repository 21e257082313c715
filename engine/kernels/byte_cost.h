// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/kernels/weights.h"

#include <optional>
#include <string>

namespace qlab::kernels {

/// What the lack of VNNI costs. One VNNI instruction (vpdpbusd) multiplies four bytes in every 32-bit lane and adds the
/// products to it. Without it bytes are multiplied in pairs and collected in 16 bits where PairPlan allows that, or
/// widened to 16 bits beforehand; either takes several instructions. Counted, not timed: a processor cannot time what
/// it does not have.
struct ByteCost {
    std::string target;    ///< "AVX2"
    bool collected = true; ///< in 16 bits; false = widened beforehand
    int instructions = 0;  ///< that widen, multiply and add, for one image and ten classes; loads are not counted
    int withVnni = 0;      ///< the same with VNNI in vectors of the same width

    bool operator==(const ByteCost&) const = default;
};

/// For \p weights on the active target. Nothing where that has VNNI, or is not of the family that may have it.
std::optional<ByteCost> costWithoutVnni(const Int8Weights& weights);

/// The same for vectors of \p vectorBytes (16, 32 or 64).
ByteCost countByteInstructions(const Int8Weights& weights, int vectorBytes);

} // namespace qlab::kernels
