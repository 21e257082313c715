// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/export/chart.h"

#include "engine/core/text.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace qlab {
namespace {

constexpr double kTickLength = 4;
constexpr double kLabelGap = 8;
constexpr double kTextMiddle = 4; ///< from the middle of 11 px digits down to their base line

} // namespace

std::vector<double> Ticks::values() const
{
    std::vector<double> all;
    const auto count = std::lround((high - low) / step);
    for (long i = 0; i <= count; ++i)
        all.push_back(low + static_cast<double>(i) * step);
    return all;
}

std::string Ticks::label(double value) const
{
    if (decimals == 0)
        return groupedText(std::llround(value));
    return fixedText(value, decimals);
}

Ticks niceTicks(double low, double high, int most)
{
    if (!(high > low)) {
        const double room = low == 0 ? 1 : std::abs(low) * 0.1;
        low -= room;
        high += room;
    }
    double power = std::pow(10.0, std::floor(std::log10((high - low) / most)));
    for (;; power *= 10) {
        for (const double factor : {1.0, 2.0, 5.0}) {
            const double step = factor * power;
            // A hair of room, so that 0.3 / 0.1 does not count as 2.9999.
            const double first = std::floor(low / step + 1e-9), last = std::ceil(high / step - 1e-9);
            if (last - first + 1 <= most) {
                const int decimals = std::max(0, -static_cast<int>(std::floor(std::log10(step) + 1e-9)));
                return {first * step, last * step, step, decimals};
            }
        }
    }
}

void drawYAxis(Svg& svg, const PlotArea& area)
{
    for (const double value : area.yTicks.values()) {
        const double y = area.y(value);
        const bool isBase = value == area.yTicks.low;
        svg.line({area.left, y}, {area.right, y}, isBase ? "axis" : "grid");
        svg.text({area.left - kLabelGap, y + kTextMiddle}, "tick end", area.yTicks.label(value));
    }
}

void drawXAxis(Svg& svg, const PlotArea& area, const std::string& unit)
{
    for (const double value : area.xTicks.values()) {
        const double x = area.x(value);
        svg.line({x, area.bottom}, {x, area.bottom + kTickLength}, "axis");
        svg.text({x, area.bottom + 17}, "tick middle", area.xTicks.label(value));
    }
    svg.text({area.right, area.bottom + 32}, "tick end", unit);
}

std::vector<double> spreadApart(std::vector<double> places, double gap)
{
    std::vector<std::size_t> order(places.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return places[a] < places[b]; });
    // Push pairs apart by equal shares until none is too close; a few rounds settle the handful of labels of a chart.
    for (int round = 0; round < 50; ++round) {
        for (std::size_t i = 1; i < order.size(); ++i) {
            double& upper = places[order[i - 1]];
            double& lower = places[order[i]];
            const double lack = gap - (lower - upper);
            if (lack > 0) {
                upper -= lack / 2;
                lower += lack / 2;
            }
        }
    }
    return places;
}

std::vector<Point> decimated(const std::vector<Point>& points)
{
    std::vector<Point> kept;
    for (std::size_t first = 0; first < points.size();) {
        const double column = std::floor(points[first].x);
        std::size_t lowest = first, highest = first, next = first;
        for (; next < points.size() && std::floor(points[next].x) == column; ++next) {
            lowest = points[next].y < points[lowest].y ? next : lowest;
            highest = points[next].y > points[highest].y ? next : highest;
        }
        kept.push_back(points[std::min(lowest, highest)]);
        if (lowest != highest)
            kept.push_back(points[std::max(lowest, highest)]);
        first = next;
    }
    return kept;
}

} // namespace qlab
