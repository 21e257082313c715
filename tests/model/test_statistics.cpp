// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/statistics.h"
#include "tests/support.h"

#include <numeric>

using namespace qlab;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

void checkInterval(const Interval& interval, double low, double high, double tolerance)
{
    CHECK_THAT(interval.low, WithinAbs(low, tolerance));
    CHECK_THAT(interval.high, WithinAbs(high, tolerance));
}

/// 1, 2, ..., n in an order that is neither rising nor falling.
std::vector<double> mixedNumbers(std::size_t n)
{
    std::vector<double> values(n);
    for (std::size_t i = 0; i < n; ++i)
        values[i] = static_cast<double>(i % 2 == 0 ? i / 2 + 1 : n - i / 2);
    return values;
}

} // namespace

TEST_CASE("Wilson's interval meets published and exact values", "[statistics]")
{
    // Newcombe, "Two-sided confidence intervals for the single proportion", 1998, table I, to its four places.
    checkInterval(wilson95(81, 263), 0.2553, 0.3662, 5e-5);
    checkInterval(wilson95(15, 148), 0.0624, 0.1605, 5e-5);
    checkInterval(wilson95(0, 20), 0.0, 0.1611, 5e-5);
    checkInterval(wilson95(1, 29), 0.0061, 0.1718, 5e-5);
    // From the formula in 60 decimal digits.
    checkInterval(wilson95(9221, 10000), 0.9166834414025444, 0.9271923871729305, 1e-15);
    checkInterval(wilson95(1, 1), 0.2065493143772374, 1.0, 1e-15);
    CHECK(wilson95(0, 20).low == 0);
    CHECK(wilson95(20, 20).high == 1);
    CHECK(wilson95(0, 0) == Interval{0, 1});
}

TEST_CASE("McNemar's exact p-value meets sums of whole binomials", "[statistics]")
{
    CHECK(mcnemarExact(0, 0) == 1);
    CHECK(mcnemarExact(6, 6) == 1);
    CHECK_THAT(mcnemarExact(0, 6), WithinRel(0.03125, 1e-12));
    CHECK_THAT(mcnemarExact(1, 9), WithinRel(0.021484375, 1e-12)); // 2 (1 + 10) / 1024
    CHECK_THAT(mcnemarExact(5, 8), WithinRel(0.5810546875, 1e-12));
    // Exact fractions of big integers, rounded to double.
    CHECK_THAT(mcnemarExact(16, 19), WithinRel(0.73587880085688084, 1e-12));
    CHECK_THAT(mcnemarExact(64, 53), WithinRel(0.35527968165224756, 1e-12));
    CHECK_THAT(mcnemarExact(120, 197), WithinRel(1.8002760734640120e-5, 1e-12));
    CHECK_THAT(mcnemarExact(0, 1000), WithinRel(1.8665272370064378e-301, 1e-9));
    CHECK(mcnemarExact(197, 120) == mcnemarExact(120, 197));
}

TEST_CASE("McNemar's p-value holds for a hundred thousand changed images", "[statistics]")
{
    CHECK_THAT(mcnemarExact(49'500, 50'500), WithinRel(0.0015823598787315960, 1e-9));
    CHECK(mcnemarExact(50'000, 50'000) == 1);
    CHECK_THAT(mcnemarExact(49'999, 50'000), WithinAbs(1, 1e-9)); // the lower half of an odd number, exactly
    CHECK(mcnemarExact(3'620, 197) == 0);                         // 4.5e-814, below the smallest double
    CHECK(mcnemarExact(0, 100'000) == 0);
}

TEST_CASE("models are compared image by image", "[statistics]")
{
    const std::vector<std::uint8_t> labels = {0, 1, 2, 3, 4, 5, 6, 7};
    const std::vector<std::uint8_t> first = {0, 1, 2, 3, 9, 9, 9, 9};
    const std::vector<std::uint8_t> second = {0, 9, 9, 3, 4, 9, 8, 9};
    const McNemar result = compareOnSameImages(first, second, labels);
    CHECK(result.onlyFirst == 2);
    CHECK(result.onlySecond == 1);
    CHECK(result.changed == 4);
    CHECK(result.images == 8);
    CHECK(result.pValue == 1);
    CHECK(compareOnSameImages(first, first, labels).changed == 0);
}

TEST_CASE("the interval of the paired difference is Agresti and Min's", "[statistics]")
{
    const auto compare = [](std::size_t onlyFirst, std::size_t onlySecond, std::size_t images) {
        const std::vector<std::uint8_t> labels(images, 0);
        std::vector<std::uint8_t> first(images, 0);
        std::vector<std::uint8_t> second(images, 0);
        std::fill_n(second.begin(), onlyFirst, std::uint8_t{1});
        std::fill_n(first.rbegin(), onlySecond, std::uint8_t{1});
        const McNemar result = compareOnSameImages(first, second, labels);
        CHECK(result.onlyFirst == onlyFirst);
        CHECK(result.onlySecond == onlySecond);
        return result.difference;
    };
    // The formula in 60 decimal digits; the first is the poll that textbooks use (86 and 150 of 1,600 changed).
    checkInterval(compare(86, 150, 1600), 0.0212171891179726, 0.0586829357259724, 1e-15);
    checkInterval(compare(150, 86, 1600), -0.0586829357259724, -0.0212171891179726, 1e-15);
    checkInterval(compare(16, 19, 10'000), -0.0008757885361344, 0.0014756685601296, 1e-15);
    checkInterval(compare(3'620, 197, 10'000), -0.3523124833891044, -0.3321506239894199, 1e-15);
    checkInterval(compare(0, 0, 10'000), -0.0001959572070126, 0.0001959572070126, 1e-15);
    checkInterval(compare(1, 0, 1), -1.0, 0.5101008745877735, 1e-15); // the formula's -1.18 is no proportion
}

TEST_CASE("quantiles interpolate between order statistics", "[statistics]")
{
    const std::vector<double> values = {40, 10, 30, 20};
    CHECK(quantile(values, 0) == 10);
    CHECK(quantile(values, 1) == 40);
    CHECK(quantile(values, 0.25) == 17.5); // position 0.75
    CHECK(quantile(values, 0.5) == 25);
    CHECK_THAT(quantile(values, 0.9), WithinAbs(37, 1e-12)); // position 2.7
    CHECK(quantile(std::vector<double>{7}, 0.3) == 7);
    CHECK(median(std::vector<double>{3, 1, 2}) == 2);
    CHECK(median(std::vector<double>{1, 1, 5, 1}) == 1);
}

TEST_CASE("the interval of a median takes the order statistics of the sign test", "[statistics]")
{
    // Largest ranks with at least 95 %, from exact binomial sums; n = 6 ... 30 are also in printed tables.
    struct Row {
        std::size_t n, low, high;
    };
    for (const Row& row : {Row{1, 1, 1}, Row{5, 1, 5}, Row{6, 1, 6}, Row{8, 1, 8}, Row{9, 2, 8}, Row{10, 2, 9},
             Row{15, 4, 12}, Row{20, 6, 15}, Row{25, 8, 18}, Row{30, 10, 21}, Row{41, 14, 28}, Row{100, 40, 61},
             Row{101, 41, 61}, Row{1000, 469, 532}, Row{10'000, 4902, 5099}}) {
        INFO(row.n);
        const MedianInterval result = medianInterval(mixedNumbers(row.n));
        CHECK(result.median == (static_cast<double>(row.n) + 1) / 2);
        CHECK(result.interval == Interval{static_cast<double>(row.low), static_cast<double>(row.high)});
    }
}
