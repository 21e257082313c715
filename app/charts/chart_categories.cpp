// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/chart_categories.h"

#include <cmath>

namespace qlab::app {

ChartAxis categoryAxis(const std::vector<QString>& names)
{
    ChartAxis axis;
    axis.namesCategories = true;
    axis.scale.range = {-0.5, static_cast<double>(std::max<std::size_t>(1, names.size())) - 0.5};
    for (std::size_t i = 0; i < names.size(); ++i)
        axis.labels.push_back({static_cast<double>(i), names[i]});
    return axis;
}

std::optional<int> categoryAt(const QPointF& pixel, const PlotMap& map, std::size_t count)
{
    const double category = std::round(map.valueX(pixel.x()));
    if (category < 0 || category >= static_cast<double>(count))
        return std::nullopt;
    return static_cast<int>(category);
}

std::optional<int> categoryBeside(int category, int direction, std::size_t count)
{
    const int next = category + direction;
    return next >= 0 && next < static_cast<int>(count) ? std::optional(next) : std::nullopt;
}

double categoryWidth(const PlotMap& map, std::size_t count)
{
    return map.area.width() / static_cast<double>(std::max<std::size_t>(1, count));
}

} // namespace qlab::app
