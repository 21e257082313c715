// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/chart_hover.h"

#include "app/charts/chart_paint.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace qlab::app {

namespace {

constexpr double kPaddingX = 9, kPaddingY = 6, kColumnGap = 16, kDistance = 12;

QFont valueFont(bool strong) { return textFont(strong ? TextRole::DirectLabel : TextRole::Caption); }

double widthOf(const QString& text, const QFont& font)
{
    return std::ceil(QFontMetricsF(font).horizontalAdvance(text));
}

QSizeF boxSize(const HoverInfo& info)
{
    double labels = 0, values = 0;
    for (const HoverRow& row : info.rows) {
        labels = std::max(labels, captionWidth(row.label));
        values = std::max(values, widthOf(row.value, valueFont(row.strong)));
    }
    const double width = std::max(captionWidth(info.title), labels + kColumnGap + values);
    const double lines = static_cast<double>(info.rows.size()) + (info.title.isEmpty() ? 0 : 1);
    return {width + 2 * kPaddingX, lines * captionHeight() + 2 * kPaddingY};
}

bool pointsAreHigh(const HoverInfo& info, const PlotMap& map)
{
    const auto high = std::count_if(
        info.rings.begin(), info.rings.end(), [&](const auto& ring) { return ring.at.y() < map.area.center().y(); });
    return 2 * static_cast<std::size_t>(high) > info.rings.size();
}

void paintRings(QPainter& painter, const HoverInfo& info, const ChartStyle& style)
{
    for (const HoverInfo::Ring& ring : info.rings) {
        painter.setPen(QPen(style.color(ring.color), 2));
        painter.setBrush(style.color(Token::Surface));
        painter.drawEllipse(ring.at, 3.5, 3.5);
    }
}

void paintBox(QPainter& painter, const HoverInfo& info, const QRectF& box, const ChartStyle& style)
{
    painter.setPen(QPen(style.color(Token::Control), 1));
    painter.setBrush(style.color(Token::Surface));
    painter.drawRoundedRect(onDeviceGrid(painter, box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);

    QRectF line(box.left() + kPaddingX, box.top() + kPaddingY, box.width() - 2 * kPaddingX, captionHeight());
    if (!info.title.isEmpty()) {
        drawCaption(painter, line, Qt::AlignLeft, info.title, style.color(Token::Text3));
        line.translate(0, captionHeight());
    }
    for (const HoverRow& row : info.rows) {
        drawCaption(painter, line, Qt::AlignLeft, row.label, style.color(Token::Text));
        painter.setFont(valueFont(row.strong));
        painter.setPen(style.color(row.color));
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter | Qt::TextDontClip, row.value);
        line.translate(0, captionHeight());
    }
}

} // namespace

QRectF hoverBox(const HoverInfo& info, const PlotMap& map)
{
    QRectF box(QPointF(), boxSize(info));
    const bool fitsRight = info.at.x() + kDistance + box.width() <= map.size.width();
    const bool moreRoomRight = info.at.x() < map.size.width() / 2;
    if (fitsRight || moreRoomRight)
        box.moveLeft(info.at.x() + kDistance);
    else
        box.moveRight(info.at.x() - kDistance);
    if (!info.crosshair)
        box.moveTop(info.at.y() - box.height() / 2);
    else if (pointsAreHigh(info, map))
        box.moveBottom(map.area.bottom() - 4);
    else
        box.moveTop(map.area.top() + 2);
    box.moveRight(std::min(box.right(), map.size.width()));
    box.moveLeft(std::max(box.left(), 0.0));
    box.moveBottom(std::min(box.bottom(), map.size.height()));
    box.moveTop(std::max(box.top(), 0.0));
    return box;
}

void paintHover(QPainter& painter, const HoverInfo& info, const PlotMap& map, const ChartStyle& style)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (info.crosshair) {
        const double x = info.at.x();
        drawHairline(painter, {x, map.area.top()}, {x, map.area.bottom()}, style.color(Token::Axis));
    }
    paintRings(painter, info, style);
    paintBox(painter, info, hoverBox(info, map), style);
    painter.restore();
}

} // namespace qlab::app
