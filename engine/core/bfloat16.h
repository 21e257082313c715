// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstdint>

namespace qlab {

/// \p value rounded to the 16 bits of a bfloat16, halves to even: 8 significant bits, the range of a float. Files keep
/// such numbers in two bytes.
inline float toBfloat16(float value)
{
    const auto bits = std::bit_cast<std::uint32_t>(value);
    return std::bit_cast<float>((bits + 0x7FFF + (bits >> 16 & 1)) & 0xFFFF0000);
}

} // namespace qlab
