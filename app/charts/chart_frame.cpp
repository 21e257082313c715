// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/chart_frame.h"

#include "app/charts/chart_paint.h"
#include "app/widgets/number_text.h"

#include <QFontMetricsF>
#include <QPainter>

#include <cmath>

namespace qlab::app {

namespace {

constexpr double kTick = 4;          // length of a tick mark
constexpr double kLabelGap = 7;      // y labels to the plot area
constexpr double kBetweenLabels = 8; // the least between two x labels
constexpr double kRightRoom = 6;
constexpr double kLeastLeft = 28; // two-digit labels and shorter share their left edge

double leftRoom(const ChartFrame& frame)
{
    double widest = 0;
    for (const AxisLabel& label : frame.y.labels)
        widest = std::max(widest, captionWidth(label.text));
    return std::max(kLeastLeft, std::ceil(widest) + kLabelGap);
}

/// A label at the right end is centred on its tick and must not be cut.
double rightRoom(const ChartFrame& frame)
{
    if (frame.x.namesCategories || frame.x.labels.empty())
        return kRightRoom;
    const AxisLabel& last = frame.x.labels.back();
    const bool atEnd = last.value >= frame.x.scale.value(frame.x.scale.coordinates().high) * (1 - 1e-9);
    return std::max(kRightRoom, atEnd ? captionWidth(last.text) / 2 : 0.0);
}

QRectF wrapped(const QString& text, double width)
{
    return QFontMetricsF(textFont(TextRole::Caption))
        .boundingRect(QRectF(0, 0, width, 1000), Qt::TextWordWrap, unbroken(text));
}

/// The footnote begins at the left edge and the unit ends at \p right, where the plot area does.
bool sharesRow(const ChartFrame& frame, double right)
{
    return frame.x.unit.isEmpty() || captionWidth(frame.footnote) + 16 + captionWidth(frame.x.unit) <= right;
}

int footnoteLines(const ChartFrame& frame, double width)
{
    if (frame.footnote.isEmpty())
        return 0;
    return std::max(1, static_cast<int>(std::round(wrapped(frame.footnote, width).height() / captionHeight())));
}

/// Height under the plot area, which ends at \p right: labels, then unit and footnote, which share a line where they
/// fit.
double bottomRoom(const ChartFrame& frame, double width, double right)
{
    const int unitLines = frame.x.unit.isEmpty() ? 0 : 1;
    const int noteLines = footnoteLines(frame, width);
    const int lines = sharesRow(frame, right) ? std::max(unitLines, noteLines) : unitLines + noteLines;
    return kTick + captionHeight() + (lines > 0 ? 1 + lines * captionHeight() : 0);
}

QRectF xLabelRect(const AxisLabel& label, const PlotMap& map)
{
    const double width = captionWidth(label.text);
    QRectF rect(map.pixelX(label.value) - width / 2, map.area.bottom() + kTick, width, captionHeight());
    rect.moveRight(std::min(rect.right(), map.size.width()));
    rect.moveLeft(std::max(rect.left(), 0.0));
    return rect;
}

/// Every label, or every second, fourth ... so that none touches another.
std::size_t labelStride(const std::vector<AxisLabel>& labels, const PlotMap& map)
{
    std::size_t stride = 1;
    const auto touches = [&] {
        for (std::size_t i = stride; i < labels.size(); i += stride)
            if (xLabelRect(labels[i - stride], map).right() + kBetweenLabels > xLabelRect(labels[i], map).left())
                return true;
        return false;
    };
    while (stride < labels.size() && touches())
        stride *= 2;
    return stride;
}

void paintCategories(QPainter& painter, const ChartFrame& frame, const PlotMap& map, const ChartStyle& style)
{
    const QFontMetricsF metrics(textFont(TextRole::Caption));
    const double room = map.area.width() / static_cast<double>(std::max<std::size_t>(1, frame.x.labels.size())) - 4;
    for (AxisLabel label : frame.x.labels) {
        label.text = metrics.elidedText(label.text, Qt::ElideRight, room);
        drawCaption(painter, xLabelRect(label, map), Qt::AlignHCenter, label.text, style.color(Token::Text2));
    }
}

void paintXLabels(QPainter& painter, const ChartFrame& frame, const PlotMap& map, const ChartStyle& style)
{
    const std::size_t stride = labelStride(frame.x.labels, map);
    for (std::size_t i = 0; i < frame.x.labels.size(); i += stride) {
        const AxisLabel& label = frame.x.labels[i];
        const double x = map.pixelX(label.value);
        drawHairline(painter, {x, map.area.bottom()}, {x, map.area.bottom() + kTick}, style.color(Token::Axis));
        drawCaption(painter, xLabelRect(label, map), Qt::AlignHCenter, label.text, style.color(Token::Text3));
    }
}

void paintUnitAndFootnote(QPainter& painter, const ChartFrame& frame, const PlotMap& map, const ChartStyle& style)
{
    const QColor color = style.color(Token::Text3);
    double top = map.area.bottom() + kTick + captionHeight() + 1;
    if (!frame.x.unit.isEmpty())
        drawCaption(painter, {0, top, map.area.right(), captionHeight()}, Qt::AlignRight, frame.x.unit, color);
    if (frame.footnote.isEmpty())
        return;
    if (!sharesRow(frame, map.area.right()))
        top += captionHeight();
    painter.setFont(textFont(TextRole::Caption));
    painter.setPen(color);
    const double height = footnoteLines(frame, map.size.width()) * captionHeight();
    painter.drawText(
        QRectF(0, top, map.size.width(), height), Qt::TextWordWrap | Qt::AlignVCenter, unbroken(frame.footnote));
}

void paintEmptyText(QPainter& painter, const ChartFrame& frame, const PlotMap& map, const ChartStyle& style)
{
    constexpr double kPadding = 13;
    const double widest = std::max(40.0, map.area.width() - 2 * kPadding);
    const QFont font = textFont(TextRole::Table);
    QRectF rect = QFontMetricsF(font).boundingRect(QRectF(0, 0, widest, 1000), Qt::TextWordWrap, frame.emptyText);
    rect.moveCenter(map.area.center());
    painter.fillRect(rect.adjusted(-kPadding, -2, kPadding, 2), style.color(Token::Surface));
    painter.setFont(font);
    painter.setPen(style.color(Token::Text3));
    painter.drawText(rect, Qt::TextWordWrap | Qt::AlignCenter | Qt::TextDontClip, frame.emptyText);
}

double fraction(double value, const AxisScale& scale)
{
    const Range range = scale.coordinates();
    return (scale.coordinate(value) - range.low) / range.span();
}

} // namespace

double AxisScale::coordinate(double value) const { return logarithmic ? std::log10(value) : value; }

double AxisScale::value(double coordinate) const { return logarithmic ? std::pow(10.0, coordinate) : coordinate; }

std::vector<AxisLabel> axisLabels(const std::vector<Tick>& ticks, const QLocale& locale)
{
    std::vector<AxisLabel> labels;
    for (const Tick& tick : ticks)
        labels.push_back({tick.value, numberText(tick.value, tick.decimals, locale)});
    return labels;
}

double PlotMap::pixelX(double value) const { return area.left() + fraction(value, x) * area.width(); }
double PlotMap::pixelY(double value) const { return area.bottom() - fraction(value, y) * area.height(); }

double PlotMap::valueX(double pixel) const
{
    return x.value(x.coordinates().low + (pixel - area.left()) / area.width() * x.coordinates().span());
}

double PlotMap::valueY(double pixel) const
{
    return y.value(y.coordinates().low + (area.bottom() - pixel) / area.height() * y.coordinates().span());
}

PlotMap layOut(const ChartFrame& frame, const QSizeF& size)
{
    QMarginsF room = frame.atLeast;
    if (frame.hasAxes) {
        room.setLeft(std::max(room.left(), leftRoom(frame)));
        room.setRight(std::max(room.right(), rightRoom(frame)));
        room.setTop(std::max(room.top(), captionHeight() / 2 + 1)); // half of the topmost label
        room.setBottom(std::max(room.bottom(), bottomRoom(frame, size.width(), size.width() - room.right())));
    }
    QRectF area = QRectF(QPointF(), size).marginsRemoved(room);
    area.setSize(area.size().expandedTo(QSizeF(8, 8)));
    return {size, area, frame.x.scale, frame.y.scale};
}

int comfortableRows(double height) { return std::clamp(1 + static_cast<int>(height / (26 * fontFactor())), 2, 6); }

int comfortableColumns(double width) { return std::clamp(1 + static_cast<int>(width / (60 * fontFactor())), 2, 8); }

void paintFrameBelow(QPainter& painter, const ChartFrame& frame, const PlotMap& map, const ChartStyle& style)
{
    if (!frame.hasAxes)
        return;
    for (const AxisLabel& label : frame.y.labels) {
        const double y = map.pixelY(label.value);
        drawHairline(painter, {map.area.left(), y}, {map.area.right(), y}, style.color(Token::Grid));
        const QRectF rect(0, y - captionHeight() / 2, map.area.left() - kLabelGap, captionHeight());
        drawCaption(painter, rect, Qt::AlignRight, label.text, style.color(Token::Text3));
    }
}

void paintFrameAbove(QPainter& painter, const ChartFrame& frame, const PlotMap& map, const ChartStyle& style)
{
    if (frame.hasAxes) {
        drawHairline(painter, map.area.bottomLeft(), map.area.bottomRight(), style.color(Token::Axis));
        frame.x.namesCategories ? paintCategories(painter, frame, map, style)
                                : paintXLabels(painter, frame, map, style);
        paintUnitAndFootnote(painter, frame, map, style);
    }
    if (!frame.emptyText.isEmpty())
        paintEmptyText(painter, frame, map, style);
}

} // namespace qlab::app
