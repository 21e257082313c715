// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/formats/tensor_reader.h"
#include "engine/quant/quantized_model.h"

#include <string_view>
#include <vector>

/// What a safetensors file holds of a quantized model's weights: "scale" F32 [1] or [10], "zero_point" I8 (affine only,
/// like scale), and "weight" I8 [10, features] or, below 8 bits, "weight_packed" U8 [10, bytes of a row] (packing.h).
/// Of rows with widths of their own "row_bits" U8 [10], and "weight_packed" is U8 [bytes of all rows]. Of a codebook
/// "codebook" I8 [1 or 10, 2^bits] (codebook.h), and the packed weights are places in it.
namespace qlab {

void writeWeights(const QuantizedModel& model, TensorFile& file);
/// Integers, widths, scales and zero points; fails on weights that would not be finite. Precondition: the model's
/// scheme and steps are set.
Status readWeights(const TensorReader& reader, QuantizedModel& model);
std::vector<std::string_view> weightTensors(const QuantScheme& scheme);

} // namespace qlab
