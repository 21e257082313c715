// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace qlab {

/// One tensor of a safetensors file (format: https://github.com/huggingface/safetensors#format): an 8-byte
/// little-endian header length, a JSON header, then the data, little-endian, row-major, without gaps.
struct Tensor {
    std::string name;
    std::string type; ///< "F32", "I8", "U8", "I32"
    std::vector<std::size_t> shape;
    std::string bytes; ///< little-endian, row-major
};

struct TensorFile {
    std::vector<Tensor> tensors; ///< written in this order: widest elements first keeps every tensor aligned
    std::map<std::string, std::string> metadata;
};

/// Puts tensors with wider elements before others, and leaves their order as it is otherwise.
void sortByWidth(TensorFile& file);

/// The bytes of the file. The header is padded with blanks so that the data starts at a multiple of 8.
std::string encodeSafetensors(const TensorFile& file);

/// Checks all that the format demands: lengths, types, offsets without gap or overlap, sizes that fit the shapes.
Result<TensorFile> decodeSafetensors(std::string_view bytes);

} // namespace qlab
