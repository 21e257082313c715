// SPDX-License-Identifier: GPL-3.0-or-later
// What a line chart says: hover box and table.
#include "app/charts/line_chart.h"

#include <cmath>

namespace qlab::app {

namespace {

/// The curve with the most points: its points are the chart's stops.
const Curve* densest(const std::vector<Curve>& curves)
{
    const auto most = std::max_element(
        curves.begin(), curves.end(), [](const Curve& a, const Curve& b) { return a.x.size() < b.x.size(); });
    return most == curves.end() || most->x.empty() ? nullptr : &*most;
}

std::size_t nearestIndex(const std::vector<double>& ascending, double x)
{
    const auto above = std::lower_bound(ascending.begin(), ascending.end(), x);
    if (above == ascending.begin())
        return 0;
    if (above == ascending.end() || x - *(above - 1) <= *above - x)
        return static_cast<std::size_t>(above - ascending.begin()) - 1;
    return static_cast<std::size_t>(above - ascending.begin());
}

/// The sample that stands for \p x: the nearest, unless the curve has not come this far.
std::optional<std::size_t> sampleAt(const Curve& curve, double x)
{
    if (curve.x.empty())
        return std::nullopt;
    const double spacing = (curve.x.back() - curve.x.front()) / std::max(1.0, static_cast<double>(curve.x.size() - 1));
    const std::size_t nearest = nearestIndex(curve.x, x);
    const bool beyond = std::abs(curve.x[nearest] - x) > spacing / 2 + 1e-9 * std::abs(x);
    const bool outside = x < curve.x.front() || x > curve.x.back();
    if ((beyond && outside) || !std::isfinite(curve.y[nearest]))
        return std::nullopt;
    return nearest;
}

bool isWhole(double value) { return value == std::round(value); }

} // namespace

std::optional<int> LineChart::nearestStop(const QPointF& pixel, const PlotMap& map) const
{
    const Curve* curve = densest(m_data.curves);
    if (curve == nullptr || pixel.x() < map.area.left() - 4 || pixel.x() > map.area.right() + 4)
        return std::nullopt;
    return static_cast<int>(nearestIndex(curve->x, map.valueX(pixel.x())));
}

/// The next point in view that lies in another pixel column.
std::optional<int> LineChart::nextStop(int stop, int direction, const PlotMap& map) const
{
    const Curve* curve = densest(m_data.curves);
    if (curve == nullptr)
        return std::nullopt;
    const int count = static_cast<int>(curve->x.size());
    const auto at = [&](int index) { return curve->x[static_cast<std::size_t>(index)]; };
    const double from = map.pixelX(at(std::clamp(stop, 0, count - 1)));
    for (int next = stop + direction; next >= 0 && next < count; next += direction) {
        const bool atEnd = next == 0 || next == count - 1;
        if (std::abs(map.pixelX(at(next)) - from) >= 1 || atEnd)
            return map.x.range.contains(at(next)) ? std::optional(next) : std::nullopt;
    }
    return std::nullopt;
}

std::optional<HoverInfo> LineChart::hover(int stop, const PlotMap& map, const ChartStyle& style) const
{
    const Curve* leader = densest(m_data.curves);
    if (leader == nullptr)
        return std::nullopt;
    const double x = leader->x[static_cast<std::size_t>(std::clamp(stop, 0, static_cast<int>(leader->x.size()) - 1))];
    if (!map.x.range.contains(x))
        return std::nullopt;

    HoverInfo info;
    const bool whole = std::all_of(leader->x.begin(), leader->x.end(), isWhole);
    info.title = QStringLiteral("%1 %2").arg(m_data.xName, numberText(x, whole ? 0 : 1, style.locale));
    info.at = {map.pixelX(x), map.area.center().y()};
    info.crosshair = true;
    const auto text = [&](double value) {
        const QString number = numberText(value, m_data.decimals, style.locale);
        return m_data.unit.isEmpty() ? number : number + u' ' + m_data.unit;
    };
    for (std::size_t i = 0; i < m_data.curves.size(); ++i) {
        const Curve& curve = m_data.curves[i];
        const auto sample = sampleAt(curve, x);
        if (!sample)
            continue;
        const RoleLook& look = lookOf(curve.role);
        const double shown = m_prepared[i].smooth[*sample];
        const bool isSmooth = curve.smoothing > 0;
        info.rows.push_back({isSmooth ? tr("%1, smoothed").arg(curve.name) : curve.name, text(shown), look.text, true});
        if (isSmooth)
            info.rows.push_back({tr("%1, raw").arg(curve.name), text(curve.y[*sample]), look.text, false});
        const QPointF point = map.pixel(curve.x[*sample], shown);
        if (std::isfinite(point.y()) && map.area.contains(point))
            info.rings.push_back({point, look.graphic});
    }
    return info;
}

/// One row a point, because curves need not share their x: series, x, raw value, smoothed value where there is one.
ChartTable LineChart::table() const
{
    const QString value = headerText(m_data.quantity, m_data.unit);
    const bool anySmooth =
        std::any_of(m_data.curves.begin(), m_data.curves.end(), [](const Curve& c) { return c.smoothing > 0; });
    ChartTable table{{QStringLiteral("series"), m_data.xName, value}, {}};
    if (anySmooth)
        table.header.push_back(headerText(m_data.quantity + QStringLiteral(" smoothed"), m_data.unit));
    for (std::size_t i = 0; i < m_data.curves.size(); ++i) {
        const Curve& curve = m_data.curves[i];
        for (std::size_t k = 0; k < curve.x.size(); ++k) {
            table.rows.push_back({curve.name, curve.x[k], curve.y[k]});
            if (anySmooth)
                table.rows.back().push_back(m_prepared[i].smooth[k]);
        }
    }
    return table;
}

} // namespace qlab::app
