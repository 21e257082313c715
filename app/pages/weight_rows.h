// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine_bridge.h"
#include "app/widgets/heat_map.h"

#include <span>

namespace qlab::app {

/// The weight images of the Quantize page: original, quantized, and the difference magnified by a whole factor so that
/// it can be seen.
struct WeightRows {
    std::vector<HeatMapRow> rows;
    double limit = 1;      ///< of original and quantized: the 99.5th percentile of |weight|
    int magnification = 1; ///< of the error row
};
/// Of weights [10][784] whose rows begin with so many that count: mapLimit() of these.
double weightLimit(std::span<const float> weights, int features);

WeightRows weightRows(const QuantReport& report);

/// What hovering over a pixel says: place, both weights, the integer.
QString weightText(const QuantReport& report, const HeatMapStrip::Pixel& pixel);

} // namespace qlab::app
