// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/quant/grid.h"

#include "engine/core/shape.h"
#include "engine/model/statistics.h"

#include <array>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

namespace qlab {

namespace {

/// What the formulas need to know of a group's weights.
struct Extent {
    float low = 0;  ///< min(w, 0)
    float high = 0; ///< max(w, 0)

    float largest() const { return std::max(-low, high); } ///< max |w|
};

Extent extentOf(std::span<const float> group)
{
    Extent extent;
    for (const float w : group) {
        extent.low = std::min(extent.low, w);
        extent.high = std::max(extent.high, w);
    }
    return extent;
}

Grid emptyGrid(const QuantScheme& scheme)
{
    Grid grid;
    grid.qmin = scheme.qmin();
    grid.qmax = scheme.qmax();
    grid.bits = scheme.bits;
    return grid;
}

/// The grid for the clipping limit c. Fixed knows no limit and is not for this function.
Grid clippedGrid(const QuantScheme& scheme, const Extent& extent, double c)
{
    Grid grid = emptyGrid(scheme);
    if (scheme.zero == QuantScheme::Zero::Affine) {
        const float low = std::max(extent.low, static_cast<float>(-c));
        const float high = std::min(extent.high, static_cast<float>(c));
        grid.scale = usableScale((high - low) / static_cast<float>((1 << scheme.bits) - 1));
        const float zeroPoint = static_cast<float>(grid.qmin) - std::nearbyint(low / grid.scale);
        grid.zeroPoint = static_cast<std::int32_t>(
            std::clamp(zeroPoint, static_cast<float>(grid.qmin), static_cast<float>(grid.qmax)));
    } else {
        const bool wider = !scheme.isOdd() && scheme.levels != QuantScheme::Levels::Restricted;
        const double half = wider ? 0.5 : 0.0;
        grid.scale = usableScale(static_cast<float>(c / (scheme.qmax() + half)));
    }
    return grid;
}

/// Lanes that add up side by side: the compiler may not reorder a sum of floats, so the order is written down.
constexpr std::size_t kLanes = 16;
static_assert(kPixels % kLanes == 0);

double sumOfSquares(const std::array<float, kPixels>& values)
{
    std::array<float, kLanes> sums{};
    for (std::size_t i = 0; i < values.size(); i += kLanes)
        for (std::size_t lane = 0; lane < kLanes; ++lane)
            sums[lane] += values[i + lane] * values[i + lane];
    return std::accumulate(sums.begin(), sums.end(), 0.0);
}

/// Sum of (w - w')^2 over whole rows. Two plain loops, because one with both in it is no longer vector code.
template <rounding::Mode mode, Ends ends> double squaredError(std::span<const float> group, const Grid& grid)
{
    std::array<float, kPixels> errors; // left uninitialised: written before it is read, once a row
    double total = 0;
    for (std::size_t row = 0; row < group.size(); row += kPixels) {
        for (std::size_t j = 0; j < kPixels; ++j)
            errors[j] = group[row + j] - grid.scale * stepsOf<mode, ends>(group[row + j], grid);
        total += sumOfSquares(errors);
    }
    return total;
}

template <rounding::Mode mode, Ends ends>
Grid leastSquaresGrid(std::span<const float> group, const std::vector<Grid>& grids)
{
    Grid best = grids.front();
    double least = std::numeric_limits<double>::infinity();
    for (const Grid& grid : grids) {
        const double error = squaredError<mode, ends>(group, grid);
        if (error < least) {
            least = error;
            best = grid;
        }
    }
    return best;
}

Grid leastSquaresGrid(std::span<const float> group, const QuantScheme& scheme)
{
    const std::vector<Grid> grids = clippedGrids(group, scheme);
    return withRules(scheme, [&](auto mode, auto ends) { return leastSquaresGrid<mode(), ends()>(group, grids); });
}

bool isSearched(QuantScheme::Range range)
{
    return range == QuantScheme::Range::LeastSquares || range == QuantScheme::Range::LeastLogits;
}

/// |w| of the weights that features meet.
std::vector<double> sizesOf(std::span<const float> group, int features)
{
    std::vector<double> sizes;
    sizes.reserve(group.size());
    for (std::size_t row = 0; row < group.size(); row += kPixels)
        for (const float w : group.subspan(row, static_cast<std::size_t>(features)))
            sizes.push_back(std::abs(w));
    return sizes;
}

double percentileOfSizes(std::span<const float> group, double percentile, int features)
{
    std::vector<double> sizes = sizesOf(group, features);
    return quantile(sizes, percentile / 100);
}

double rootMeanSquare(std::span<const float> group, int features)
{
    const std::vector<double> sizes = sizesOf(group, features);
    return std::sqrt(
        std::inner_product(sizes.begin(), sizes.end(), sizes.begin(), 0.0) / static_cast<double>(sizes.size()));
}

float meanSize(std::span<const float> group, int features)
{
    const std::vector<double> sizes = sizesOf(group, features);
    return static_cast<float>(std::accumulate(sizes.begin(), sizes.end(), 0.0) / static_cast<double>(sizes.size()));
}

/// The clipping limit c of the rules that need no search.
double clippingLimit(std::span<const float> group, const QuantScheme& scheme, const Extent& extent, int features)
{
    switch (scheme.range) {
    case QuantScheme::Range::Percentile:
        return percentileOfSizes(group, scheme.percentile, features);
    case QuantScheme::Range::Manual:
        return scheme.clip;
    case QuantScheme::Range::Sigmas:
        return scheme.sigmas * rootMeanSquare(group, features);
    default:
        return extent.largest();
    }
}

float chooseSignScale(std::span<const float> group, const QuantScheme& scheme, int features)
{
    if (scheme.range == QuantScheme::Range::Fixed)
        return std::ldexp(1.0f, -scheme.exponent);
    if (isSearched(scheme.range))
        return usableScale(meanSize(group, features));
    return usableScale(static_cast<float>(clippingLimit(group, scheme, extentOf(group), features)));
}

} // namespace

float usableScale(float scale)
{
    return std::clamp(scale, std::numeric_limits<float>::min(), std::numeric_limits<float>::max());
}

std::vector<Grid> clippedGrids(std::span<const float> group, const QuantScheme& scheme)
{
    constexpr int kSteps = 397;
    const Extent extent = extentOf(group);
    std::vector<Grid> grids;
    grids.reserve(kSteps);
    for (int step = 0; step < kSteps; ++step)
        grids.push_back(clippedGrid(scheme, extent, (0.01 + 0.99 * step / (kSteps - 1)) * extent.largest()));
    return grids;
}

Grid chooseGrid(std::span<const float> group, const QuantScheme& scheme, int features)
{
    assert(!scheme.isCodebook() && !group.empty() && group.size() % kPixels == 0);
    if (scheme.isSign()) {
        Grid grid;
        grid.scale = chooseSignScale(group, scheme, features);
        return grid;
    }
    if (scheme.range == QuantScheme::Range::Fixed) {
        Grid grid = emptyGrid(scheme);
        grid.scale = std::ldexp(1.0f, -scheme.exponent);
        return grid;
    }
    if (isSearched(scheme.range))
        return leastSquaresGrid(group, scheme);
    const Extent extent = extentOf(group);
    return clippedGrid(scheme, extent, clippingLimit(group, scheme, extent, features));
}

} // namespace qlab
