// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"
#include "engine/lab/sweep_report.h"

#include <filesystem>
#include <string>

namespace qlab::app {

/// sweep.csv, sweep.png, sweep.svg, bits.csv, bits.png and a compact file of each model on the frontier
/// ("frontier-00096-bytes.qlm"), all or none.
Status writeSweep(const std::filesystem::path& folder, const SweepReport& report);

/// Every model with its figures, as JSON.
std::string sweepJson(const SweepReport& report);

} // namespace qlab::app
