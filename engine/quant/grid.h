// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/shape.h"
#include "engine/quant/quant_scheme.h"
#include "engine/quant/rounding.h"

#include <cstdint>
#include <span>

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

/// \p steps, a weight over the scale, as a whole number on the grid: q - zeroPoint.
template <rounding::Mode mode, QuantScheme::Overflow overflow> float wholeSteps(float steps, const Grid& grid)
{
    if constexpr (overflow == QuantScheme::Overflow::Saturate) {
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
template <rounding::Mode mode, QuantScheme::Overflow overflow> float stepsOf(float w, const Grid& grid)
{
    return wholeSteps<mode, overflow>(w / grid.scale, grid);
}

/// The grid of a group by the formulas beside QuantScheme. \p group: one or more whole rows, with
/// zeros from \p features on that are no weights.
Grid chooseGrid(std::span<const float> group, const QuantScheme& scheme, int features = kPixels);

/// The scale of a group whose weights keep their sign only.
float chooseSignScale(std::span<const float> group, const QuantScheme& scheme, int features = kPixels);

} // namespace qlab
