// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/digit_painter.h"

#include "engine/data/digit_normalizer.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace qlab {
namespace {

/// Squared distance of each pixel's middle to the path, no more than the pen's reach.
using DistanceField = std::array<float, kPixels>;

/// The pixels whose middles lie between low and high, cut to the field.
struct PixelRange {
    int first;
    int last;
};
PixelRange pixelsBetween(float low, float high)
{
    return {std::max(0, static_cast<int>(std::ceil(low - 0.5f))),
        std::min(kSide - 1, static_cast<int>(std::floor(high - 0.5f)))};
}

void nearSegment(DistanceField& field, const PathPoint& from, const PathPoint& to, float reach)
{
    const auto ax = static_cast<float>(from.x), ay = static_cast<float>(from.y);
    const auto dx = static_cast<float>(to.x - from.x), dy = static_cast<float>(to.y - from.y);
    const float lengthSquared = dx * dx + dy * dy;
    const float perLength = lengthSquared > 0.0f ? 1.0f / lengthSquared : 0.0f;
    const auto [left, right] = pixelsBetween(std::min(ax, ax + dx) - reach, std::max(ax, ax + dx) + reach);
    const auto [top, bottom] = pixelsBetween(std::min(ay, ay + dy) - reach, std::max(ay, ay + dy) + reach);
    for (int y = top; y <= bottom; ++y) {
        float* const row = field.data() + y * kSide;
        const float py = static_cast<float>(y) + 0.5f - ay;
        for (int x = left; x <= right; ++x) {
            const float px = static_cast<float>(x) + 0.5f - ax;
            const float along = std::clamp((px * dx + py * dy) * perLength, 0.0f, 1.0f);
            const float ex = px - along * dx, ey = py - along * dy;
            row[x] = std::min(row[x], ex * ex + ey * ey);
        }
    }
}

} // namespace

void paintPath(const PenPath& path, const Pen& pen, std::span<std::uint8_t, kPixels> image)
{
    const auto halfWidth = static_cast<float>(pen.width / 2.0);
    const auto softness = static_cast<float>(pen.softness);
    const float reach = halfWidth + softness / 2.0f;
    DistanceField field;
    field.fill(reach * reach);
    std::size_t start = 0;
    for (const std::size_t end : path.strokeEnds) {
        for (std::size_t i = start + 1; i < end; ++i)
            nearSegment(field, path.points[i - 1], path.points[i], reach);
        start = end;
    }
    for (std::size_t i = 0; i < image.size(); ++i) {
        const float grey = (halfWidth - std::sqrt(field[i])) / softness + 0.5f;
        image[i] = static_cast<std::uint8_t>(std::clamp(grey, 0.0f, 1.0f) * 255.0f + 0.5f);
    }
}

void centreByWholePixels(std::span<std::uint8_t, kPixels> image)
{
    const Centre centre = centreOfMass(image);
    const DigitImage moved = shifted(image, wholePixelShift(centre.x), wholePixelShift(centre.y));
    std::copy(moved.begin(), moved.end(), image.begin());
}

} // namespace qlab
