// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/map_chart.h"

#include "app/charts/chart_paint.h"
#include "app/widgets/number_text.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace qlab::app {

namespace {

constexpr double kPoint = 7, kReach = 14;

QPolygonF triangle(const QPointF& at, double half)
{
    return QPolygonF({{at.x(), at.y() - half}, {at.x() + half, at.y() + half}, {at.x() - half, at.y() + half}});
}

QPolygonF diamond(const QPointF& at, double half)
{
    return QPolygonF(
        {{at.x(), at.y() - half}, {at.x() + half, at.y()}, {at.x(), at.y() + half}, {at.x() - half, at.y()}});
}

void drawShape(QPainter& painter, MapPoint::Shape shape, const QPointF& at, double size)
{
    const double half = size / 2;
    switch (shape) {
    case MapPoint::Shape::Circle:
        return painter.drawEllipse(at, half, half);
    case MapPoint::Shape::Triangle:
        return void(painter.drawPolygon(triangle(at, half)));
    case MapPoint::Shape::Diamond:
        return void(painter.drawPolygon(diamond(at, half * 1.2)));
    case MapPoint::Shape::Square:
        return painter.drawRect(QRectF(at.x() - half, at.y() - half, size, size));
    }
}

} // namespace

void MapChart::setData(MapChartData data)
{
    m_data = std::move(data);
    contentChanged();
}

std::vector<std::size_t> MapChart::order() const
{
    std::vector<std::size_t> order(m_data.points.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [this](std::size_t a, std::size_t b) {
        const MapPoint &first = m_data.points[a], &second = m_data.points[b];
        return first.x != second.x ? first.x < second.x : first.accuracy < second.accuracy;
    });
    return order;
}

std::vector<std::size_t> MapChart::frontier() const
{
    std::vector<std::size_t> found;
    for (const std::size_t index : order())
        if (m_data.points[index].onFrontier)
            found.push_back(index);
    return found;
}

ChartFrame MapChart::frame(const QSizeF& size, const ChartStyle& style) const
{
    ChartFrame frame;
    frame.atLeast = plotMargins();
    Range x = leastRange(m_data.scale);
    for (const MapPoint& point : m_data.points)
        x = united(x, {point.x, point.x});
    x = m_data.isEven() ? Range{x.low - 0.4, x.high + 0.4}
                        : Range{x.low * 0.9, x.high * (m_data.scale == MapScale::Microseconds ? 1.2 : 1)};
    frame.x.scale = {x, !m_data.isEven()};
    frame.x.labels = mapLabels(m_data.scale, x, style.locale);
    frame.x.unit = m_data.xName;
    double best = 0;
    for (const MapPoint& point : m_data.points)
        best = std::max(best, point.accuracy);
    frame.y.scale = {{mapHeight(m_data.lowest), mapHeight(topAccuracy(best))}, true};
    frame.y.labels = accuracyLabels(frame.y.scale.range, size.height() - 3 * captionHeight(), style.locale);
    frame.footnote = m_data.footnote;
    if (m_data.points.empty())
        frame.emptyText = m_data.emptyText;
    return frame;
}

QPointF MapChart::place(double x, double accuracy, const PlotMap& map) const
{
    return map.pixel(x, mapHeight(std::max(accuracy, m_data.lowest)));
}

std::vector<ChartLine> MapChart::lines(const PlotMap& map, const ChartStyle& style) const
{
    const auto point = [this](double x, double accuracy) {
        return QPointF(m_data.isEven() ? x : std::log10(x), std::log10(mapHeight(std::max(accuracy, m_data.lowest))));
    };
    std::vector<ChartLine> lines;
    for (const auto& joined : m_data.lines) {
        ChartLine line{{}, QPen(style.color(Token::Axis), 1.5)};
        for (const std::size_t index : joined)
            line.points.append(point(m_data.points[index].x, m_data.points[index].accuracy));
        lines.push_back(line);
    }
    const std::vector<std::size_t> best = frontier();
    if (!m_data.stepsOfFrontier || best.empty())
        return lines;
    ChartLine steps{{}, ChartTheme::line(SeriesRole::Quantized, style)};
    for (std::size_t i = 0; i < best.size(); ++i) {
        const MapPoint& here = m_data.points[best[i]];
        if (i > 0)
            steps.points.append(point(here.x, m_data.points[best[i - 1]].accuracy));
        steps.points.append(point(here.x, here.accuracy));
    }
    steps.points.append(point(map.x.range.high, m_data.points[best.back()].accuracy));
    lines.push_back(steps);
    return lines;
}

void MapChart::paint(QPainter& painter, const PlotMap& map, const ChartStyle& style) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    paintLimit(painter, map, style);
    for (const bool onFrontier : {false, true})
        for (const MapPoint& point : m_data.points)
            if (point.onFrontier == onFrontier)
                paintPoint(painter, point, map, style);
    paintLabels(painter, map, style);
    paintMarks(painter, map, style);
    paintSelected(painter, map, style);
    painter.restore();
}

/// Points of the frontier are filled; the others are outlines with the card's colour inside, so that neighbours that
/// lie over each other can be told apart.
void MapChart::paintPoint(QPainter& painter, const MapPoint& point, const PlotMap& map, const ChartStyle& style) const
{
    painter.setPen(QPen(style.color(point.onFrontier ? Token::Quantized : Token::Text3), 1.2));
    painter.setBrush(style.color(point.onFrontier ? Token::Quantized : Token::Surface));
    drawShape(painter, point.shape, place(point.x, point.accuracy, map), kPoint);
}

void MapChart::paintSelected(QPainter& painter, const PlotMap& map, const ChartStyle& style) const
{
    if (!m_data.selected || *m_data.selected >= m_data.points.size())
        return;
    const MapPoint& point = m_data.points[*m_data.selected];
    const QPointF at = place(point.x, point.accuracy, map);
    drawWhisker(painter, at.x(), place(point.x, point.high, map).y(), place(point.x, point.low, map).y(), 8, 1.5,
        style.color(Token::Text));
    paintPoint(painter, point, map, style);
    painter.setPen(QPen(style.color(Token::Text), 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(at, 9, 9);
    if (m_data.isEven())
        return;
    const QString accuracy = numberText(point.accuracy, 2, style.locale);
    const QString text = m_data.scale == MapScale::Bytes
        ? tr("%1 B: %2 %").arg(numberText(point.x, 0, style.locale), accuracy)
        : tr("%1 µs: %2 %").arg(numberText(point.x, microsecondDecimals(point.x), style.locale), accuracy);
    const bool onLeft = at.x() + directLabelWidth(text) + 20 > map.area.right();
    drawDirectLabels(painter,
        {{at + QPointF(onLeft ? -12 : 12, 14), text, Token::QuantizedText, onLeft ? Qt::AlignRight : Qt::AlignLeft}},
        map.area, style);
}

void MapChart::paintLabels(QPainter& painter, const PlotMap& map, const ChartStyle& style) const
{
    std::vector<DirectLabel> labels;
    for (const MapPoint& point : m_data.points) {
        if (point.label.isEmpty())
            continue;
        const QPointF at = place(point.x, point.accuracy, map);
        const double y = std::min(at.y(), map.area.bottom() - captionHeight() / 2 - 2);
        labels.push_back({{at.x() + 9, y}, point.label, Token::Text2, Qt::AlignLeft});
    }
    drawDirectLabels(painter, labels, map.area, style);
}

void MapChart::paintMarks(QPainter& painter, const PlotMap& map, const ChartStyle& style) const
{
    std::vector<DirectLabel> labels;
    for (const MapMark& mark : m_data.marks) {
        const QPointF at = place(mark.x, mark.accuracy, map);
        if (mark.isReport) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(style.color(Token::Original));
            painter.drawEllipse(at, 4.5, 4.5);
        } else {
            painter.setPen(QPen(style.color(Token::Text), 1.6));
            painter.drawLine(at + QPointF(-4, -4), at + QPointF(4, 4));
            painter.drawLine(at + QPointF(-4, 4), at + QPointF(4, -4));
        }
        const bool onLeft = at.x() + directLabelWidth(mark.text) + 10 > map.area.right();
        labels.push_back({at + QPointF(onLeft ? 4 : 8, mark.isReport ? -13 : 12), mark.text,
            mark.isReport ? Token::OriginalText : Token::Text2, onLeft ? Qt::AlignRight : Qt::AlignLeft});
    }
    drawDirectLabels(painter, labels, map.area, style);
}

void MapChart::paintLimit(QPainter& painter, const PlotMap& map, const ChartStyle& style) const
{
    if (!m_data.limit || !map.x.range.contains(*m_data.limit))
        return;
    const double x = map.pixelX(*m_data.limit);
    for (double y = map.area.top(); y + 3 < map.area.bottom(); y += 6)
        drawHairline(painter, {x, y}, {x, y + 3}, style.color(Token::Text2));
}

std::optional<int> MapChart::nearestStop(const QPointF& pixel, const PlotMap& map) const
{
    const std::vector<std::size_t> stops = order();
    std::optional<int> nearest;
    double least = kReach * kReach;
    for (std::size_t i = 0; i < stops.size(); ++i) {
        const MapPoint& point = m_data.points[stops[i]];
        const QPointF away = place(point.x, point.accuracy, map) - pixel;
        const double distance = QPointF::dotProduct(away, away);
        if (distance <= least) {
            least = distance;
            nearest = static_cast<int>(i);
        }
    }
    return nearest;
}

std::optional<int> MapChart::nextStop(int stop, int direction, const PlotMap&) const
{
    const int next = stop + direction;
    return next >= 0 && next < static_cast<int>(m_data.points.size()) ? std::optional(next) : std::nullopt;
}

std::optional<HoverInfo> MapChart::hover(int stop, const PlotMap& map, const ChartStyle& style) const
{
    const std::vector<std::size_t> stops = order();
    if (stop < 0 || stop >= static_cast<int>(stops.size()))
        return std::nullopt;
    const MapPoint& point = m_data.points[stops[static_cast<std::size_t>(stop)]];
    HoverInfo info;
    info.title = point.name;
    info.at = place(point.x, point.accuracy, map);
    const Token color = point.onFrontier ? Token::QuantizedText : Token::Text;
    info.rows.push_back({tr("accuracy"), tr("%1 %").arg(numberText(point.accuracy, 2, style.locale)), color, true});
    info.rows.push_back({tr("95 % interval"),
        tr("%1 … %2").arg(numberText(point.low, 2, style.locale), numberText(point.high, 2, style.locale)),
        Token::Text2, false});
    for (const auto& [label, value] : point.facts)
        info.rows.push_back({label, value, Token::Text2, false});
    info.rings.push_back({info.at, color});
    return info;
}

ChartTable MapChart::table() const
{
    ChartTable table{{QStringLiteral("model"), m_data.xColumn, QStringLiteral("accuracy (%)"),
                         QStringLiteral("low95 (%)"), QStringLiteral("high95 (%)"), QStringLiteral("on frontier")},
        {}};
    for (const std::size_t index : order()) {
        const MapPoint& point = m_data.points[index];
        table.rows.push_back(
            {point.name, point.x, point.accuracy, point.low, point.high, point.onFrontier ? 1.0 : 0.0});
    }
    return table;
}

/// Taken, so that the release comes here too.
void MapChart::mousePressEvent(QMouseEvent* event)
{
    ChartView::mousePressEvent(event);
    event->setAccepted(event->button() == Qt::LeftButton);
}

void MapChart::mouseReleaseEvent(QMouseEvent* event)
{
    ChartView::mouseReleaseEvent(event);
    if (event->button() != Qt::LeftButton)
        return;
    if (const auto stop = nearestStop(event->position(), plotMap()))
        Q_EMIT chosen(static_cast<int>(order()[static_cast<std::size_t>(*stop)]));
}

void MapChart::keyPressEvent(QKeyEvent* event)
{
    const bool isReturn = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isReturn && currentStop())
        Q_EMIT chosen(static_cast<int>(order()[static_cast<std::size_t>(*currentStop())]));
    else
        ChartView::keyPressEvent(event);
}

} // namespace qlab::app
