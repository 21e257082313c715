// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>

#include <charconv>
#include <optional>
#include <string>

namespace qlab::app {

/// "a whole number from 1 to 10,000"
std::string wholeRangeText(std::uint64_t low, std::uint64_t high);

/// Refuses an empty text, which would else count as not given.
CLI::Validator notEmpty();

/// The whole text as a number, independent of the locale: nothing in front, nothing behind.
template <typename Number> std::optional<Number> readNumber(const std::string& text)
{
    Number value{};
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    return failure == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

/// An option that takes a whole number from \p low to \p high, and says so if it is given anything else.
template <typename Number>
CLI::Option* addWhole(
    CLI::App& command, const char* name, std::optional<Number>& value, Number low, Number high, const std::string& text)
{
    const std::string range = wholeRangeText(static_cast<std::uint64_t>(low), static_cast<std::uint64_t>(high));
    const auto store = [&value, low, high, name, range](const std::string& given) {
        value = readNumber<Number>(given);
        if (!value || *value < low || *value > high)
            throw CLI::ValidationError(name, "takes " + range + ", not \"" + given + "\"");
    };
    return command.add_option_function<std::string>(name, store, text)->type_name("NUMBER");
}

} // namespace qlab::app
