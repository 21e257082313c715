// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/features/alignment.h"

#include <algorithm>
#include <cmath>

namespace qlab {
namespace {

constexpr double kHeight = 5.2, kWidth = 4.2; // the ink's deviation after Moments, in pixels

struct Moments {
    double mass = 0, cy = 0, cx = 0, vy = 0, vx = 0, vxy = 0;
};

/// Precondition: some ink.
Moments momentsOf(const kernels::InkSums& ink)
{
    Moments moments;
    moments.mass = ink.u;
    moments.cy = ink.y / moments.mass;
    moments.cx = ink.x / moments.mass;
    moments.vy = ink.yy - moments.mass * moments.cy * moments.cy;
    moments.vx = ink.xx - moments.mass * moments.cx * moments.cx;
    moments.vxy = ink.xy - moments.mass * moments.cy * moments.cx;
    return moments;
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
        const double sx = std::sqrt(std::max(0.0, ink.vx - shear * ink.vxy) / ink.mass);
        ky = std::clamp(std::sqrt(std::max(0.0, ink.vy) / ink.mass) / kHeight, 0.7, 1.4);
        result.kx = static_cast<float>(std::clamp(sx / kWidth, 0.5, 1.6));
    }
    result.ky = static_cast<float>(ky);
    result.shear = static_cast<float>(shear * ky);
    return result;
}

} // namespace qlab
