// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/chart_paint.h"

#include "app/charts/curve_math.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <cmath>
#include <numbers>

namespace qlab::app {

namespace {

// Between the centres of two labels; look.md asks for 12 px at the default font size.
double labelGap() { return 12 * fontFactor(); }

/// Start and length of a span on whole device pixels. A stroke keeps its rounded width and moves as little as possible,
/// so that equal strokes look equal; a longer span has both edges rounded, so that neighbours still touch.
std::pair<double, double> snappedSpan(double start, double length, double scale, double offset)
{
    constexpr double kStroke = 4;
    double first = std::round(start * scale + offset), pixels = std::round((start + length) * scale + offset) - first;
    if (length > 0 && length <= kStroke) {
        pixels = std::max(1.0, std::round(length * scale));
        first = std::round((start + length / 2) * scale + offset - pixels / 2);
    }
    return {(first - offset) / scale, pixels / scale};
}

/// The stripe between the lines x + y = from and x + y = to, inside \p r. Ends lie on the left or bottom edge and on
/// the top or right edge; a corner between the two lines belongs to it.
void addStripe(QPainterPath& path, const QRectF& r, double from, double to)
{
    const auto lowerEnd = [&](double sum) {
        return sum - r.bottom() >= r.left() ? QPointF(sum - r.bottom(), r.bottom()) : QPointF(r.left(), sum - r.left());
    };
    const auto upperEnd = [&](double sum) {
        return sum - r.top() <= r.right() ? QPointF(sum - r.top(), r.top()) : QPointF(r.right(), sum - r.right());
    };
    const double topRight = r.right() + r.top(), bottomLeft = r.left() + r.bottom();
    path.moveTo(lowerEnd(from));
    path.lineTo(upperEnd(from));
    if (from < topRight && topRight < to)
        path.lineTo(r.topRight());
    path.lineTo(upperEnd(to));
    path.lineTo(lowerEnd(to));
    if (from < bottomLeft && bottomLeft < to)
        path.lineTo(r.bottomLeft());
    path.closeSubpath();
}

QPolygonF markerPolygon(MarkerShape shape, const QPointF& at, double size)
{
    const double h = size / 2;
    if (shape == MarkerShape::FilledTriangle)
        return QPolygonF(
            {at + QPointF(0, -h * 1.15), at + QPointF(h * 1.15, h * 0.85), at + QPointF(-h * 1.15, h * 0.85)});
    if (shape == MarkerShape::FilledDiamond)
        return QPolygonF(
            {at + QPointF(0, -h * 1.2), at + QPointF(h * 1.2, 0), at + QPointF(0, h * 1.2), at + QPointF(-h * 1.2, 0)});
    return QPolygonF(QRectF(at.x() - h, at.y() - h, size, size));
}

QRectF labelRect(const DirectLabel& label)
{
    const double width = directLabelWidth(label.text), height = captionHeight();
    QRectF rect(label.anchor.x(), label.anchor.y() - height / 2, width, height);
    if (label.align & Qt::AlignRight)
        rect.moveRight(label.anchor.x());
    if (label.align & Qt::AlignHCenter)
        rect.moveCenter(label.anchor);
    return rect;
}

QRectF movedInto(QRectF rect, const QRectF& bounds)
{
    rect.moveRight(std::min(rect.right(), bounds.right()));
    rect.moveLeft(std::max(rect.left(), bounds.left()));
    return rect;
}

} // namespace

void drawHairline(QPainter& painter, const QPointF& from, const QPointF& to, const QColor& color, double width)
{
    const double half = width / 2;
    const bool horizontal = from.y() == to.y();
    const QRectF rect = horizontal ? QRectF(QPointF(from.x(), from.y() - half), QPointF(to.x(), to.y() + half))
                                   : QRectF(QPointF(from.x() - half, from.y()), QPointF(to.x() + half, to.y()));
    painter.fillRect(onDeviceGrid(painter, rect.normalized()), color);
}

QRectF onDeviceGrid(const QPainter& painter, const QRectF& rect)
{
    const QTransform& toDevice = painter.deviceTransform();
    if (toDevice.m11() <= 0 || toDevice.m22() <= 0)
        return rect;
    const auto [x, width] = snappedSpan(rect.x(), rect.width(), toDevice.m11(), toDevice.dx());
    const auto [y, height] = snappedSpan(rect.y(), rect.height(), toDevice.m22(), toDevice.dy());
    return {x, y, width, height};
}

void drawHatch(QPainter& painter, const QRectF& rect, const QColor& color, double on, double off)
{
    if (rect.isEmpty())
        return;
    QPainterPath stripes;
    const double width = on * std::numbers::sqrt2, period = (on + off) * std::numbers::sqrt2;
    const double first = rect.left() + rect.top(), last = rect.right() + rect.bottom();
    for (double at = first + period - width; at < last; at += period)
        addStripe(stripes, rect, at, std::min(at + width, last));
    painter.fillPath(stripes, color);
}

void drawBar(QPainter& painter, const QRectF& rect, SeriesRole role, const ChartStyle& style)
{
    const RoleLook& look = lookOf(role);
    const QColor color = style.color(look.graphic);
    const QRectF bar = onDeviceGrid(painter, rect);
    if (bar.isEmpty())
        return;
    if (!look.hatched) {
        painter.fillRect(bar, color);
        return;
    }
    painter.fillRect(bar, style.color(Token::Surface));
    drawHatch(painter, bar, color);
    const double px = 1;
    if (bar.width() <= 2 * px || bar.height() <= 2 * px) {
        painter.fillRect(bar, color);
        return;
    }
    painter.fillRect(onDeviceGrid(painter, {bar.left(), bar.top(), bar.width(), px}), color);
    painter.fillRect(onDeviceGrid(painter, {bar.left(), bar.bottom() - px, bar.width(), px}), color);
    painter.fillRect(onDeviceGrid(painter, {bar.left(), bar.top(), px, bar.height()}), color);
    painter.fillRect(onDeviceGrid(painter, {bar.right() - px, bar.top(), px, bar.height()}), color);
}

void drawMarker(QPainter& painter, const QPointF& at, SeriesRole role, const ChartStyle& style, double size)
{
    const RoleLook& look = lookOf(role);
    if (look.marker == MarkerShape::None)
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(style.color(look.graphic));
    if (look.marker == MarkerShape::FilledCircle) {
        painter.drawEllipse(at, size / 2, size / 2);
    } else if (look.marker == MarkerShape::OpenSquare) {
        // Pen included, the square is as large as the circle.
        const double pen = size > 8 ? 2 : 1.5;
        painter.setBrush(style.color(Token::Surface));
        painter.setPen(QPen(style.color(look.graphic), pen, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
        painter.drawRect(
            QRectF(at.x() - size / 2, at.y() - size / 2, size, size).adjusted(pen / 2, pen / 2, -pen / 2, -pen / 2));
    } else {
        painter.drawPolygon(markerPolygon(look.marker, at, size));
    }
    painter.restore();
}

void drawWhisker(QPainter& painter, double x, double top, double bottom, double cap, double width, const QColor& color)
{
    drawHairline(painter, {x, top}, {x, bottom}, color, width);
    drawHairline(painter, {x - cap / 2, top}, {x + cap / 2, top}, color, width);
    drawHairline(painter, {x - cap / 2, bottom}, {x + cap / 2, bottom}, color, width);
}

void drawDirectLabels(QPainter& painter, std::vector<DirectLabel> labels, const QRectF& bounds, const ChartStyle& style)
{
    std::vector<double> heights;
    for (const DirectLabel& label : labels)
        heights.push_back(label.anchor.y());
    const double half = captionHeight() / 2;
    heights = pushedApart(std::move(heights), labelGap(), bounds.top() + half, bounds.bottom() - half);

    painter.save();
    painter.setFont(textFont(TextRole::DirectLabel));
    QColor cover = style.color(Token::Surface);
    cover.setAlphaF(0.8F);
    std::vector<QRectF> rects;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        labels[i].anchor.setY(heights[i]);
        rects.push_back(movedInto(labelRect(labels[i]), bounds));
        painter.fillRect(rects.back().adjusted(-2, 1, 2, -1), cover); // all covers first: none may cover a text
    }
    for (std::size_t i = 0; i < labels.size(); ++i) {
        painter.setPen(style.color(labels[i].color));
        painter.drawText(rects[i], Qt::AlignCenter | Qt::TextDontClip | Qt::TextSingleLine, labels[i].text);
    }
    painter.restore();
}

double directLabelWidth(const QString& text)
{
    return std::ceil(QFontMetricsF(textFont(TextRole::DirectLabel)).horizontalAdvance(text));
}

void drawCaption(QPainter& painter, const QRectF& rect, Qt::Alignment align, const QString& text, const QColor& color)
{
    painter.save();
    painter.setFont(textFont(TextRole::Caption));
    painter.setPen(color);
    painter.drawText(rect, static_cast<int>(align) | Qt::AlignVCenter | Qt::TextDontClip | Qt::TextSingleLine, text);
    painter.restore();
}

double captionWidth(const QString& text)
{
    return std::ceil(QFontMetricsF(textFont(TextRole::Caption)).horizontalAdvance(text));
}

} // namespace qlab::app
