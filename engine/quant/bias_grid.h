// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/split.h"
#include "engine/quant/quantized_model.h"

namespace qlab {

/// The largest integer of a bias; the smallest is its negative. Precondition: not Bias::Float.
std::int32_t mostBias(QuantScheme::Bias bias);

/// True if each row has a scale of its own: 32 bits beside an input whose scale is known beforehand (pixels, static),
/// per channel. Else one scale stands for all.
bool hasBiasScales(const QuantScheme& scheme);

/// What integers of a bias stand for: the product rounded once.
float restoredBias(float scale, std::int32_t q);

/// Puts \p bias on the grid of the model's scheme: its bias, and where it is no float biasQ and biasScale. The
/// quotient bias / scale is taken in double, rounded to even and held within +-mostBias().
/// Scale of 32 bits: that of a product, input scale * weight scale of the row, as TensorFlow Lite (its quantization
/// specification; input scale 1 / (inputTop() std) for pixels, QuantizedModel::input for static ones). Where the input
/// scale is not known beforehand (dynamic, float), and of 16 and 8 bits: max |bias| / mostBias(). Always usableScale()
/// of grid.h. Precondition: scheme, scales, normalization and input of the model are set.
void setBias(QuantizedModel& model, const BiasVector& bias);

/// The last step to a quantized model: its input by \p data (chosenInput() of input_range.h), then its bias.
/// Precondition: as for setBias(), but for the input.
void setInputAndBias(QuantizedModel& model, const BiasVector& bias, const Dataset* data);

} // namespace qlab
