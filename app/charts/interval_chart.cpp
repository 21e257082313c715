// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/interval_chart.h"

#include "app/charts/chart_categories.h"
#include "app/charts/chart_paint.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace qlab::app {

namespace {

constexpr double kWhisker = 2, kCap = 14, kPoint = 11;
constexpr double kSmallCap = 8, kSmallPoint = 8; // where several share a place
constexpr double kBeside = 0.23;                 // between neighbours there, in categories
constexpr double kLabelOffset = 13;              // label's start from the point's centre

} // namespace

void IntervalChart::setData(IntervalChartData data)
{
    m_data = std::move(data);
    contentChanged();
}

QString IntervalChart::valueText(double value, const ChartStyle& style) const
{
    return QStringLiteral("%1 %2").arg(numberText(value, m_data.decimals, style.locale), m_data.unit).trimmed();
}

std::vector<QString> IntervalChart::categories() const
{
    std::vector<QString> names;
    for (const IntervalPoint& point : m_data.points)
        if (names.empty() || names.back() != point.name)
            names.push_back(point.name);
    return names;
}

std::vector<IntervalChart::Place> IntervalChart::places() const
{
    std::vector<Place> places;
    const auto& points = m_data.points;
    std::size_t category = 0;
    for (std::size_t first = 0, next = 0; first < points.size(); first = next, ++category) {
        while (next < points.size() && points[next].name == points[first].name)
            ++next;
        const double middle = static_cast<double>(next - first - 1) / 2;
        for (std::size_t i = first; i < next; ++i)
            places.push_back(
                {category, static_cast<double>(category) + kBeside * (static_cast<double>(i - first) - middle)});
    }
    return places;
}

ChartFrame IntervalChart::frame(const QSizeF& size, const ChartStyle& style) const
{
    ChartFrame frame;
    frame.atLeast = plotMargins();
    const std::vector<QString> names = categories();
    Range reach = m_data.points.empty() ? Range{0, 100} : Range{m_data.points[0].low, m_data.points[0].high};
    double widest = 0;
    for (const IntervalPoint& point : m_data.points) {
        reach = united(reach, {std::min(point.low, point.value), std::max(point.high, point.value)});
        if (m_data.valueInLabel)
            widest = std::max(widest, kLabelOffset + directLabelWidth(valueText(point.value, style)));
    }
    const NiceAxis y = niceAxis(reach, comfortableRows(size.height()));
    frame.x = categoryAxis(names);
    frame.y.scale.range = y.range;
    frame.y.labels = axisLabels(y.ticks, style.locale);
    if (names.empty())
        frame.emptyText = m_data.emptyText;
    else if (y.range.low > 0)
        frame.footnote = m_data.unit.isEmpty() ? tr("axis does not start at 0")
                                               : tr("%1, axis does not start at 0").arg(m_data.unit);

    // The last label starts half a category before the plot area's right edge: what it lacks beyond, the edge yields.
    const double share = 0.5 / static_cast<double>(std::max<std::size_t>(1, names.size()));
    const PlotMap map = layOut(frame, size);
    const double lacking = widest - share * map.area.width() - (size.width() - map.area.right());
    if (lacking > 0)
        frame.atLeast.setRight(size.width() - map.area.right() + lacking / (1 - share));
    return frame;
}

void IntervalChart::paint(QPainter& painter, const PlotMap& map, const ChartStyle& style) const
{
    const std::vector<Place> all = places();
    for (std::size_t i = 0; i < all.size(); ++i)
        paintPoint(painter, i, all[i], map, style);
}

void IntervalChart::paintPoint(
    QPainter& painter, std::size_t index, const Place& place, const PlotMap& map, const ChartStyle& style) const
{
    const IntervalPoint& point = m_data.points[index];
    const RoleLook& look = lookOf(point.role);
    const QPointF at = map.pixel(place.x, point.value);
    const double top = map.pixelY(point.high);
    const bool alone = place.x == static_cast<double>(place.category);
    drawWhisker(
        painter, at.x(), top, map.pixelY(point.low), alone ? kCap : kSmallCap, kWhisker, style.color(look.graphic));
    drawMarker(painter, at, point.role, style, alone ? kPoint : kSmallPoint);
    if (!m_data.valueInLabel)
        return;

    DirectLabel label{at + QPointF(kLabelOffset, 0), valueText(point.value, style), look.text, Qt::AlignLeft};
    const bool fitsBeside =
        kLabelOffset + directLabelWidth(label.text) + kCap / 2 < categoryWidth(map, categories().size());
    if (!fitsBeside) {
        label.anchor = {at.x(), top - captionHeight() / 2 - 2};
        label.align = Qt::AlignHCenter;
    }
    drawDirectLabels(painter, {label}, QRectF(QPointF(), map.size), style);
}

std::optional<int> IntervalChart::nearestStop(const QPointF& pixel, const PlotMap& map) const
{
    const std::vector<Place> all = places();
    if (!categoryAt(pixel, map, categories().size()))
        return std::nullopt;
    const auto distance = [&](const Place& place) { return std::abs(map.pixelX(place.x) - pixel.x()); };
    const auto nearest = std::min_element(
        all.begin(), all.end(), [&](const Place& a, const Place& b) { return distance(a) < distance(b); });
    return static_cast<int>(nearest - all.begin());
}

std::optional<int> IntervalChart::nextStop(int stop, int direction, const PlotMap&) const
{
    return categoryBeside(stop, direction, m_data.points.size());
}

std::optional<HoverInfo> IntervalChart::hover(int stop, const PlotMap& map, const ChartStyle& style) const
{
    if (stop < 0 || stop >= static_cast<int>(m_data.points.size()))
        return std::nullopt;
    const IntervalPoint& point = m_data.points[static_cast<std::size_t>(stop)];
    const QString low = numberText(point.low, m_data.decimals, style.locale);
    HoverInfo info;
    info.title = point.name;
    info.rows = {{m_data.quantity, valueText(point.value, style), lookOf(point.role).text, true},
        {m_data.intervalName, tr("%1 … %2").arg(low, valueText(point.high, style)), Token::Text2, false}};
    info.at = map.pixel(places()[static_cast<std::size_t>(stop)].x, point.value);
    return info;
}

ChartTable IntervalChart::table() const
{
    const auto column = [&](const char* suffix) {
        return headerText(m_data.quantity + QLatin1String(suffix), m_data.unit);
    };
    ChartTable table{{QStringLiteral("name"), column(""), column(" low"), column(" high")}, {}};
    for (const IntervalPoint& point : m_data.points)
        table.rows.push_back({point.name, point.value, point.low, point.high});
    return table;
}

} // namespace qlab::app
