// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/text.h"
#include "engine/quant/quant_scheme.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>

namespace qlab {

namespace {

using Names = std::span<const std::string_view>;

// In the order of the enumerators.
Names namesOf(QuantScheme::Granularity)
{
    static constexpr std::array<std::string_view, 2> kNames = {"per-tensor", "per-channel"};
    return kNames;
}
Names namesOf(QuantScheme::Zero)
{
    static constexpr std::array<std::string_view, 2> kNames = {"symmetric", "affine"};
    return kNames;
}
Names namesOf(QuantScheme::Levels)
{
    static constexpr std::array<std::string_view, 2> kNames = {"restricted", "full"};
    return kNames;
}
Names namesOf(QuantScheme::Range)
{
    static constexpr std::array<std::string_view, 6> kNames = {
        "fixed", "min-max", "percentile", "least-squares", "manual", "sigmas"};
    return kNames;
}
Names namesOf(QuantScheme::Overflow)
{
    static constexpr std::array<std::string_view, 2> kNames = {"saturate", "wrap"};
    return kNames;
}
Names namesOf(QuantScheme::Rounding)
{
    static constexpr std::array<std::string_view, 6> kNames = {
        "nearest-even", "nearest-away", "toward-zero", "floor", "stochastic", "data-aware"};
    return kNames;
}
Names namesOf(QuantScheme::Input)
{
    static constexpr std::array<std::string_view, 4> kNames = {"pixels", "dynamic8", "dynamic7", "float"};
    return kNames;
}

template <typename Enum> std::string_view nameOf(Enum value) { return namesOf(value)[static_cast<std::size_t>(value)]; }

std::string valueText(int value) { return std::to_string(value); }
std::string valueText(double value) { return exactText(value); }
template <typename Enum> std::string valueText(Enum value) { return std::string(nameOf(value)); }

template <typename Number> bool readNumber(std::string_view text, Number& value)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size();
}
bool readValue(std::string_view text, int& value) { return readNumber(text, value); }
bool readValue(std::string_view text, double& value) { return readNumber(text, value); }
template <typename Enum> bool readValue(std::string_view text, Enum& value)
{
    const Names names = namesOf(value);
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i] == text) {
            value = static_cast<Enum>(i);
            return true;
        }
    }
    return false;
}

/// One field of the scheme in a file.
struct Field {
    std::string_view key;
    std::string (*write)(const QuantScheme&);
    bool (*read)(std::string_view, QuantScheme&); ///< false if the text is no such value
};

template <auto member> constexpr Field field(std::string_view key)
{
    return {key, [](const QuantScheme& scheme) { return valueText(scheme.*member); },
        [](std::string_view text, QuantScheme& scheme) { return readValue(text, scheme.*member); }};
}

constexpr std::array<Field, 13> kFields = {
    field<&QuantScheme::bits>("bits"),
    field<&QuantScheme::granularity>("granularity"),
    field<&QuantScheme::zero>("zero"),
    field<&QuantScheme::levels>("levels"),
    field<&QuantScheme::range>("range"),
    field<&QuantScheme::exponent>("exponent"),
    field<&QuantScheme::percentile>("percentile"),
    field<&QuantScheme::clip>("clip"),
    field<&QuantScheme::sigmas>("sigmas"),
    field<&QuantScheme::overflow>("overflow"),
    field<&QuantScheme::rounding>("rounding"),
    field<&QuantScheme::seed>("rounding-seed"),
    field<&QuantScheme::input>("input"),
};

Status readPair(std::string_view pair, QuantScheme& scheme)
{
    const std::size_t equals = pair.find('=');
    const std::string_view key = pair.substr(0, equals);
    for (const Field& candidate : kFields) {
        if (candidate.key != key)
            continue;
        if (equals != std::string_view::npos && candidate.read(pair.substr(equals + 1), scheme))
            return {};
        return badInput("quantization scheme: \"" + std::string(pair) + "\" has no value this version knows");
    }
    return badInput("quantization scheme: \"" + std::string(key) + "\" is not a setting this version knows");
}

} // namespace

std::string_view name(QuantScheme::Granularity value) { return nameOf(value); }
std::string_view name(QuantScheme::Zero value) { return nameOf(value); }
std::string_view name(QuantScheme::Levels value) { return nameOf(value); }
std::string_view name(QuantScheme::Range value) { return nameOf(value); }
std::string_view name(QuantScheme::Overflow value) { return nameOf(value); }
std::string_view name(QuantScheme::Rounding value) { return nameOf(value); }
std::string_view name(QuantScheme::Input value) { return nameOf(value); }

std::string schemeToText(const QuantScheme& scheme)
{
    std::string text;
    for (const Field& entry : kFields) {
        if (!text.empty())
            text += ' ';
        text += std::string(entry.key) + '=' + entry.write(scheme);
    }
    return text;
}

Result<QuantScheme> schemeFromText(std::string_view text)
{
    QuantScheme scheme;
    while (true) {
        text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
        if (text.empty())
            break;
        const std::string_view pair = text.substr(0, text.find(' '));
        if (Status status = readPair(pair, scheme); !status)
            return status.error();
        text.remove_prefix(pair.size());
    }
    if (Status status = validate(scheme); !status)
        return status.error();
    return scheme;
}

} // namespace qlab
