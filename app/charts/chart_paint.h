// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/charts/chart_theme.h"

#include <QPointF>
#include <QRectF>
#include <QString>

#include <vector>

class QPainter;

namespace qlab::app {

// The strokes that all charts share. Straight edges are snapped to the device's pixels, whatever its scale, and
// everything is plain geometry clipped by calculation: SVG writers ignore painter clips.

/// A horizontal or vertical line of whole device pixels, \p width logical px (at least one device pixel).
void drawHairline(QPainter& painter, const QPointF& from, const QPointF& to, const QColor& color, double width = 1);
/// \p rect with its edges on device pixels; a side that is not zero keeps at least one.
QRectF onDeviceGrid(const QPainter& painter, const QRectF& rect);

/// Diagonal stripes at 45 degrees inside \p rect, \p on px wide and \p off px apart.
void drawHatch(QPainter& painter, const QRectF& rect, const QColor& color, double on = 2.8, double off = 2.2);
/// A bar in its model's manner: plain, or hatched with a 1 px outline.
void drawBar(QPainter& painter, const QRectF& rect, SeriesRole role, const ChartStyle& style);
void drawMarker(QPainter& painter, const QPointF& at, SeriesRole role, const ChartStyle& style, double size = 6.5);
/// Vertical line with two caps.
void drawWhisker(QPainter& painter, double x, double top, double bottom, double cap, double width, const QColor& color);

/// A label that names or values what stands beside it. Its text covers what lies underneath, so it stays readable.
struct DirectLabel {
    QPointF anchor; ///< the text's left middle, right middle or centre, by \p align
    QString text;
    Token color = Token::Text;
    Qt::Alignment align = Qt::AlignLeft;
};
/// Draws labels at least 12 px apart in height: neighbours are pushed, none is left out. Kept inside \p bounds.
void drawDirectLabels(
    QPainter& painter, std::vector<DirectLabel> labels, const QRectF& bounds, const ChartStyle& style);
double directLabelWidth(const QString& text);

/// One line of caption text in a rectangle of captionHeight().
void drawCaption(QPainter& painter, const QRectF& rect, Qt::Alignment align, const QString& text, const QColor& color);
double captionWidth(const QString& text);

} // namespace qlab::app
