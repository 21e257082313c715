// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/export/svg.h"

#include <string>
#include <vector>

namespace qlab {

/// The values marked on an axis: multiples of 1, 2 or 5 times a power of ten.
struct Ticks {
    double low = 0, high = 1; ///< of the axis: multiples of the step that hold the data between them
    double step = 1;
    int decimals = 0; ///< the same for every label

    std::vector<double> values() const;
    std::string label(double value) const; ///< "0.25", "1,000"
};
/// Ticks around low ... high, no more than \p most of them. Precondition: finite, low <= high, most >= 3.
Ticks niceTicks(double low, double high, int most);

/// Where the data are drawn, px, and how values become places.
struct PlotArea {
    double left = 0, top = 0, right = 0, bottom = 0;
    Ticks xTicks, yTicks;

    double x(double value) const { return left + (value - xTicks.low) / (xTicks.high - xTicks.low) * (right - left); }
    double y(double value) const { return bottom - (value - yTicks.low) / (yTicks.high - yTicks.low) * (bottom - top); }
};

/// Horizontal grid lines with labels, and the line of the x axis.
void drawYAxis(Svg& svg, const PlotArea& area);
/// Tick marks with labels below the axis; the unit stands under its right end.
void drawXAxis(Svg& svg, const PlotArea& area, const std::string& unit);

/// Moves places on a line apart until neighbours are at least \p gap from each other, keeping their order.
std::vector<double> spreadApart(std::vector<double> places, double gap);

/// At most two points a pixel column, its lowest and its highest, in order: the same picture with fewer points.
std::vector<Point> decimated(const std::vector<Point>& points);

} // namespace qlab
