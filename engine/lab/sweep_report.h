// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/lab/sweep.h"

namespace qlab {

/// The models of a sweep so far.
struct SweepReport {
    DatasetPtr data;
    LinearModelPtr model;
    std::vector<SweepPointPtr> points; ///< in the order in which they were made
    std::vector<SweepInput> inputs;
    std::size_t planned = 0; ///< models in all
    double seconds = 0;      ///< spent on them, pauses left out
    bool paused = false;
    bool complete = false;
};

} // namespace qlab
