// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/features/alignment.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace qlab {
namespace {

constexpr double kHeight = 5.2, kWidth = 4.2; // the ink's deviation after Moments, in pixels

/// Of the ink: centre and central moments, divided by its mass.
struct Moments {
    double cy = 0, cx = 0, vy = 0, vx = 0, vxy = 0;
};

/// Exact up to a division at the end: all products are integers below 2^44. Precondition: some ink.
Moments momentsOf(const kernels::InkSums& ink)
{
    const std::int64_t u = ink.u, y = ink.y, x = ink.x;
    const auto mass = static_cast<double>(u), squared = static_cast<double>(u * u);
    const auto central = [&](std::int64_t sum, std::int64_t product) {
        return static_cast<double>(u * sum - product) / squared;
    };
    return {static_cast<double>(y) / mass, static_cast<double>(x) / mass, central(ink.yy, y * y),
        central(ink.xx, x * x), central(ink.xy, x * y)};
}

} // namespace

kernels::Sampling samplingOf(const kernels::InkSums& sums, InputSteps::Align align)
{
    kernels::Sampling result;
    if (align == InputSteps::Align::None || sums.u == 0)
        return result;
    const Moments ink = momentsOf(sums);
    result.cy = static_cast<float>(ink.cy);
    result.cx = static_cast<float>(ink.cx);
    if (align == InputSteps::Align::Centre)
        return result;
    const double shear = ink.vy > 0 ? ink.vxy / ink.vy : 0; // ink in a single row has no slant
    double ky = 1;
    if (align == InputSteps::Align::Moments) {
        const double sx = std::sqrt(std::max(0.0, ink.vx - shear * ink.vxy));
        ky = std::clamp(std::sqrt(ink.vy) / kHeight, 0.7, 1.4);
        result.kx = static_cast<float>(std::clamp(sx / kWidth, 0.5, 1.6));
    }
    result.ky = static_cast<float>(ky);
    result.shear = static_cast<float>(shear * ky);
    return result;
}

} // namespace qlab
