// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/kernels/inference.h"
#include "engine/kernels/weights.h"
#include "engine/model/evaluation.h"
#include "engine/model/linear_model.h"
#include "engine/quant/quant_scheme.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>

namespace qlab {

/// Bits of each class row, 1 ... 8.
using RowWidths = std::array<std::uint8_t, kClasses>;

/// A linear model whose weights are integers: w'[k][j] = scale[k] * (q[k][j] - zeroPoint[k]). Its bias is float, and
/// where the scheme has integers for it, what they stand for: bias[k] = biasScale[k] * biasQ[k] (bias_grid.h).
struct QuantizedModel {
    QuantScheme scheme;
    std::array<std::int8_t, kClasses * kPixels> q{}; ///< row-major, whatever the width
    std::array<float, kClasses> scale{};             ///< equal for a per-tensor scheme
    std::array<std::int32_t, kClasses> zeroPoint{};
    BiasVector bias = BiasVector::Zero();
    std::array<std::int32_t, kClasses> biasQ{}; ///< zeros for Bias::Float, as the next
    std::array<float, kClasses> biasScale{};    ///< equal where the ten share a grid
    kernels::InputQuantization input{};         ///< Input::Static: of the normalised input (input_range.h)
    Normalization normalization;
    InputSteps steps;                ///< as LinearModel's: integers beyond steps.count() are 0
    bool trained = false;            ///< on its grid (quant_trainer.h), rather than rounded to it
    std::optional<RowWidths> widths; ///< there just if scheme.hasRowWidths()

    int bitsOf(int row) const { return widths ? (*widths)[static_cast<std::size_t>(row)] : scheme.bits; }
    /// What the integers of \p row follow: the scheme at the width of the row.
    QuantScheme schemeOf(int row) const { return rowScheme(scheme, bitsOf(row)); }
    float restored(int row, int column) const
    {
        const auto k = static_cast<std::size_t>(row);
        return scale[k] * static_cast<float>(q[k * kPixels + static_cast<std::size_t>(column)] - zeroPoint[k]);
    }
    /// The float model with the restored weights: what the integers stand for.
    LinearModel dequantized() const;
    /// For pixels of as many bits as the scheme says, where it takes pixels; of 8 bits else.
    kernels::Int8Weights packed() const;
};
using QuantizedModelPtr = std::shared_ptr<const QuantizedModel>;

/// Fails if an integer of a feature, or an affine zero point, is none of the scheme's grid: a file can hold such,
/// because bits tell more levels than some grids have. Fails also if rows are wider than scheme and budget let them be.
Status checkOnGrid(const QuantizedModel& model);

/// Quantizes by the formulas beside QuantScheme. Precondition: validate(scheme) was ok, weights are finite. What
/// needs images (needsImages(), data_aware.h) is done without: rounding to nearest, the range by least squares, a
/// static input by the range of all pixel values.
QuantizedModel quantize(const LinearModel& model, const QuantScheme& scheme);

/// The quantized model on every image, the way its scheme says the input goes in; integer sums for every input but
/// Float. For Dynamic8 and Dynamic7 the whole set is one batch.
Evaluation evaluate(const QuantizedModel& model, const ImageSet& images);

} // namespace qlab
