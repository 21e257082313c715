// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/drawing/feature_layout.h"
#include "app/widgets/pixel_image.h"

#include <QImage>

#include <span>

namespace qlab::app {

/// Values of features as an image. A value.
class FeaturePicture : public FeatureLayout {
public:
    using FeatureLayout::FeatureLayout;

    /// White on black (of fans, the root of their strength). Of plain pixels no copy: valid as long as the bytes are.
    QImage ink(std::span<const std::uint8_t, kPixels> features) const;
    /// Colours of value / limit; the ground has that of 0. limit > 0.
    QImage colours(const DivergingMap& map, std::span<const float, kPixels> values, double limit) const;
    QImage colours(const DivergingMap& map, std::span<const double, kPixels> values, double limit) const;
    /// Draws one of these images into the field and returns where: whole device pixels where they are pixels.
    QRectF draw(QPainter& painter, const QRectF& field, const QImage& image) const;

private:
    template <typename Colour> QImage picture(QImage::Format format, const Colour& colour) const;
};

} // namespace qlab::app
