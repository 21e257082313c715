// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"
#include "engine/quant/quantized_model.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

/// A quantized model in as few bytes as it takes (.qlm): 14 bytes of header (compact_header.h), per channel ten scales
/// (bfloat16) more, of an affine scheme one or ten zero points (int8), ten biases (int8, one scale), of a codebook one
/// or ten times 2^bits levels (int8; codebook.h), of rows with widths of their own four bytes with each width less one
/// in three bits, the first lowest, and the weights of the features, packed or arithmetic coded,
/// whichever is smaller (weight_codes.h).
///
/// Normalization needs no bytes: it goes into scales and biases, and the model that comes back takes pixels (or
/// features) as u / 255, whatever the scheme of the written one did with its input. A bias in common changes no
/// probability and is left out.
namespace qlab {

/// The model that a file of \p model holds: the same integers and steps, scales and biases rounded as the file rounds
/// them, the normalization folded in. Its scheme is that of \p model, but what the file has no room for is as it is
/// without: a static input, or one of fewer bits, takes pixels as they are, and integers of a bias are floats, rounded
/// once more by the file's own grid.
QuantizedModel compacted(const QuantizedModel& model);

std::vector<std::uint8_t> encodeCompact(const QuantizedModel& model);
std::size_t compactBytes(const QuantizedModel& model);

/// True if \p bytes begin as such a file does.
bool isCompact(std::string_view bytes);
/// Refuses what is cut short, damaged or of another version. What comes back encodes to the same bytes.
Result<QuantizedModel> decodeCompact(std::span<const std::uint8_t> bytes);

} // namespace qlab
