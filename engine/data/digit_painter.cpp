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
        float* const row = field.data() + static_cast<std::ptrdiff_t>(y) * kSide;
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
    const auto grey = [=](float squared) {
        if (squared >= reach * reach) // most pixels
            return std::uint8_t{0};
        const float share = (halfWidth - std::sqrt(squared)) / softness + 0.5f;
        return static_cast<std::uint8_t>(std::lround(std::clamp(share, 0.0f, 1.0f) * 255.0f));
    };
    std::transform(field.begin(), field.end(), image.begin(), grey);
}

void centreByWholePixels(std::span<std::uint8_t, kPixels> image)
{
    const Centre centre = centreOfMass(image);
    const int dx = wholePixelShift(centre.x), dy = wholePixelShift(centre.y);
    DigitImage before;
    std::copy(image.begin(), image.end(), before.begin());
    std::fill(image.begin(), image.end(), std::uint8_t{0});
    for (int y = std::max(0, dy); y < std::min(kSide, kSide + dy); ++y)
        for (int x = std::max(0, dx); x < std::min(kSide, kSide + dx); ++x)
            image[pixelIndex(x, y)] = before[pixelIndex(x - dx, y - dy)];
}

} // namespace qlab
