// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/random.h"
#include "engine/quant/bias_grid.h"
#include "engine/quant/codebook.h"
#include "engine/quant/grid.h"
#include "engine/quant/quantized_model.h"
#include "engine/quant/row_widths.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <span>

namespace qlab {

namespace {

template <rounding::Mode mode, Ends ends>
void putOnGrid(std::span<const float> group, const Grid& grid, std::span<std::int8_t> q)
{
    for (std::size_t i = 0; i < group.size(); ++i) {
        const auto steps = static_cast<std::int32_t>(stepsOf<mode, ends>(group[i], grid));
        q[i] = static_cast<std::int8_t>(steps + grid.zeroPoint);
    }
}

/// The whole number below or above, the nearer one the more likely. A whole number stays what it is.
float byChance(float steps, Random& random)
{
    const float below = std::floor(steps);
    return below + (random.uniform() < steps - below ? 1.0f : 0.0f);
}

template <Ends ends>
void putOnGridByChance(std::span<const float> group, const Grid& grid, Random& random, std::span<std::int8_t> q)
{
    for (std::size_t i = 0; i < group.size(); ++i) {
        const float exact = group[i] / grid.scale;
        const float whole = ends == Ends::Odd ? 2 * byChance((exact - 1) / 2, random) + 1 : byChance(exact, random);
        const auto steps = static_cast<std::int32_t>(wholeSteps<rounding::Mode::NearestEven, ends>(whole, grid));
        q[i] = static_cast<std::int8_t>(steps + grid.zeroPoint);
    }
}

void putOnGrid(
    std::span<const float> group, const Grid& grid, const QuantScheme& scheme, Random& random, std::span<std::int8_t> q)
{
    withRules(scheme, [&](auto mode, auto ends) {
        if (scheme.rounding == rounding::Mode::Stochastic)
            putOnGridByChance<ends()>(group, grid, random, q);
        else
            putOnGrid<mode(), ends()>(group, grid, q);
    });
}

/// The scale that they were put on.
float putOnCodebook(std::span<const float> group, int bits, int features, std::span<std::int8_t> q)
{
    const Codebook codebook = chooseCodebook(group, bits, features);
    const NearestLevel nearest(codebook.levels);
    std::ranges::transform(
        group, q.begin(), [&](float w) { return static_cast<std::int8_t>(nearest(w / codebook.scale)); });
    return codebook.scale;
}

void keepSigns(std::span<const float> group, std::span<std::int8_t> q)
{
    std::transform(
        group.begin(), group.end(), q.begin(), [](float w) { return static_cast<std::int8_t>(w >= 0 ? 1 : -1); });
}

/// +1 with the probability (w / scale + 1) / 2, so that the mean is w within the scale (BinaryConnect: Courbariaux and
/// others, arXiv 1511.00363).
void signsByChance(std::span<const float> group, float scale, Random& random, std::span<std::int8_t> q)
{
    std::transform(group.begin(), group.end(), q.begin(),
        [&](float w) { return static_cast<std::int8_t>(random.uniform() < (w / scale + 1) / 2 ? 1 : -1); });
}

} // namespace

QuantizedModel quantize(const LinearModel& model, const QuantScheme& scheme)
{
    if (scheme.hasRowWidths())
        return quantizeRows(
            scheme, model.steps.count(), [&](const QuantScheme& even) { return quantize(model, even); },
            [&](const QuantizedModel& rounded, int row) { return squaredError(model, rounded, row); });
    const std::size_t rows = scheme.granularity == QuantScheme::Granularity::PerTensor ? kClasses : 1;
    QuantizedModel result = quantizeOnGrids(model, scheme, [&](int first) {
        return chooseGrid({model.weights.data() + first * kPixels, rows * kPixels}, scheme, model.steps.count());
    });
    setInputAndBias(result, model.bias, nullptr);
    return result;
}

QuantizedModel quantizeOnGrids(
    const LinearModel& model, const QuantScheme& scheme, const std::function<Grid(int firstRow)>& gridOf)
{
    assert(validate(scheme).ok() && isFinite(model));
    Random random(static_cast<std::uint64_t>(scheme.seed));
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
        if (scheme.isCodebook()) {
            grid.scale = putOnCodebook(group, scheme.bits, features, q);
        } else if (grid = gridOf(static_cast<int>(row)); scheme.isSign()) {
            if (scheme.rounding == rounding::Mode::Stochastic)
                signsByChance(group, grid.scale, random, q);
            else
                keepSigns(group, q);
        } else {
            putOnGrid(group, grid, scheme, random, q);
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
