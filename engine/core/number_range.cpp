// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/number_range.h"

#include "engine/core/text.h"

#include <cmath>

namespace qlab {
namespace {

/// Beyond the 53 bits of a double stand only limits of integer types, one below a power of two.
std::string endText(double end)
{
    constexpr double kLargestSeed = 0x1p64;
    if (end == kLargestSeed)
        return "2^64 - 1";
    return end == std::floor(end) ? groupedText(static_cast<std::int64_t>(end)) : exactText(end);
}

} // namespace

std::string rangeText(const NumberRange& range)
{
    if (range.withoutLow)
        return "above " + endText(range.low) + (range.withoutHigh ? ", below " : ", at most ") + endText(range.high);
    return "from " + endText(range.low) + (range.withoutHigh ? " up to below " : " to ") + endText(range.high);
}

} // namespace qlab
