// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <utility>

namespace qlab {

/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
/// The lab's only source of random numbers: the same seed gives the same numbers on every platform and compiler.
class Random {
public:
    explicit Random(std::uint64_t seed)
        : m_state(seed)
    {
    }

    std::uint64_t next()
    {
        std::uint64_t z = (m_state += 0x9E3779B97F4A7C15u);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        return z ^ (z >> 31);
    }

    /// In [0, 1), with 53 random bits.
    double uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
    /// In [low, high).
    double uniform(double low, double high) { return low + (high - low) * uniform(); }
    /// In 0 ... bound - 1, as next() mod bound: the bias is below bound / 2^64. Precondition: bound > 0.
    std::uint64_t below(std::uint64_t bound) { return next() % bound; }
    /// Normal with the given mean and standard deviation (Box-Muller, one of the pair is dropped).
    double normal(double mean, double sigma)
    {
        const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
        return mean + sigma * radius * std::cos(2.0 * std::numbers::pi * uniform());
    }

private:
    std::uint64_t m_state;
};

/// Fisher-Yates from the back, as the training recipe defines it: for i = n-1 ... 1 swap(p[i], p[next mod (i + 1)]).
template <typename Range> void shuffle(Range& values, Random& random)
{
    for (std::uint64_t i = values.size(); i-- > 1;)
        std::swap(values[i], values[random.below(i + 1)]);
}

} // namespace qlab
