// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/number_option.h"

#include "engine/core/text.h"

#include <limits>

namespace qlab::app {

std::string wholeRangeText(std::uint64_t low, std::uint64_t high)
{
    constexpr auto kGrouped = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    const auto words = [](std::uint64_t number) {
        return number <= kGrouped ? groupedText(static_cast<std::int64_t>(number)) : std::to_string(number);
    };
    return low == high ? words(low) + " only" : "a whole number from " + words(low) + " to " + words(high);
}

CLI::Validator notEmpty()
{
    return CLI::Validator(
        [](std::string& text) { return text.empty() ? "give a name; it is empty" : std::string(); }, "");
}

} // namespace qlab::app
