// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/quant/grid.h"
#include "engine/quant/quantized_model.h"

#include <algorithm>
#include <cassert>
#include <span>

namespace qlab {

namespace {

template <rounding::Mode mode, QuantScheme::Overflow overflow>
void putOnGrid(std::span<const float> group, const Grid& grid, std::span<std::int8_t> q)
{
    for (std::size_t i = 0; i < group.size(); ++i) {
        const auto steps = static_cast<std::int32_t>(stepsOf<mode, overflow>(group[i], grid));
        q[i] = static_cast<std::int8_t>(steps + grid.zeroPoint);
    }
}

void putOnGrid(std::span<const float> group, const Grid& grid, const QuantScheme& scheme, std::span<std::int8_t> q)
{
    using Overflow = QuantScheme::Overflow;
    rounding::withMode(scheme.rounding, [&](auto mode) {
        if (scheme.overflow == Overflow::Wrap)
            putOnGrid<mode(), Overflow::Wrap>(group, grid, q);
        else
            putOnGrid<mode(), Overflow::Saturate>(group, grid, q);
    });
}

void keepSigns(std::span<const float> group, std::span<std::int8_t> q)
{
    std::transform(
        group.begin(), group.end(), q.begin(), [](float w) { return static_cast<std::int8_t>(w >= 0 ? 1 : -1); });
}

} // namespace

QuantizedModel quantize(const LinearModel& model, const QuantScheme& scheme)
{
    assert(validate(scheme).ok() && isFinite(model));
    QuantizedModel result;
    result.scheme = scheme;
    result.bias = model.bias;
    result.normalization = model.normalization;
    result.steps = model.steps;
    const int features = model.steps.count();

    const bool perTensor = scheme.granularity == QuantScheme::Granularity::PerTensor;
    const std::size_t rows = perTensor ? kClasses : 1;
    const std::span<const float> weights(model.weights.data(), kClasses * kPixels);
    for (std::size_t row = 0; row < kClasses; row += rows) {
        const auto group = weights.subspan(row * kPixels, rows * kPixels);
        const auto q = std::span(result.q).subspan(row * kPixels, rows * kPixels);
        Grid grid;
        if (scheme.bits == 1) {
            grid.scale = chooseSignScale(group, scheme, features);
            keepSigns(group, q);
        } else {
            grid = chooseGrid(group, scheme, features);
            putOnGrid(group, grid, scheme, q);
        }
        for (std::size_t k = 0; k < rows; ++k) // what no feature meets stands for 0
            std::fill(q.begin() + static_cast<std::ptrdiff_t>(k * kPixels) + features,
                q.begin() + static_cast<std::ptrdiff_t>((k + 1) * kPixels), static_cast<std::int8_t>(grid.zeroPoint));
        std::fill_n(result.scale.begin() + static_cast<std::ptrdiff_t>(row), rows, grid.scale);
        std::fill_n(result.zeroPoint.begin() + static_cast<std::ptrdiff_t>(row), rows, grid.zeroPoint);
    }
    return result;
}

} // namespace qlab
