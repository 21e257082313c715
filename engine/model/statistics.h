// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace qlab {

struct Interval {
    double low = 0;
    double high = 0;
    bool operator==(const Interval&) const = default;
};

/// Wilson's score interval for a proportion (Wilson 1927), 95 %. Precondition: successes <= trials; trials 0 gives [0,
/// 1].
Interval wilson95(std::size_t successes, std::size_t trials);

/// Two models on the same images, and whether their accuracies differ by more than chance.
struct McNemar {
    std::size_t onlyFirst = 0;  ///< images that only the first model gets right
    std::size_t onlySecond = 0; ///< images that only the second model gets right
    std::size_t changed = 0;    ///< predictions that differ, right or wrong
    std::size_t images = 0;
    double pValue = 1;   ///< two-sided exact binomial (McNemar 1947, exact form)
    Interval difference; ///< 95 % interval of (second - first) accuracy, a proportion (Agresti and Min 2005)

    /// Images to which both give the same class: their agreement.
    std::size_t same() const { return images - changed; }
};

/// Precondition: all three have the same length.
McNemar compareOnSameImages(
    std::span<const std::uint8_t> first, std::span<const std::uint8_t> second, std::span<const std::uint8_t> labels);

/// Two-sided exact p-value that \p b against \p c is a fair coin: min(1, 2 P(X <= min(b, c))), X ~ Bin(b + c, 1/2).
double mcnemarExact(std::size_t b, std::size_t c);

/// Quantile q in [0, 1] by linear interpolation between order statistics (type 7). Precondition: not empty.
double quantile(std::span<const double> values, double q);
double median(std::span<const double> values);

/// Median of \p values with its distribution-free interval of at least 95 % from order statistics (sign test).
/// Below six values the interval is the whole range.
struct MedianInterval {
    double median = 0;
    Interval interval;
};
MedianInterval medianInterval(std::span<const double> values);

} // namespace qlab
