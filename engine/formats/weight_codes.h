// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"

#include <cstdint>
#include <span>
#include <vector>

namespace qlab {

/// The integers of a model as symbols, feature by feature, row after row, and how the features lie: planes of
/// width x height (a row of weights is one or more planes, and a rest).
struct CodeShape {
    std::vector<int> levels; ///< of each row, 2 ... 256: its symbols are 0 ... levels - 1
    int features = 784;
    int width = 28; ///< of a plane
    int height = 28;

    std::size_t count() const { return levels.size() * static_cast<std::size_t>(features); } ///< of symbols
};

/// A whole number of bits a symbol, lowest first; three levels take a fifth of a byte. Rows of as many levels follow
/// each other without gaps, the next row of others begins a byte.
std::vector<std::uint8_t> packCodes(std::span<const std::uint8_t> codes, const CodeShape& shape);
/// Fails if the bytes are not as many as they must be, or hold a symbol that does not exist.
Result<std::vector<std::uint8_t>> unpackCodes(std::span<const std::uint8_t> bytes, const CodeShape& shape);

/// Arithmetic coding: a symbol's chance is what followed the same two neighbours (left and above in its plane) before,
/// each count starting at 1 and rising by 3 (about the start of 0.35 that was found best). Rows of as many levels learn
/// from each other.
std::vector<std::uint8_t> codeWeights(std::span<const std::uint8_t> codes, const CodeShape& shape);
/// Bytes that were damaged give other symbols; a checksum has to tell.
std::vector<std::uint8_t> decodeWeights(std::span<const std::uint8_t> bytes, const CodeShape& shape);

} // namespace qlab
