// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/text.h"
#include "engine/quant/quant_scheme.h"

#include <array>

namespace qlab {

namespace {

using S = QuantScheme;

/// An integer in superscript digits, UTF-8.
std::string superscript(int value)
{
    static constexpr std::array<std::string_view, 10> kDigits = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    std::string text;
    for (const char c : std::to_string(value))
        text += c == '-' ? "⁻" : kDigits[static_cast<std::size_t>(c - '0')];
    return text;
}

std::string rangeText(const S& scheme)
{
    switch (scheme.range) {
    case S::Range::Fixed:
        return ", fixed 2" + superscript(scheme.exponent);
    case S::Range::MinMax:
        return scheme.rounding == S::Rounding::DataAware ? ", min-max" : "";
    case S::Range::Percentile:
        return ", percentile " + exactText(scheme.percentile);
    case S::Range::LeastSquares: // data-aware rounding's own way to choose a scale
        return scheme.rounding == S::Rounding::DataAware ? "" : ", least squares";
    case S::Range::Manual:
        return ", clipped at " + exactText(scheme.clip);
    case S::Range::Sigmas:
        return ", clipped at " + exactText(scheme.sigmas) + "\u03C3";
    }
    return "";
}

std::string_view roundingText(S::Rounding rounding)
{
    switch (rounding) {
    case S::Rounding::NearestEven:
        return "";
    case S::Rounding::NearestAway:
        return ", halves away from zero";
    case S::Rounding::TowardZero:
        return ", rounded toward zero";
    case S::Rounding::Floor:
        return ", rounded down";
    case S::Rounding::Stochastic:
        return ", stochastic rounding";
    case S::Rounding::DataAware:
        return ", data-aware";
    }
    return "";
}

std::string_view inputText(S::Input input)
{
    switch (input) {
    case S::Input::Pixels:
        return "";
    case S::Input::Dynamic8:
        return ", dynamic input";
    case S::Input::Dynamic7:
        return ", dynamic 7-bit input";
    case S::Input::Float:
        return ", float input";
    }
    return "";
}

} // namespace

std::string schemeText(const S& scheme)
{
    std::string text = scheme.bits == 1 ? "1 bit" : std::to_string(scheme.bits) + " bits";
    // A fixed scale is the same for every row and has no zero point, whatever the other settings say.
    if (scheme.range != S::Range::Fixed) {
        text += scheme.granularity == S::Granularity::PerTensor ? ", per tensor" : ", per channel";
        if (scheme.zero == S::Zero::Affine && scheme.bits > 1)
            text += ", affine";
    }
    text += rangeText(scheme);
    // One bit has nothing to overflow, and every other rounding keeps its sign.
    if (scheme.bits > 1 || scheme.rounding == S::Rounding::Stochastic || scheme.rounding == S::Rounding::DataAware)
        text += roundingText(scheme.rounding);
    if (scheme.bits > 1 && scheme.overflow == S::Overflow::Wrap)
        text += ", wrapping";
    text += inputText(scheme.input);
    return text;
}

} // namespace qlab
