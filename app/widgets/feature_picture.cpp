// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/feature_picture.h"

#include <QPainter>

#include <array>
#include <cmath>

namespace qlab::app {

template <typename Colour> QImage FeaturePicture::picture(QImage::Format format, const Colour& colour) const
{
    using Pixel = decltype(colour(0));
    QImage image(side(), side(), format);
    for (int y = 0; y < side(); ++y) {
        auto* const line = reinterpret_cast<Pixel*>(image.scanLine(y));
        for (int x = 0; x < side(); ++x)
            line[x] = colour(ownerOf(y, x));
    }
    return image;
}

QImage FeaturePicture::ink(std::span<const std::uint8_t, kPixels> features) const
{
    if (steps().features == InputSteps::Features::Pixels)
        return digitImage(features);
    // Most edges are faint: of fans the root is shown, so that they are seen beside the strong ones.
    std::array<std::uint8_t, 256> shade;
    for (std::size_t i = 0; i < shade.size(); ++i)
        shade[i] =
            static_cast<std::uint8_t>(isPicture() ? static_cast<double>(i) : std::sqrt(static_cast<double>(i) * 255));
    return picture(QImage::Format_Grayscale8,
        [&](int owner) { return owner < 0 ? std::uint8_t{0} : shade[features[static_cast<std::size_t>(owner)]]; });
}

QImage FeaturePicture::colours(const DivergingMap& map, std::span<const float, kPixels> values, double limit) const
{
    return picture(QImage::Format_RGB32, [&](int owner) {
        return map(owner < 0 ? 0 : static_cast<double>(values[static_cast<std::size_t>(owner)]), limit);
    });
}

QImage FeaturePicture::colours(const DivergingMap& map, std::span<const double, kPixels> values, double limit) const
{
    return picture(QImage::Format_RGB32,
        [&](int owner) { return map(owner < 0 ? 0 : values[static_cast<std::size_t>(owner)], limit); });
}

QRectF FeaturePicture::draw(QPainter& painter, const QRectF& field, const QImage& image) const
{
    if (steps().features == InputSteps::Features::Pixels)
        return drawPixels(painter, field, image);
    const QRectF area = snapped(painter, field);
    const bool smooth = painter.testRenderHint(QPainter::SmoothPixmapTransform);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, !isPicture());
    painter.drawImage(area, image);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, smooth);
    return area;
}

} // namespace qlab::app
