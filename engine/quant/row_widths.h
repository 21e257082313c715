// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/quant/quantized_model.h"

#include <array>
#include <functional>

/// Rows of different widths under a budget of bytes (QuantScheme::budget): more bits where they help most.
namespace qlab {

/// What each row loses at 1, 2, ... 8 bits; in a unit that all rows share.
using WidthErrors = std::array<std::array<double, 8>, kClasses>;

/// The widths, each 1 ... \p mostBits, with the least sum of errors whose packed rows (packedRowBytes()) of \p features
/// weights take at most \p budget bytes; of equal sums one with the fewest bytes. Exact, by dynamic programming over
/// the bytes (the multiple-choice knapsack problem: Kellerer and others, Knapsack Problems, chapter 11). Where even one
/// bit in every row takes more, that.
RowWidths chooseWidths(const WidthErrors& errors, int mostBits, int budget, int features);

/// The widths for weights that are not known yet, as even as the budget lets them be: each bit quarters the error.
RowWidths evenWidths(const QuantScheme& scheme, int features);

/// Whether chooseWidths() may have chosen them for the scheme.
bool fitBudget(const RowWidths& widths, const QuantScheme& scheme, int features);

/// The model at every width up to scheme.bits, and of these the rows with the widths of chooseWidths().
/// \p quantizeAt: for a scheme without a budget. \p errorOf: what the row of such a model loses.
QuantizedModel quantizeRows(const QuantScheme& scheme, int features,
    const std::function<QuantizedModel(const QuantScheme& even)>& quantizeAt,
    const std::function<double(const QuantizedModel& rounded, int row)>& errorOf);

/// Sum of (w - w')² over the weights of a row: what a row loses where no images are asked.
double squaredError(const LinearModel& model, const QuantizedModel& rounded, int row);

} // namespace qlab
