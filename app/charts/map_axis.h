// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/charts/chart_frame.h"

#include <vector>

namespace qlab::app {

/// What accuracy stands against on a map.
enum class MapScale {
    Bytes,        ///< logarithmic
    Microseconds, ///< logarithmic
    Bits,         ///< 1 ... 8, even
};

/// What is in sight whatever the points are.
Range leastRange(MapScale scale);
std::vector<AxisLabel> mapLabels(MapScale scale, const Range& range, const QLocale& locale);

/// What the y axis is even in, on a logarithmic scale: one over the share of errors. \p accuracy: percent; a model
/// without errors stands at the top.
double mapHeight(double accuracy);
/// The accuracy at the upper edge, where the best model has \p best percent.
double topAccuracy(double best);
/// From the lowest up, those that stand at least a line apart on \p pixels.
std::vector<AxisLabel> accuracyLabels(const Range& heights, double pixels, const QLocale& locale);

} // namespace qlab::app
