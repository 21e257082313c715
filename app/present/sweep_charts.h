// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/charts/map_chart.h"
#include "engine/lab/sweep_report.h"

#include <optional>

namespace qlab::app {

/// Size against accuracy: every model, the frontier, the lab report and public figures (where the data are MNIST).
/// \p limit: bytes that a line stands at.
MapChartData sizeMap(const SweepReport& report, std::optional<std::size_t> selected, std::optional<double> limit);
/// Time of one image against accuracy: fewer bits make a file smaller, and it is the input that takes time. The
/// frontier is that of time; the float model of the sweep's first input is marked.
MapChartData timeMap(const SweepReport& report, std::optional<std::size_t> selected);
/// Bits against accuracy: the best of each kind of input.
MapChartData bitsMap(const SweepReport& report);

std::vector<std::size_t> frontierOf(const SweepReport& report);
/// The smallest model that answers at most \p points percentage points fewer test images right than the original; and
/// the best of at most \p bytes.
std::optional<std::size_t> smallestLosing(const SweepReport& report, double points);
/// The smallest with at least so many percent of the test images right.
std::optional<std::size_t> smallestReaching(const SweepReport& report, double percent);
std::optional<std::size_t> bestWithin(const SweepReport& report, std::size_t bytes);

} // namespace qlab::app
