// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/theme/theme.h"
#include "engine/core/shape.h"

#include <QImage>
#include <QRectF>

#include <array>
#include <cstdint>
#include <span>

class QPainter;

namespace qlab::app {

/// Digits are shown as the models see them in both themes: white ink on black.
inline constexpr Qt::GlobalColor kDigitInk = Qt::white;
inline constexpr Qt::GlobalColor kDigitGround = Qt::black;

/// 28 x 28 bytes as an image. No copy: valid as long as the bytes are.
QImage digitImage(std::span<const std::uint8_t, kPixels> digit);

/// The diverging map of one theme as a table, for the thousands of pixels of weight images.
class DivergingMap {
public:
    explicit DivergingMap(const ThemeTable& table);

    /// Colour of value / limit, clamped to -1 ... 1; limit > 0.
    QRgb operator()(double value, double limit) const;

private:
    static constexpr int kSteps = 256; ///< on each side of zero, which has an entry of its own
    std::array<QRgb, 2 * kSteps + 1> m_colors;
};

/// Limit of a map that a few outliers cannot wash out: the 99.5th percentile of |value|; 1 if all are zero.
double mapLimit(std::span<const float> values);

/// rect moved to the nearest device pixels of the painter, never thinner than one.
QRectF snapped(const QPainter& painter, const QRectF& rect);
/// A thickness in logical pixels that is a whole number of device pixels, at least one.
double snappedThickness(const QPainter& painter, double thickness);

/// The largest rectangle inside field that shows each pixel of an image as n x n device pixels, n whole, centred and
/// on the device grid. Smaller fields than the image give the field itself.
QRectF pixelRect(const QPainter& painter, const QRectF& field, const QSize& image);
/// Draws image there, nearest neighbour, and returns the rectangle.
QRectF drawPixels(QPainter& painter, const QRectF& field, const QImage& image);

/// Rounds the corners of a picture already drawn, by painting what is around it over them.
void roundCorners(QPainter& painter, const QRectF& rect, double radius, const QColor& around);
/// A frame inside rect of whole device pixels.
void paintFrame(QPainter& painter, const QRectF& rect, double thickness, double radius, const QColor& color);

} // namespace qlab::app
