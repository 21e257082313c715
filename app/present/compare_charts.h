// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/charts/bar_chart.h"
#include "app/charts/breakdown_chart.h"
#include "app/charts/interval_chart.h"
#include "app/charts/scaling_chart.h"
#include "engine/bench/batch_curve.h"
#include "engine/bench/comparison.h"
#include "engine/lab/run_record.h"

#include <array>

namespace qlab::app {

// From measurements to what the charts of the comparison show: the same for the window and for files.

IntervalChartData accuracyChart(const Comparison& comparison);
/// \p weightBytes: of the quantized file, packed weights alone.
BarChartData sizeChart(const Comparison& comparison, std::size_t weightBytes);
/// Both models' accuracy on each digit, side by side.
IntervalChartData digitsChart(const std::array<ClassFigures, kClasses>& classes);
BarChartData timeChart(const Comparison& comparison);
/// Precondition: the comparison has its breakdown.
BreakdownChartData breakdownChart(const Comparison& comparison);
ScalingChartData batchChart(const std::vector<BatchPoint>& points, const TimingQuality& quality);

} // namespace qlab::app
