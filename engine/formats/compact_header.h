// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"
#include "engine/features/input_steps.h"

#include <array>
#include <cstdint>
#include <span>

namespace qlab {

/// The first 14 bytes of a compact model file (compact_file.h).
struct CompactHeader {
    static constexpr std::size_t kBytes = 14;

    bool coded = false; ///< the weights are arithmetic coded rather than packed
    bool perChannel = false;
    bool affine = false;
    bool full = false;      ///< QuantScheme::Levels::Full
    bool odd = false;       ///< QuantScheme::Levels::Odd
    bool codebook = false;  ///< QuantScheme::Levels::Codebook: codebooks follow the biases
    bool ownWidths = false; ///< of each row (QuantScheme::hasRowWidths()): they follow the biases
    int bits = 8;           ///< of each row, or the most of a row
    InputSteps steps;
    float biasScale = 1, scale = 1; ///< bfloat16; the scale of a file per channel is 1 here
    std::uint16_t checksum = 0;     ///< of all bytes but its own

    std::array<std::uint8_t, kBytes> encoded() const;
};

/// Fails on another magic, version, or values out of range. \p bytes: at least kBytes.
Result<CompactHeader> decodeHeader(std::span<const std::uint8_t> bytes);

/// A scale that a file may hold: above 0, and so small that no sum overflows.
bool isFileScale(float value);

/// The lower half of zlib's CRC-32 over the file without the header's last two bytes.
std::uint16_t compactChecksum(std::span<const std::uint8_t> file);

} // namespace qlab
