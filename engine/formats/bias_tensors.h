// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/formats/tensor_reader.h"
#include "engine/quant/quantized_model.h"

#include <string_view>
#include <vector>

/// What a safetensors file holds of a quantized model's bias (bias_grid.h): "bias" F32 [10]; of integers "bias" I32,
/// I16 or I8 [10] and "bias_scale" F32 [1], or [10] where each row has a scale of its own (hasBiasScales()).
namespace qlab {

/// Appends them; their elements may be narrower than those of tensors that follow.
void writeBias(const QuantizedModel& model, TensorFile& file);
/// Precondition: the model's scheme is set.
Status readBias(const TensorReader& reader, QuantizedModel& model);
std::vector<std::string_view> biasTensors(const QuantScheme& scheme);

} // namespace qlab
