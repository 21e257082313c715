// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/bench/breakdown.h"

#include <algorithm>

namespace qlab {

double Breakdown::pixelsNarrow() const { return std::max(0.0, pixelsQuantized - pixelsNarrowed); }

double Breakdown::pixelsRescale() const { return std::max(0.0, pixelsNarrowed - pixelsMultiply); }

double Breakdown::floatsRange() const { return std::max(0.0, floatsQuantized - floatsStatic); }

double Breakdown::floatsQuantize() const { return std::max(0.0, floatsStatic - floatsBytes); }

double Breakdown::floatsRescale() const { return std::max(0.0, floatsBytes - floatsMultiply); }

} // namespace qlab
