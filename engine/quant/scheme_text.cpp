// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/text.h"
#include "engine/quant/quant_scheme.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>

namespace qlab {

namespace {

/// An enumerator and its name in files.
template <typename Enum> struct Named {
    Enum value;
    std::string_view name;
};

using S = QuantScheme;
constexpr Named<S::Granularity> kGranularities[] = {
    {S::Granularity::PerTensor, "per-tensor"}, {S::Granularity::PerChannel, "per-channel"}};
constexpr Named<S::Zero> kZeros[] = {{S::Zero::Symmetric, "symmetric"}, {S::Zero::Affine, "affine"}};
constexpr Named<S::Levels> kLevels[] = {{S::Levels::Restricted, "restricted"}, {S::Levels::Full, "full"},
    {S::Levels::Odd, "odd"}, {S::Levels::Codebook, "codebook"}};
constexpr Named<S::Range> kRanges[] = {{S::Range::Fixed, "fixed"}, {S::Range::MinMax, "min-max"},
    {S::Range::Percentile, "percentile"}, {S::Range::LeastSquares, "least-squares"}, {S::Range::Manual, "manual"},
    {S::Range::Sigmas, "sigmas"}, {S::Range::LeastLogits, "least-logits"}};
constexpr Named<S::Overflow> kOverflows[] = {{S::Overflow::Saturate, "saturate"}, {S::Overflow::Wrap, "wrap"}};
constexpr Named<S::Rounding> kRoundings[] = {{S::Rounding::NearestEven, "nearest-even"},
    {S::Rounding::NearestAway, "nearest-away"}, {S::Rounding::TowardZero, "toward-zero"}, {S::Rounding::Floor, "floor"},
    {S::Rounding::Stochastic, "stochastic"}, {S::Rounding::DataAware, "data-aware"}};
constexpr Named<S::Input> kInputs[] = {{S::Input::Pixels, "pixels"}, {S::Input::Dynamic8, "dynamic8"},
    {S::Input::Dynamic7, "dynamic7"}, {S::Input::Float, "float"}, {S::Input::DynamicRow, "dynamic-row"},
    {S::Input::Static, "static"}};
constexpr Named<S::Bias> kBiases[] = {
    {S::Bias::Float, "float"}, {S::Bias::Int32, "int32"}, {S::Bias::Int16, "int16"}, {S::Bias::Int8, "int8"}};

constexpr std::span<const Named<S::Granularity>> namesOf(S::Granularity) { return kGranularities; }
constexpr std::span<const Named<S::Zero>> namesOf(S::Zero) { return kZeros; }
constexpr std::span<const Named<S::Levels>> namesOf(S::Levels) { return kLevels; }
constexpr std::span<const Named<S::Range>> namesOf(S::Range) { return kRanges; }
constexpr std::span<const Named<S::Overflow>> namesOf(S::Overflow) { return kOverflows; }
constexpr std::span<const Named<S::Rounding>> namesOf(S::Rounding) { return kRoundings; }
constexpr std::span<const Named<S::Input>> namesOf(S::Input) { return kInputs; }
constexpr std::span<const Named<S::Bias>> namesOf(S::Bias) { return kBiases; }

template <typename Enum> std::string_view nameOf(Enum value)
{
    const auto names = namesOf(value);
    return std::ranges::find(names, value, &Named<Enum>::value)->name;
}

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
    const auto names = namesOf(value);
    const auto found = std::ranges::find(names, text, &Named<Enum>::name);
    if (found == names.end())
        return false;
    value = found->value;
    return true;
}

/// One field of the scheme in a file.
struct Field {
    std::string_view key;
    std::string (*write)(const QuantScheme&);
    bool (*read)(std::string_view, QuantScheme&); ///< false if the text is no such value
    bool (*isWritten)(const QuantScheme&);
};

template <auto member> constexpr Field field(std::string_view key)
{
    return {key, [](const QuantScheme& scheme) { return valueText(scheme.*member); },
        [](std::string_view text, QuantScheme& scheme) { return readValue(text, scheme.*member); },
        [](const QuantScheme&) { return true; }};
}

/// One that older texts do not have: written only where it differs from its default.
template <auto member> constexpr Field laterField(std::string_view key)
{
    Field later = field<member>(key);
    later.isWritten = [](const QuantScheme& scheme) { return scheme.*member != QuantScheme().*member; };
    return later;
}

constexpr std::array kFields = {
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
    laterField<&QuantScheme::inputBits>("input-bits"),
    laterField<&QuantScheme::calibrationImages>("calibration-images"),
    laterField<&QuantScheme::bias>("bias"),
    laterField<&QuantScheme::budget>("budget"),
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
std::string_view name(QuantScheme::Bias value) { return nameOf(value); }

std::string schemeToText(const QuantScheme& scheme)
{
    std::string text;
    for (const Field& entry : kFields) {
        if (!entry.isWritten(scheme))
            continue;
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
