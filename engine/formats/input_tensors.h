// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/formats/tensor_reader.h"
#include "engine/quant/quantized_model.h"

#include <string_view>
#include <vector>

/// What a safetensors file holds of an input that is quantized by a range chosen beforehand (Input::Static):
/// "input_scale" F32 [1] and "input_zero_point" U8 [1]. Other inputs have neither.
namespace qlab {

void writeInput(const QuantizedModel& model, TensorFile& file);
/// Precondition: the model's scheme is set.
Status readInput(const TensorReader& reader, QuantizedModel& model);
std::vector<std::string_view> inputTensors(const QuantScheme& scheme);

} // namespace qlab
