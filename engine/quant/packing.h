// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"
#include "engine/core/shape.h"
#include "engine/quant/quantized_model.h"

#include <cstdint>
#include <span>
#include <vector>

namespace qlab {

/// Bytes of one packed row of \p columns weights of \p bits bits, padded to whole bytes: columns * bits / 8 rounded up.
std::size_t packedRowBytes(int bits, int columns = kPixels);

/// The first \p columns of each row of weights [10][784] in \p bits bits each: two's complement, lowest bits first in a
/// byte, each row padded to whole bytes (8 bits: the bytes themselves). Of an odd grid (QuantScheme::isOdd(), and one
/// bit always), the place among the odd integers, from 0 for the least: (q + 2^bits - 1) / 2. Precondition: each value
/// fits.
std::vector<std::uint8_t> packWeights(
    std::span<const std::int8_t> q, int bits, bool odd = false, int columns = kPixels);

/// The reverse: [10][784], 0 from \p columns on. Fails if the size is not that of ten rows.
Result<std::vector<std::int8_t>> unpackWeights(
    std::span<const std::uint8_t> bytes, int bits, bool odd = false, int columns = kPixels);

/// The same for codes 0 ... 2^bits - 1 [10][784], the places of weights among a codebook's levels.
std::vector<std::uint8_t> packIndices(std::span<const std::uint8_t> indices, int bits, int columns = kPixels);
Result<std::vector<std::uint8_t>> unpackIndices(std::span<const std::uint8_t> bytes, int bits, int columns = kPixels);

/// packWeights() of a model's own rows, of whatever widths they are; of codebooks packIndices().
std::vector<std::uint8_t> packWeights(const QuantizedModel& model);
/// The reverse: sets the integers of \p model, whose scheme, widths and steps are known, and no codebook's. Fails if
/// the size is not that of its rows.
Status unpackWeights(std::span<const std::uint8_t> bytes, QuantizedModel& model);

/// Bytes of the rows of packWeights().
std::size_t packedBytes(const QuantizedModel& model);

/// Bytes that a model's weights take in a file, packed, with their codebooks if they have such.
std::size_t weightBytes(const QuantizedModel& model);

} // namespace qlab
