// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/quant/kmeans.h"

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <limits>

namespace qlab {
namespace {

/// Different values in rising order, with sums over those before each: the cost of any run of them takes O(1).
class SortedValues {
public:
    explicit SortedValues(std::span<const float> values)
        : m_values(values.begin(), values.end())
    {
        std::ranges::sort(m_values);
        m_middle = m_values[m_values.size() / 2];
        std::size_t distinct = 0;
        for (std::size_t i = 0; i < m_values.size(); ++i) {
            if (i == 0 || m_values[i] != m_values[distinct - 1]) {
                m_values[distinct++] = m_values[i];
                m_sums.push_back(m_sums.back());
            }
            // About the middle: squares of values far from 0 would have no digits left for their differences.
            const double x = m_values[i] - m_middle;
            m_sums.back() = {m_sums.back().count + 1, m_sums.back().sum + x, m_sums.back().squares + x * x};
        }
        m_values.resize(distinct);
    }

    std::size_t size() const { return m_values.size(); }
    const std::vector<double>& values() const { return m_values; }
    /// Squared distances of the values first ... last - 1 from their mean.
    double cost(std::size_t first, std::size_t last) const
    {
        const Sums &from = m_sums[first], &to = m_sums[last];
        const double sum = to.sum - from.sum;
        return std::max(0.0, to.squares - from.squares - sum * sum / (to.count - from.count));
    }
    double mean(std::size_t first, std::size_t last) const
    {
        const Sums &from = m_sums[first], &to = m_sums[last];
        return m_middle + (to.sum - from.sum) / (to.count - from.count);
    }

private:
    struct Sums {
        double count = 0, sum = 0, squares = 0;
    };
    std::vector<double> m_values;
    double m_middle = 0;
    std::vector<Sums> m_sums = std::vector<Sums>(1);
};

/// Layer c knows for each n the least cost of the first n values around c + 1 centres, and where the last run begins.
class Layers {
public:
    Layers(const SortedValues& values, std::size_t centres)
        : m_values(values)
        , m_before(values.size() + 1, 0)
        , m_now(values.size() + 1, 0)
        , m_begins(centres, std::vector<std::uint32_t>(values.size() + 1, 0))
    {
        for (std::size_t n = 1; n <= values.size(); ++n)
            m_now[n] = values.cost(0, n);
        for (std::size_t c = 1; c < centres; ++c) {
            std::swap(m_before, m_now);
            // Of the last layer only the whole is asked for.
            const std::size_t first = c + 1 == centres ? values.size() : c + 1;
            fill(m_begins[c], first, values.size(), c, values.size() - 1);
        }
    }

    std::size_t beginOf(std::size_t layer, std::size_t n) const { return m_begins[layer][n]; }

private:
    /// For n in first ... last, with the last run beginning in low ... high. Begins rise with n.
    void fill(
        std::vector<std::uint32_t>& begins, std::size_t first, std::size_t last, std::size_t low, std::size_t high)
    {
        if (first > last)
            return;
        const std::size_t n = first + (last - first) / 2;
        double least = std::numeric_limits<double>::infinity();
        std::size_t best = low;
        for (std::size_t begin = low; begin <= std::min(high, n - 1); ++begin) {
            const double cost = m_before[begin] + m_values.cost(begin, n);
            if (cost < least) {
                least = cost;
                best = begin;
            }
        }
        m_now[n] = least;
        begins[n] = static_cast<std::uint32_t>(best);
        fill(begins, first, n - 1, low, best);
        fill(begins, n + 1, last, best, high);
    }

    const SortedValues& m_values;
    std::vector<double> m_before, m_now; ///< least costs of the layer before and of the one at hand
    std::vector<std::vector<std::uint32_t>> m_begins;
};

} // namespace

std::vector<double> kMeans(std::span<const float> values, int centres)
{
    assert(!values.empty() && centres >= 1);
    const SortedValues sorted(values);
    const auto most = static_cast<std::size_t>(centres);
    if (sorted.size() <= most)
        return sorted.values();
    const Layers layers(sorted, most);
    std::vector<double> means(most);
    std::size_t end = sorted.size();
    for (std::size_t c = most; c-- > 0;) {
        const std::size_t begin = layers.beginOf(c, end);
        means[c] = sorted.mean(begin, end);
        end = begin;
    }
    return means;
}

} // namespace qlab
