// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/shape.h"
#include "engine/quant/quantized_model.h"
#include "engine/quant/rounding.h"

#include <cstdint>
#include <functional>
#include <span>
#include <type_traits>
#include <vector>

/// Inside the quant room: the grid that one group of weights (the tensor or a row) is put on.
namespace qlab {

/// real = scale * (q - zeroPoint), q in qmin ... qmax. For two bits and more; one bit is a sign.
struct Grid {
    float scale = 1;
    std::int32_t zeroPoint = 0;
    std::int32_t qmin = 0;
    std::int32_t qmax = 0;
    int bits = 8;
};

/// What keeps integers on the grid.
enum class Ends {
    Saturate,
    Wrap,
    Odd, ///< odd integers only, saturating
};

/// Calls \p work with rounding mode and ends of a scheme as compile-time constants: loops over weights stay free of
/// branches. See rounding::withMode for the modes that depend on more than the weight.
template <typename Work> auto withRules(const QuantScheme& scheme, const Work& work)
{
    return rounding::withMode(scheme.rounding, [&](auto mode) {
        if (scheme.isOdd())
            return work(mode, std::integral_constant<Ends, Ends::Odd>{});
        if (scheme.overflow == QuantScheme::Overflow::Wrap)
            return work(mode, std::integral_constant<Ends, Ends::Wrap>{});
        return work(mode, std::integral_constant<Ends, Ends::Saturate>{});
    });
}

/// \p steps, a weight over the scale, as a whole number on the grid: q - zeroPoint.
template <rounding::Mode mode, Ends ends> float wholeSteps(float steps, const Grid& grid)
{
    if constexpr (ends == Ends::Odd) { // (q - 1) / 2 is a whole number
        const auto half = static_cast<float>(grid.qmax - 1) / 2;
        return 2 * rounding::roundSaturated<mode>((steps - 1) / 2, -half - 1, half) + 1;
    } else if constexpr (ends == Ends::Saturate) {
        return rounding::roundSaturated<mode>(
            steps, static_cast<float>(grid.qmin - grid.zeroPoint), static_cast<float>(grid.qmax - grid.zeroPoint));
    } else {
        const std::int32_t q =
            static_cast<std::int32_t>(rounding::roundModulo<mode>(steps, grid.bits)) + grid.zeroPoint;
        const std::int32_t mask = (1 << grid.bits) - 1;
        return static_cast<float>(((q - grid.qmin) & mask) + grid.qmin - grid.zeroPoint);
    }
}

/// q - zeroPoint of the weight \p w: what the scale is multiplied with to restore the weight.
template <rounding::Mode mode, Ends ends> float stepsOf(float w, const Grid& grid)
{
    return wholeSteps<mode, ends>(w / grid.scale, grid);
}

/// The grid of a group by the formulas beside QuantScheme; where it wants images, that of LeastSquares. \p group: one
/// or more whole rows, with zeros from \p features on that are no weights. Of signs the scale only.
Grid chooseGrid(std::span<const float> group, const QuantScheme& scheme, int features = kPixels);

/// The grids of LeastSquares' 397 clipping limits, the smallest first. Precondition: the scheme is no sign's.
std::vector<Grid> clippedGrids(std::span<const float> group, const QuantScheme& scheme);

/// Weights may be divided by the result: a group of zeros would give a scale of 0, one of huge weights infinity.
float usableScale(float scale);

/// The integers of quantize() on grids from elsewhere, beside the float bias: \p gridOf is asked with the first row of
/// the tensor or of each row. A codebook asks for none.
QuantizedModel quantizeOnGrids(
    const LinearModel& model, const QuantScheme& scheme, const std::function<Grid(int firstRow)>& gridOf);

} // namespace qlab
