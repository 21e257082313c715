// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/quant/quantized_model.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

/// The formulas beside QuantScheme once more, weight by weight with the standard library, for tests to compare with.
/// All range rules but LeastSquares, for which the caller chooses the clipping limit.
namespace qlab::test {

struct PlainGrid {
    float scale = 1;
    int zeroPoint = 0;
};

inline int plainRound(float x, QuantScheme::Rounding rounding)
{
    double whole = 0;
    switch (rounding) {
    case QuantScheme::Rounding::NearestEven:
        whole = std::nearbyint(x);
        break;
    case QuantScheme::Rounding::NearestAway:
        whole = std::round(x);
        break;
    case QuantScheme::Rounding::TowardZero:
        whole = std::trunc(x);
        break;
    case QuantScheme::Rounding::Floor:
        whole = std::floor(x);
        break;
    case QuantScheme::Rounding::Stochastic:
    case QuantScheme::Rounding::DataAware:
        throw std::logic_error("not a function of the weight alone");
    }
    return static_cast<int>(std::clamp(whole, -1e9, 1e9));
}

inline PlainGrid plainGrid(const std::vector<float>& group, const QuantScheme& scheme, double c)
{
    const int top = (1 << (scheme.bits - 1)) - 1;
    if (scheme.range == QuantScheme::Range::Fixed)
        return {static_cast<float>(std::pow(2.0, -scheme.exponent)), 0};
    if (scheme.zero == QuantScheme::Zero::Affine) {
        float low = 0;
        float high = 0;
        for (const float w : group) {
            low = std::min(low, std::max(w, static_cast<float>(-c)));
            high = std::max(high, std::min(w, static_cast<float>(c)));
        }
        const float scale = (high - low) / static_cast<float>(2 * top + 1);
        return {scale, std::clamp(-top - 1 - static_cast<int>(std::nearbyint(low / scale)), -top - 1, top)};
    }
    if (scheme.levels == QuantScheme::Levels::Odd && scheme.bits < 8
        && scheme.overflow == QuantScheme::Overflow::Saturate)
        return {static_cast<float>(c / (2 * top + 1)), 0};
    return {static_cast<float>(c / (scheme.levels == QuantScheme::Levels::Restricted ? top : top + 0.5)), 0};
}

inline int plainInteger(float w, const PlainGrid& grid, const QuantScheme& scheme)
{
    const int top = (1 << (scheme.bits - 1)) - 1;
    const bool restricted = scheme.zero == QuantScheme::Zero::Symmetric
        && scheme.levels == QuantScheme::Levels::Restricted && scheme.range != QuantScheme::Range::Fixed;
    if (scheme.levels == QuantScheme::Levels::Odd && scheme.zero == QuantScheme::Zero::Symmetric && scheme.bits < 8
        && scheme.range != QuantScheme::Range::Fixed && scheme.overflow == QuantScheme::Overflow::Saturate)
        return std::clamp(2 * plainRound((w / grid.scale - 1) / 2, scheme.rounding) + 1, -2 * top - 1, 2 * top + 1);
    int q = plainRound(w / grid.scale, scheme.rounding) + grid.zeroPoint;
    if (scheme.overflow == QuantScheme::Overflow::Saturate)
        return std::clamp(q, restricted ? -top : -top - 1, top);
    while (q > top)
        q -= 2 * (top + 1);
    while (q < -top - 1)
        q += 2 * (top + 1);
    return q;
}

/// The clipping limit of the rules that need no search.
inline double plainLimit(const std::vector<float>& group, const QuantScheme& scheme)
{
    std::vector<double> sizes;
    for (const float w : group)
        sizes.push_back(std::abs(static_cast<double>(w)));
    std::sort(sizes.begin(), sizes.end());
    if (scheme.range == QuantScheme::Range::Manual)
        return scheme.clip;
    if (scheme.range == QuantScheme::Range::Sigmas) {
        double squares = 0;
        for (const double size : sizes)
            squares += size * size / static_cast<double>(sizes.size());
        return scheme.sigmas * std::sqrt(squares);
    }
    if (scheme.range != QuantScheme::Range::Percentile)
        return sizes.back();
    const double position = scheme.percentile / 100 * static_cast<double>(sizes.size() - 1);
    const auto below = static_cast<std::size_t>(std::floor(position));
    const std::size_t above = std::min(below + 1, sizes.size() - 1);
    return sizes[below] + (position - static_cast<double>(below)) * (sizes[above] - sizes[below]);
}

/// Row \p row of the weights, or all of them for -1.
inline std::vector<float> groupOf(const LinearModel& model, int row)
{
    const float* first = model.weights.data() + (row < 0 ? 0 : row * kPixels);
    return {first, first + (row < 0 ? kClasses * kPixels : kPixels)};
}

} // namespace qlab::test
