// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/quant/quant_scheme.h"

#include "engine/core/shape.h"
#include "engine/core/text.h"

#include <cmath>

namespace qlab {

bool QuantScheme::isCodebook() const { return levels == Levels::Codebook && zero == Zero::Symmetric && bits < 8; }

bool QuantScheme::isOdd() const
{
    const bool odd = levels == Levels::Odd && zero == Zero::Symmetric && range != Range::Fixed
        && overflow == Overflow::Saturate && bits < 8; // eight bits of odd numbers would not fit a byte
    return isSign() || odd;
}

int QuantScheme::qmin() const
{
    if (isOdd() || isCodebook())
        return -qmax();
    const bool restricted = zero == Zero::Symmetric && levels == Levels::Restricted && range != Range::Fixed
        && overflow == Overflow::Saturate;
    return restricted ? -qmax() : -(1 << (bits - 1));
}

int QuantScheme::qmax() const
{
    if (isCodebook())
        return 127;
    return isOdd() ? (1 << bits) - 1 : (1 << (bits - 1)) - 1;
}

bool QuantScheme::hasRowWidths() const
{
    return budget > 0 && granularity == Granularity::PerChannel && range != Range::Fixed && levels != Levels::Codebook;
}

std::int32_t QuantScheme::inputTop() const
{
    if (input == Input::Dynamic7)
        return 127;
    return hasInputBits() ? (1 << inputBits) - 1 : 255;
}

Status validate(const QuantScheme& scheme)
{
    if (scheme.bits < 1 || scheme.bits > 8)
        return badInput("bits is " + std::to_string(scheme.bits) + ": use 1 to 8", "bits");
    if (scheme.exponent < -8 || scheme.exponent > 16)
        return badInput(
            "exponent of the fixed scale is " + std::to_string(scheme.exponent) + ": use -8 to 16", "exponent");
    // Written so that a value that is not a number fails.
    if (!(scheme.percentile > 50 && scheme.percentile <= 100))
        return badInput(
            "percentile is " + exactText(scheme.percentile) + ": use a number above 50, at most 100", "percentile");
    if (!(scheme.clip > 0 && std::isfinite(scheme.clip)))
        return badInput("clipping limit is " + exactText(scheme.clip) + ": use a number above 0", "clip");
    if (!(scheme.sigmas > 0 && scheme.sigmas <= 100))
        return badInput(
            "number of sigmas is " + exactText(scheme.sigmas) + ": use a number above 0, at most 100", "sigmas");
    if (scheme.seed < 0)
        return badInput("rounding seed is " + std::to_string(scheme.seed) + ": use 0 or more", "rounding-seed");
    constexpr int kMostBytes = kClasses * kPixels;
    if (scheme.budget < 0 || scheme.budget > kMostBytes)
        return badInput(
            "budget is " + std::to_string(scheme.budget) + " bytes: use 0 (none) to " + std::to_string(kMostBytes),
            "budget");
    if (scheme.inputBits < 1 || scheme.inputBits > 8)
        return badInput("input bits are " + std::to_string(scheme.inputBits) + ": use 1 to 8", "input-bits");
    if (scheme.calibrationImages < 1)
        return badInput("calibration images are " + std::to_string(scheme.calibrationImages) + ": use 1 or more",
            "calibration-images");
    if (scheme.rounding == QuantScheme::Rounding::DataAware && scheme.overflow == QuantScheme::Overflow::Wrap)
        return badInput("data-aware rounding always saturates: it cannot wrap", "overflow");
    return {};
}

bool needsImages(const QuantScheme& scheme)
{
    return needsCurvature(scheme) || scheme.input == QuantScheme::Input::Static;
}

bool needsCurvature(const QuantScheme& scheme)
{
    const bool byLogits = scheme.range == QuantScheme::Range::LeastLogits && !scheme.isCodebook();
    return scheme.rounding == QuantScheme::Rounding::DataAware || byLogits;
}

QuantScheme withBits(QuantScheme scheme, int bits)
{
    if (scheme.range == QuantScheme::Range::Fixed && scheme.exponent == scheme.bits - 1)
        scheme.exponent = bits - 1;
    scheme.bits = bits;
    return scheme;
}

QuantScheme rowScheme(const QuantScheme& scheme, int bits)
{
    QuantScheme row = withBits(scheme, bits);
    row.budget = 0;
    return row;
}

} // namespace qlab
