// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/quant/quant_scheme.h"

#include <algorithm>
#include <type_traits>

/// Inside the quant room: rounding and overflow as branch-free arithmetic, so that loops over weights become vector
/// code on any CPU (the standard functions are calls on the x86-64 baseline).
namespace qlab::rounding {

using Mode = QuantScheme::Rounding;

/// \p x rounded to a whole number. Exact for |x| < 2^22. Corrections are added as integers: GCC makes a branch of a
/// float that is added under a condition.
template <Mode mode> float roundSmall(float x)
{
    if constexpr (mode == Mode::NearestEven) {
        // The sum has no room for a fraction: the addition itself rounds, halves to even.
        constexpr float kNoFraction = 0x1.8p23f;
        return (x + kNoFraction) - kNoFraction;
    } else {
        const int truncated = static_cast<int>(x);
        const float rest = x - static_cast<float>(truncated); // exact, with the sign of x
        if constexpr (mode == Mode::NearestAway)
            return static_cast<float>(truncated + static_cast<int>(2 * rest));
        else if constexpr (mode == Mode::Floor)
            return static_cast<float>(truncated - static_cast<int>(rest < 0));
        else
            return static_cast<float>(truncated);
    }
}

/// clamp(round(x), low, high) for any x; low and high are whole numbers below 2^22. Clamping first is the same,
/// because rounding keeps order and whole numbers.
template <Mode mode> float roundSaturated(float x, float low, float high)
{
    return roundSmall<mode>(std::min(std::max(x, low), high));
}

/// A whole number equal to round(x) modulo 2^bits, at most 2^bits in size, for any x and 2 ... 8 bits. Whole turns are
/// taken off before rounding; what is left keeps its sign and its distance to an even number, so it rounds as x would.
template <Mode mode> float roundModulo(float x, int bits)
{
    const auto size = static_cast<float>(1 << bits);
    const float wholeTurns = size * 0x1p23f; // from here on every float is a whole number of turns
    const float turns = std::min(std::max(x, -wholeTurns), wholeTurns) / size;
    return roundSmall<mode>((turns - static_cast<float>(static_cast<int>(turns))) * size);
}

/// Calls \p work with the rounding mode as a compile-time constant: work(std::integral_constant<Mode, ...>). What does
/// not depend on the weight alone (stochastic, data-aware) counts as nearest: where a range is chosen and clipping
/// seen.
template <typename Work> auto withMode(Mode mode, const Work& work)
{
    switch (mode) {
    case Mode::NearestAway:
        return work(std::integral_constant<Mode, Mode::NearestAway>{});
    case Mode::TowardZero:
        return work(std::integral_constant<Mode, Mode::TowardZero>{});
    case Mode::Floor:
        return work(std::integral_constant<Mode, Mode::Floor>{});
    case Mode::NearestEven:
    case Mode::Stochastic:
    case Mode::DataAware:
        break;
    }
    return work(std::integral_constant<Mode, Mode::NearestEven>{});
}

} // namespace qlab::rounding
