// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/pixel_image.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <vector>

namespace qlab::app {
namespace {

/// Against 55.9999 / 28 giving one pixel less than 56 / 28.
constexpr double kRoundingSlack = 1e-6;

} // namespace

QImage digitImage(std::span<const std::uint8_t, kPixels> digit)
{
    return QImage(digit.data(), kSide, kSide, kSide, QImage::Format_Grayscale8);
}

DivergingMap::DivergingMap(const ThemeTable& table)
{
    for (int i = -kSteps; i <= kSteps; ++i)
        m_colors[static_cast<std::size_t>(i + kSteps)] = divergingColor(table, static_cast<double>(i) / kSteps);
}

QRgb DivergingMap::operator()(double value, double limit) const
{
    const double share = std::isnan(value) ? 0 : std::clamp(value / limit, -1.0, 1.0);
    return m_colors[static_cast<std::size_t>(share * kSteps + kSteps + 0.5)];
}

double mapLimit(std::span<const float> values)
{
    std::vector<float> sizes;
    sizes.reserve(values.size());
    for (const float value : values)
        if (std::isfinite(value))
            sizes.push_back(std::abs(value));
    if (sizes.empty())
        return 1;
    const auto place = sizes.begin() + static_cast<std::ptrdiff_t>(0.995 * static_cast<double>(sizes.size() - 1));
    std::nth_element(sizes.begin(), place, sizes.end());
    const float largest = *std::max_element(place, sizes.end());
    return *place > 0 ? *place : (largest > 0 ? largest : 1.0);
}

QRectF snapped(const QPainter& painter, const QRectF& rect)
{
    const QTransform toDevice = painter.deviceTransform();
    const QRectF device = toDevice.mapRect(rect);
    const double left = std::round(device.left());
    const double top = std::round(device.top());
    const QSizeF size(
        std::max(1.0, std::round(device.right()) - left), std::max(1.0, std::round(device.bottom()) - top));
    return toDevice.inverted().mapRect(QRectF(QPointF(left, top), size));
}

double snappedThickness(const QPainter& painter, double thickness)
{
    const double scale = painter.deviceTransform().m11();
    return std::max(1.0, std::round(thickness * scale)) / scale;
}

QRectF pixelRect(const QPainter& painter, const QRectF& field, const QSize& image)
{
    const QTransform toDevice = painter.deviceTransform();
    const QRectF device = toDevice.mapRect(field);
    const double n =
        std::floor(std::min(device.width() / image.width(), device.height() / image.height()) + kRoundingSlack);
    if (n < 1)
        return field;
    const QSizeF size = QSizeF(image) * n;
    const QPointF corner(
        std::round(device.center().x() - size.width() / 2), std::round(device.center().y() - size.height() / 2));
    return toDevice.inverted().mapRect(QRectF(corner, size));
}

QRectF drawPixels(QPainter& painter, const QRectF& field, const QImage& image)
{
    const QRectF rect = pixelRect(painter, field, image.size());
    const bool smooth = painter.testRenderHint(QPainter::SmoothPixmapTransform);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    painter.drawImage(rect, image);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, smooth);
    return rect;
}

void roundCorners(QPainter& painter, const QRectF& rect, double radius, const QColor& around)
{
    QPainterPath corners;
    corners.addRect(rect);
    corners.addRoundedRect(rect, radius, radius);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillPath(corners, around);
    painter.restore();
}

void paintFrame(QPainter& painter, const QRectF& rect, double thickness, double radius, const QColor& color)
{
    const double width = snappedThickness(painter, thickness);
    const QRectF inner = rect.adjusted(width, width, -width, -width);
    QPainterPath frame;
    frame.addRoundedRect(rect, radius, radius);
    frame.addRoundedRect(inner, std::max(0.0, radius - width), std::max(0.0, radius - width));
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillPath(frame, color);
    painter.restore();
}

} // namespace qlab::app
