// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/charts/chart_frame.h"

#include <optional>
#include <vector>

namespace qlab::app {

// Charts whose x axis has names instead of numbers: category i stands at x = i, each one wide.

ChartAxis categoryAxis(const std::vector<QString>& names);
/// The category under a pixel, if the pixel is over the plot area's width.
std::optional<int> categoryAt(const QPointF& pixel, const PlotMap& map, std::size_t count);
/// The neighbour of a category, if there is one.
std::optional<int> categoryBeside(int category, int direction, std::size_t count);
double categoryWidth(const PlotMap& map, std::size_t count);

} // namespace qlab::app
