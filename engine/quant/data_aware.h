// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/quant/input_curvature.h"
#include "engine/quant/quantized_model.h"

namespace qlab {

/// Rounds the weights of \p curvature's model so that its answers on the training images change least, rather than the
/// weights themselves. Row by row, with the error e of the whole row costing eᵀ C e (input_curvature.h):
///  1. column by column, from the feature of most variance to that of least: each weight takes what the errors of those
///     before it want of it, then rounds (GPTQ: Frantar and others, arXiv 2210.17323; the same as Babai's nearest plane
///     on the factor of C: Chen and others, arXiv 2507.18553);
///  2. coordinate descent: single integers move while the cost falls;
///  3. the bias takes up the mean error: b += sum over features of (w - w') mean(x). Then it is rounded itself, if the
///     scheme says so (bias_grid.h).
/// The scale is what the scheme's range says; for LeastSquares and LeastLogits, which here are the same, the one of a
/// search whose rounding costs least. Such a search finds the scale of a codebook, too, whose levels are those that
/// k-means finds for the weights. Precondition: validate(scheme) was ok, and its rounding is DataAware. Same inputs and
/// build: the same integers.
QuantizedModel quantizeDataAware(const InputCurvature& curvature, const QuantScheme& scheme);

/// By whatever range, rounding and input the scheme asks for, with images in mind or not (needsImages()). Precondition:
/// validate(scheme) was ok.
QuantizedModel quantizeOn(const InputCurvature& curvature, const QuantScheme& scheme);
/// The same, measuring the images first if it must (needsCurvature()): that then takes some tenths of a second.
/// Preconditions as for quantize() and InputCurvatureMaker.
QuantizedModel quantizeOn(const DatasetPtr& data, const LinearModelPtr& model, const QuantScheme& scheme);

} // namespace qlab
