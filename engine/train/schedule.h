// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"

#include <string_view>

namespace qlab {

/// How the learning rate goes on from its full height, which it reaches after the warm-up.
enum class Schedule {
    Constant,
    Linear, ///< falls to 0 in a straight line
    Cosine, ///< falls to 0 in half a cosine (Loshchilov and Hutter, arXiv 1608.03983, without restarts)
    Step,   ///< a tenth after 60 % of the training, a hundredth after 85 %
};

/// "constant", "linear", "cosine", "step".
std::string_view scheduleName(Schedule schedule);
Result<Schedule> parseSchedule(std::string_view name);

/// The share of the full learning rate in force when \p done (0 ... 1) of the training is done: it rises from 0 in a
/// straight line over the first \p warmUp (0 ... 0.5), then follows the schedule over the rest.
double rateFactor(Schedule schedule, double warmUp, double done);

} // namespace qlab
