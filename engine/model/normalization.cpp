// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/normalization.h"

#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>

namespace qlab {

namespace {

struct Named {
    std::string_view name;
    Normalization value;
};

const std::array<Named, 3>& namedNormalizations()
{
    static const std::array<Named, 3> all = {{
        {"mnist", Normalization::mnist()},
        {"half", Normalization::half()},
        {"unit", Normalization::unit()},
    }};
    return all;
}

/// The shortest text that reads back as the same float.
std::string shortest(float value)
{
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    return {text.data(), end};
}

std::optional<float> readFloat(std::string_view text)
{
    float value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

} // namespace

Result<Normalization> parseNormalization(const std::string& text)
{
    for (const Named& named : namedNormalizations())
        if (named.name == text)
            return named.value;
    if (const std::size_t slash = text.find('/'); slash != std::string::npos) {
        const auto mean = readFloat(std::string_view(text).substr(0, slash));
        const auto std = readFloat(std::string_view(text).substr(slash + 1));
        if (mean && std && *std > 0)
            return Normalization{*mean, *std};
    }
    return badInput(
        "normalization \"" + text + "\" is unknown: use mnist, half, unit or MEAN/STD (STD above 0)", "normalization");
}

std::string normalizationText(const Normalization& normalization)
{
    for (const Named& named : namedNormalizations())
        if (named.value == normalization)
            return std::string(named.name);
    return shortest(normalization.mean) + "/" + shortest(normalization.std);
}

} // namespace qlab
