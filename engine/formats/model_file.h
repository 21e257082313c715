// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"
#include "engine/model/linear_model.h"
#include "engine/quant/quantized_model.h"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace qlab {

/// Models as safetensors. Float, as this lab writes it: "weight" F32 [10, 784], "bias" F32 [10]. Quantized: its weights
/// (weight_tensors.h), its bias (bias_tensors.h) and, of a static input, its quantization (input_tensors.h). The
/// metadata hold the normalization, and the scheme of a quantized model.
std::string encodeModel(const LinearModel& model);
std::string encodeModel(const QuantizedModel& model);

/// One of the two, as the file says.
struct ModelFile {
    LinearModelPtr original;
    QuantizedModelPtr quantized;
    std::size_t bytes = 0; ///< of the file, where there is one
};
/// Refuses with a reason what is not a model of this lab: other shapes, missing tensors, non-finite weights.
/// A float file of another maker (PyTorch, Keras, ...: see linear_tensors.h) is taken. Where the metadata name no
/// normalization, \p normalization counts, or MNIST's if none is given; where they name another one, that is an error.
Result<ModelFile> decodeModel(std::string_view bytes, const std::optional<Normalization>& normalization = {});
/// A format that holds this lab's models, told from the others by its first bytes.
struct ModelFormat {
    std::string_view suffix;              ///< "safetensors", "qlm"
    bool (*isIn)(std::string_view bytes); ///< the last one takes, and refuses with a reason, what no other wants
    Result<ModelFile> (*decode)(std::string_view bytes, const std::optional<Normalization>& normalization);
    std::string (*encode)(const QuantizedModel& model);
};
std::span<const ModelFormat> modelFormats();

Result<ModelFile> readModelFile(
    const std::filesystem::path& path, const std::optional<Normalization>& normalization = {});

/// Names of the models in a results folder.
inline constexpr const char* kOriginalFile = "model-float.safetensors";
inline constexpr const char* kQuantizedFile = "model-quantized.safetensors";

/// A model file, or the quantized model of a results folder.
Result<ModelFile> readModelOfRun(
    const std::filesystem::path& path, const std::optional<Normalization>& normalization = {});

} // namespace qlab
