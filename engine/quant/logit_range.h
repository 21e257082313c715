// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/quant/input_curvature.h"
#include "engine/quant/quantized_model.h"

#include <span>

namespace qlab {

/// What an error e of row \p row's weights does to its logit on the training images: the mean of (eᵀ x)² over the
/// inputs x as the model sees them, normalised, each with the weight p (1 - p), p the model's probability of the class.
/// That is
///   eᵀ (C / (255 std)² + m mᵀ) e,
/// C the covariance of the pixels and m the mean of x under these weights (InputCurvature::Row). Nothing takes up the
/// mean error, since rounding to nearest leaves the bias as it is. \p error: of each of the model's features.
double logitCost(const InputCurvature& curvature, int row, std::span<const float> error);
/// The same of a row of a quantized model, which may have taken up the mean error in its bias: what is left then.
double logitCost(const InputCurvature& curvature, int row, const QuantizedModel& rounded);

/// Rounds the weights by themselves, on the grid of QuantScheme::Range::LeastLogits: of the 397 clipping limits of
/// LeastSquares the one whose rounding (of chance: to nearest) has the least logitCost(), summed over the rows of the
/// tensor or of each row. One bit: the scale s of s sign(w) with the least cost, which is wᵀMσ / σᵀMσ for the signs σ
/// and the matrix M above. Some tens of milliseconds. Precondition: validate(scheme) was ok, and its range is
/// LeastLogits.
QuantizedModel quantizeLeastLogits(const InputCurvature& curvature, const QuantScheme& scheme);

} // namespace qlab
