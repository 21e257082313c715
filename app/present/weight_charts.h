// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/charts/histogram_chart.h"
#include "engine/lab/quant_report.h"

namespace qlab::app {

/// Each row has a grid of its own: levels of all rows together cannot be shown.
bool hasOwnGrids(const QuantScheme& scheme);

/// The weights of \p row (0 ... 9, or -1 for all) in bins: those that were rounded as they were before, with the levels
/// that they went to and handles where the range can be dragged; those that were trained on their grid as they are.
HistogramChartData weightsChart(const QuantReport& report, int row);

} // namespace qlab::app
