// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/divergence.h"

#include "engine/model/evaluation.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace qlab {
namespace {

constexpr double kSigmas = 1.959963984540054; ///< that hold 95 % of a normal distribution

double divergenceOf(std::span<const float, kClasses> first, std::span<const float, kClasses> second)
{
    const auto p = softmax(first), q = softmax(second);
    double sum = 0;
    for (std::size_t k = 0; k < kClasses; ++k)
        if (p[k] > 0)
            sum += p[k] * std::log(p[k] / std::max(q[k], 1e-300));
    return std::max(sum, 0.0); // below 0 by rounding only
}

/// Of sorted values: those whose ranks hold the quantile with 95 %.
Interval quantileInterval(std::span<const double> sorted, double share)
{
    const auto count = static_cast<double>(sorted.size());
    const double spread = kSigmas * std::sqrt(count * share * (1 - share));
    const auto at = [&](double rank) { return sorted[static_cast<std::size_t>(std::clamp(rank, 0.0, count - 1))]; };
    return {at(std::floor(count * share - spread)), at(std::ceil(count * share + spread))};
}

} // namespace

Divergence divergence(std::span<const float> first, std::span<const float> second)
{
    assert(first.size() == second.size() && first.size() % kClasses == 0);
    std::vector<double> values;
    values.reserve(first.size() / kClasses);
    for (std::size_t at = 0; at < first.size(); at += kClasses)
        values.push_back(divergenceOf(std::span<const float, kClasses>(first.data() + at, kClasses),
            std::span<const float, kClasses>(second.data() + at, kClasses)));
    if (values.empty())
        return {};
    const auto count = static_cast<double>(values.size());
    Divergence result;
    for (const double value : values)
        result.mean += value / count;
    double squares = 0;
    for (const double value : values)
        squares += (value - result.mean) * (value - result.mean);
    const double error = count > 1 ? kSigmas * std::sqrt(squares / (count - 1) / count) : 0;
    result.mean95 = {std::max(0.0, result.mean - error), result.mean + error};
    std::ranges::sort(values);
    result.p99 = quantile(values, 0.99);
    result.p99At95 = quantileInterval(values, 0.99);
    return result;
}

} // namespace qlab
