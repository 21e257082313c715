// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/text.h"

#include <array>
#include <charconv>

namespace qlab {

std::string fixedText(double value, int decimals)
{
    std::array<char, 400> buffer; // the longest double in fixed notation has 309 digits before the dot
    const auto end =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, decimals);
    return {buffer.data(), end.ptr};
}

std::string exactText(double value)
{
    std::array<char, 32> buffer;
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return {buffer.data(), end.ptr};
}

std::string groupedText(std::int64_t value)
{
    std::string text = std::to_string(value);
    const auto first = static_cast<std::ptrdiff_t>(value < 0 ? 1 : 0);
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > first; at -= 3)
        text.insert(static_cast<std::size_t>(at), ",");
    return text;
}

} // namespace qlab
