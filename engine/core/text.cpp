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
    const std::string digits = std::to_string(value);
    std::string text;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        const std::size_t left = digits.size() - i;
        if (i > 0 && left % 3 == 0 && digits[i - 1] != '-')
            text += ',';
        text += digits[i];
    }
    return text;
}

} // namespace qlab
