// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/statistics.h"

#include <boost/math/distributions/binomial.hpp>

#include <algorithm>
#include <cassert>
#include <cmath>

namespace qlab {

namespace {

/// Two-sided 95 % point of the normal distribution.
constexpr double kZ95 = 1.959963984540054;

/// P(X <= k) for n tosses of a fair coin, k <= n.
double fairCoinTail(std::size_t n, std::size_t k)
{
    return boost::math::cdf(boost::math::binomial(static_cast<double>(n), 0.5), static_cast<double>(k));
}

/// Agresti and Min, "Simple improved confidence intervals for comparing matched proportions", 2005: Wald's interval
/// after adding one half to each of the four cells.
Interval pairedDifference95(std::size_t onlyFirst, std::size_t onlySecond, std::size_t images)
{
    const double b = static_cast<double>(onlyFirst) + 0.5;
    const double c = static_cast<double>(onlySecond) + 0.5;
    const double n = static_cast<double>(images) + 2;
    const double difference = (c - b) / n;
    const double halfWidth = kZ95 * std::sqrt(b + c - (c - b) * (c - b) / n) / n;
    return {std::max(-1.0, difference - halfWidth), std::min(1.0, difference + halfWidth)};
}

/// How many order statistics may be cut from each end of n sorted values so that what is left still covers the median
/// with at least 95 %: the largest r with P(Bin(n, 1/2) < r) <= 2.5 %, counted from 1; 0 if there is none.
std::size_t medianRank95(std::size_t n)
{
    std::size_t rank = 0;
    for (std::size_t step = std::size_t{1} << 62; step > 0; step /= 2)
        if (rank + step <= n && fairCoinTail(n, rank + step - 1) <= 0.025)
            rank += step;
    return rank;
}

} // namespace

/// By hand: Boost.Math has the intervals of Clopper and Pearson and of Jeffreys, not Wilson's.
Interval wilson95(std::size_t successes, std::size_t trials)
{
    assert(successes <= trials);
    if (trials == 0)
        return {0, 1};
    const double n = static_cast<double>(trials);
    const double p = static_cast<double>(successes) / n;
    const double shrink = 1 + kZ95 * kZ95 / n;
    const double centre = (p + kZ95 * kZ95 / (2 * n)) / shrink;
    const double halfWidth = kZ95 * std::sqrt(p * (1 - p) / n + kZ95 * kZ95 / (4 * n * n)) / shrink;
    // At the ends the formula gives exactly 0 and 1; rounding must not move them.
    return {successes == 0 ? 0 : centre - halfWidth, successes == trials ? 1 : centre + halfWidth};
}

McNemar compareOnSameImages(
    std::span<const std::uint8_t> first, std::span<const std::uint8_t> second, std::span<const std::uint8_t> labels)
{
    assert(first.size() == labels.size() && second.size() == labels.size());
    McNemar result;
    result.images = labels.size();
    for (std::size_t i = 0; i < labels.size(); ++i) {
        result.changed += first[i] != second[i];
        result.onlyFirst += first[i] == labels[i] && second[i] != labels[i];
        result.onlySecond += first[i] != labels[i] && second[i] == labels[i];
    }
    result.pValue = mcnemarExact(result.onlyFirst, result.onlySecond);
    result.difference = pairedDifference95(result.onlyFirst, result.onlySecond, result.images);
    return result;
}

double mcnemarExact(std::size_t b, std::size_t c) { return std::min(1.0, 2 * fairCoinTail(b + c, std::min(b, c))); }

/// By hand: Boost.Math has medians, but no quantiles of a sample.
double quantile(std::span<const double> values, double q)
{
    assert(!values.empty() && q >= 0 && q <= 1);
    std::vector<double> sorted(values.begin(), values.end());
    const double position = q * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(position);
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(below);
    std::nth_element(sorted.begin(), middle, sorted.end());
    if (below + 1 == sorted.size())
        return *middle;
    const double next = *std::min_element(middle + 1, sorted.end());
    return *middle + (position - static_cast<double>(below)) * (next - *middle);
}

double median(std::span<const double> values) { return quantile(values, 0.5); }

MedianInterval medianInterval(std::span<const double> values)
{
    assert(!values.empty());
    std::vector<double> sorted(values.begin(), values.end());
    std::sort(sorted.begin(), sorted.end());
    const std::size_t rank = std::max<std::size_t>(1, medianRank95(sorted.size()));
    return {median(values), {sorted[rank - 1], sorted[sorted.size() - rank]}};
}

} // namespace qlab
