// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/features/alignment.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace qlab {
namespace {

constexpr float kMiddle = 14;
constexpr double kHeight = 5.2, kWidth = 4.2; // the ink's deviation after Moments, in pixels

struct Moments {
    double mass = 0, cy = 0, cx = 0, vy = 0, vx = 0, vxy = 0;
};

/// Exact: sums of integers, centred at the end.
Moments momentsOf(std::span<const std::uint8_t, kPixels> image)
{
    std::int64_t m = 0, my = 0, mx = 0, myy = 0, mxx = 0, mxy = 0;
    for (int y = 0; y < kSide; ++y) {
        std::int32_t row = 0, rowX = 0, rowXX = 0;
        for (int x = 0; x < kSide; ++x) {
            const std::int32_t u = image[static_cast<std::size_t>(y * kSide + x)];
            row += u;
            rowX += u * x;
            rowXX += u * x * x;
        }
        m += row;
        my += std::int64_t{y} * row;
        mx += rowX;
        myy += std::int64_t{y} * y * row;
        mxx += rowXX;
        mxy += std::int64_t{y} * rowX;
    }
    if (m == 0)
        return {};
    Moments moments;
    moments.mass = static_cast<double>(m);
    moments.cy = static_cast<double>(my) / moments.mass;
    moments.cx = static_cast<double>(mx) / moments.mass;
    moments.vy = static_cast<double>(myy) - moments.mass * moments.cy * moments.cy;
    moments.vx = static_cast<double>(mxx) - moments.mass * moments.cx * moments.cx;
    moments.vxy = static_cast<double>(mxy) - moments.mass * moments.cy * moments.cx;
    return moments;
}

/// The image with a black frame, so that no sample has to ask whether it lies inside.
class Framed {
public:
    explicit Framed(std::span<const std::uint8_t, kPixels> image)
    {
        for (int y = 0; y < kSide; ++y)
            for (int x = 0; x < kSide; ++x)
                m_pixels[static_cast<std::size_t>((y + kFrame) * kWidthFramed + x + kFrame)] =
                    image[static_cast<std::size_t>(y * kSide + x)];
    }
    float sample(float y, float x) const
    {
        // Beyond a pixel outside, all is black.
        y = std::clamp(y, -1.5F, kSide + 0.5F);
        x = std::clamp(x, -1.5F, kSide + 0.5F);
        const auto row = static_cast<int>(y + kFrame), column = static_cast<int>(x + kFrame);
        const float fy = y + kFrame - static_cast<float>(row), fx = x + kFrame - static_cast<float>(column);
        const float* at = m_pixels.data() + row * kWidthFramed + column;
        const float above = at[0] + fx * (at[1] - at[0]);
        const float below = at[kWidthFramed] + fx * (at[kWidthFramed + 1] - at[kWidthFramed]);
        return above + fy * (below - above);
    }

private:
    static constexpr int kFrame = 2, kWidthFramed = kSide + 2 * kFrame;
    std::array<float, kWidthFramed * kWidthFramed> m_pixels{};
};

} // namespace

Alignment alignmentOf(std::span<const std::uint8_t, kPixels> image, InputSteps::Align align)
{
    Alignment result;
    if (align == InputSteps::Align::None)
        return result;
    const Moments ink = momentsOf(image);
    if (ink.mass == 0)
        return result;
    result.cy = static_cast<float>(ink.cy);
    result.cx = static_cast<float>(ink.cx);
    if (align == InputSteps::Align::Centre)
        return result;
    const double shear = ink.vy > 0 ? ink.vxy / ink.vy : 0; // ink in a single row has no slant
    double ky = 1;
    if (align == InputSteps::Align::Moments) {
        const double sx = std::sqrt(std::max(0.0, ink.vx - shear * ink.vxy) / ink.mass);
        ky = std::clamp(std::sqrt(std::max(0.0, ink.vy) / ink.mass) / kHeight, 0.7, 1.4);
        result.kx = static_cast<float>(std::clamp(sx / kWidth, 0.5, 1.6));
    }
    result.ky = static_cast<float>(ky);
    result.shear = static_cast<float>(shear * ky);
    return result;
}

void alignImage(
    std::span<const std::uint8_t, kPixels> image, const Alignment& alignment, std::span<float, kPixels> aligned)
{
    const Framed framed(image);
    for (int y = 0; y < kSide; ++y) {
        const float dy = static_cast<float>(y) - kMiddle;
        const float sourceY = alignment.cy + alignment.ky * dy;
        const float firstX = alignment.cx + alignment.shear * dy;
        for (int x = 0; x < kSide; ++x)
            aligned[static_cast<std::size_t>(y * kSide + x)] =
                framed.sample(sourceY, firstX + alignment.kx * (static_cast<float>(x) - kMiddle));
    }
}

} // namespace qlab
