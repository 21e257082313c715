// SPDX-License-Identifier: GPL-3.0-or-later
// k-means codebooks against searches that try everything, in double.
#include "engine/quant/codebook.h"

#include "engine/core/random.h"
#include "engine/quant/analysis.h"
#include "engine/quant/kmeans.h"
#include "tests/model/reference_files.h"

#include <cmath>
#include <functional>

using namespace qlab;
using S = QuantScheme;

namespace {

double distanceTo(double value, const std::vector<double>& centres)
{
    double least = HUGE_VAL;
    for (const double centre : centres)
        least = std::min(least, std::abs(value - centre));
    return least;
}

double costOf(const std::vector<float>& values, const std::vector<double>& centres)
{
    double cost = 0;
    for (const float value : values)
        cost += std::pow(distanceTo(double(value), centres), 2);
    return cost;
}

/// Squared distances from the mean of the run, in two passes.
double runCost(const std::vector<float>& sorted, std::size_t first, std::size_t last)
{
    double mean = 0, cost = 0;
    for (std::size_t i = first; i < last; ++i)
        mean += double(sorted[i]) / double(last - first);
    for (std::size_t i = first; i < last; ++i)
        cost += std::pow(double(sorted[i]) - mean, 2);
    return cost;
}

/// All ways to cut the sorted values from \p first on into that many runs.
double bestOfAllSplits(const std::vector<float>& sorted, std::size_t first, int runs)
{
    if (runs == 1 || first + 1 >= sorted.size())
        return first < sorted.size() ? runCost(sorted, first, sorted.size()) : 0;
    double best = runCost(sorted, first, sorted.size());
    for (std::size_t last = first + 1; last < sorted.size(); ++last)
        best = std::min(best, runCost(sorted, first, last) + bestOfAllSplits(sorted, last, runs - 1));
    return best;
}

/// The same by the plain recurrence, every split point of every prefix.
double bestByRecurrence(const std::vector<float>& sorted, int runs)
{
    const std::size_t n = sorted.size();
    std::vector<double> sums(n + 1, 0), squares(n + 1, 0);
    for (std::size_t i = 0; i < n; ++i) {
        sums[i + 1] = sums[i] + double(sorted[i]);
        squares[i + 1] = squares[i] + double(sorted[i]) * double(sorted[i]);
    }
    const auto cost = [&](std::size_t first, std::size_t last) {
        const double sum = sums[last] - sums[first];
        return squares[last] - squares[first] - sum * sum / double(last - first);
    };
    std::vector<double> best(n + 1, HUGE_VAL);
    best[0] = 0;
    for (int run = 0; run < runs; ++run) {
        std::vector<double> next = best;
        for (std::size_t last = 1; last <= n; ++last)
            for (std::size_t first = 0; first < last; ++first)
                if (best[first] < HUGE_VAL)
                    next[last] = std::min(next[last], best[first] + cost(first, last));
        best = next;
    }
    return best[n];
}

S codebook(int bits, S::Granularity granularity = S::Granularity::PerChannel)
{
    S scheme;
    scheme.bits = bits;
    scheme.granularity = granularity;
    scheme.levels = S::Levels::Codebook;
    return scheme;
}

double squaredError(const LinearModel& model, const QuantizedModel& quantized, int row)
{
    double sum = 0;
    for (int j = 0; j < model.steps.count(); ++j)
        sum += std::pow(double(model.weights(row, j)) - double(quantized.restored(row, j)), 2);
    return sum;
}

} // namespace

TEST_CASE("k-means costs what the best of all splits does", "[quant][codebook]")
{
    Random random(5);
    for (int round = 0; round < 60; ++round) {
        const std::size_t count = 1 + std::size_t(round % 11);
        const float offset = round % 3 == 0 ? 1e4F : 0, grain = round % 4 == 0 ? 4.0F : 1e6F; // few different ones
        std::vector<float> values(count);
        for (float& value : values)
            value = offset + std::nearbyint(float(random.uniform()) * grain) / grain;
        std::vector<float> sorted = values;
        std::ranges::sort(sorted);
        for (int centres = 1; centres <= 5; ++centres) {
            INFO(round << ", " << centres << " centres");
            const std::vector<double> found = kMeans(values, centres);
            REQUIRE(int(found.size()) <= centres);
            CHECK(std::ranges::adjacent_find(found, std::greater_equal()) == found.end());
            const double best = bestOfAllSplits(sorted, 0, centres);
            CHECK(std::abs(costOf(values, found) - best) <= 1e-9 * (1 + best));
        }
    }
}

TEST_CASE("k-means on a trained row costs what the plain recurrence does, at every width", "[quant][codebook]")
{
    const LinearModel model = test::referenceModel("float");
    std::vector<float> row(model.weights.row(3).data(), model.weights.row(3).data() + kPixels);
    const std::vector<float> values = row;
    std::ranges::sort(row);
    for (int bits = 1; bits <= 7; ++bits) {
        const double best = bestByRecurrence(row, 1 << bits), found = costOf(values, kMeans(values, 1 << bits));
        INFO(bits << " bits: " << found << " against " << best);
        CHECK(std::abs(found - best) <= 1e-9 * best + 1e-14);
    }
}

TEST_CASE("k-means takes what there is", "[quant][codebook]")
{
    CHECK(kMeans(std::vector<float>{2.5F}, 4) == std::vector<double>{2.5});
    CHECK(kMeans(std::vector<float>(50, -1.0F), 8) == std::vector<double>{-1.0});
    CHECK(kMeans(std::vector<float>{3, 1, 3, 2, 1}, 3) == std::vector<double>{1, 2, 3});
    CHECK(kMeans(std::vector<float>{3, 1, 3, 2, 1}, 8) == std::vector<double>{1, 2, 3});
    CHECK(kMeans(std::vector<float>{0, 0, 0, 9}, 1) == std::vector<double>{2.25});
}

TEST_CASE("weights go to the nearest level of their group's codebook", "[quant][codebook]")
{
    const LinearModel model = test::referenceModel("float");
    for (const auto granularity : {S::Granularity::PerTensor, S::Granularity::PerChannel}) {
        for (int bits = 1; bits <= 7; ++bits) {
            INFO(bits);
            const QuantizedModel quantized = quantize(model, codebook(bits, granularity));
            const bool tensor = granularity == S::Granularity::PerTensor;
            for (int k = 0; k < 10; k += tensor ? 10 : 3) {
                const std::vector<std::int8_t> levels = usedLevels(quantized, k);
                REQUIRE(levels.size() <= std::size_t{1} << bits);
                CHECK((levels.front() == -127 || levels.back() == 127));
                CHECK(quantized.zeroPoint[std::size_t(k)] == 0);
                // The levels are the centres on the int8 grid.
                const std::vector<float> group(model.weights.data() + k * kPixels,
                    model.weights.data() + (tensor ? kClasses : std::size_t(k) + 1) * kPixels);
                const std::vector<double> centres = kMeans(group, 1 << bits);
                const double largest = std::max(std::abs(centres.front()), std::abs(centres.back()));
                const auto scale = double(quantized.scale[std::size_t(k)]);
                CHECK(std::abs(scale - largest / 127) <= 1e-7 * scale);
                for (const std::int8_t level : levels)
                    CHECK(distanceTo(level * scale, centres) <= 0.50001 * scale);
                std::vector<double> restored;
                for (const std::int8_t level : levels)
                    restored.push_back(level * scale);
                for (std::size_t i = 0; i < group.size(); ++i) {
                    const double error = std::abs(double(group[i]) - quantized.q[std::size_t(k) * kPixels + i] * scale);
                    REQUIRE(error <= distanceTo(double(group[i]), restored) + 1e-5 * scale);
                }
            }
        }
    }
}

TEST_CASE("a codebook is never worse than even levels of the same width", "[quant][codebook]")
{
    const LinearModel model = test::referenceModel("float");
    for (const auto granularity : {S::Granularity::PerTensor, S::Granularity::PerChannel}) {
        for (int bits = 1; bits <= 7; ++bits) {
            const double own = weightError(model, quantize(model, codebook(bits, granularity))).meanSquared;
            for (const auto levels : {S::Levels::Restricted, S::Levels::Full, S::Levels::Odd}) {
                for (const auto zero : {S::Zero::Symmetric, S::Zero::Affine}) {
                    S even = codebook(bits, granularity);
                    even.levels = levels;
                    even.zero = zero;
                    even.range = S::Range::LeastSquares;
                    INFO(schemeToText(even));
                    // Signs, whose levels are the centres themselves, do not lose the millionth to the int8 grid.
                    CHECK(own <= weightError(model, quantize(model, even)).meanSquared * (1 + 1e-5));
                }
            }
        }
    }
}

TEST_CASE("range, overflow and rounding have no say in a codebook, and eight bits need none", "[quant][codebook]")
{
    const LinearModel model = test::referenceModel("float");
    const QuantizedModel plain = quantize(model, codebook(3));
    S scheme = codebook(3);
    for (const auto range : {S::Range::Fixed, S::Range::LeastSquares, S::Range::Manual}) {
        scheme.range = range;
        scheme.overflow = S::Overflow::Wrap;
        scheme.rounding = S::Rounding::Stochastic;
        REQUIRE(validate(scheme).ok());
        CHECK(scheme.isCodebook());
        CHECK_FALSE(scheme.isOdd());
        CHECK(scheme.qmin() == -127);
        CHECK(scheme.qmax() == 127);
        const QuantizedModel same = quantize(model, scheme);
        CHECK(same.q == plain.q);
        CHECK(same.scale == plain.scale);
        CHECK(weightError(model, same).outOfRange == 0);
    }
    CHECK(weightError(model, plain).codesUsed == 8);
    S affine = codebook(3);
    affine.zero = S::Zero::Affine;
    CHECK_FALSE(affine.isCodebook());
    S sign = codebook(1);
    CHECK_FALSE(sign.isSign());
    sign.zero = S::Zero::Affine;
    CHECK(sign.isSign());
    S eight = codebook(8);
    CHECK_FALSE(eight.isCodebook());
    const QuantizedModel whole = quantize(model, eight);
    eight.levels = S::Levels::Full;
    CHECK(quantize(model, eight).q == whole.q);
}

TEST_CASE("rows without anything, of one value or of few, are exact as far as the int8 grid goes", "[quant][codebook]")
{
    LinearModel model;
    model.weights.row(1).setConstant(0.3F);
    model.weights.row(2).setConstant(-1e-30F);
    for (int j = 0; j < kPixels; ++j) {
        model.weights(3, j) = j % 3 == 0 ? -1.0F : 0.5F;
        model.weights(4, j) = float(j % 4) * 1e30F;
    }
    for (int bits = 1; bits <= 7; ++bits) {
        const QuantizedModel quantized = quantize(model, codebook(bits));
        for (int k = 0; k < 10; ++k) {
            const double half = 0.5 * double(quantized.scale[std::size_t(k)]);
            const int distinct = k == 3 ? 2 : k == 4 ? 4 : 1;
            if (distinct > 1 << bits)
                continue;
            for (int j = 0; j < kPixels; ++j)
                REQUIRE(std::abs(double(quantized.restored(k, j)) - double(model.weights(k, j))) <= 1.00001 * half);
        }
        CHECK(squaredError(model, quantized, 0) == 0);
        CHECK(usedLevels(quantized, 0) == std::vector<std::int8_t>{0});
        CHECK(usedLevels(quantized, 1) == std::vector<std::int8_t>{127});
        CHECK(usedLevels(quantized, 2) == std::vector<std::int8_t>{-127});
        CHECK(usedLevels(quantized, 3).size() == 2);
    }
}

TEST_CASE("what no feature meets has no say in a codebook", "[quant][codebook]")
{
    LinearModel model = test::referenceModel("float");
    model.steps = pooledSteps(InputSteps::Align::None, 7);
    const int features = model.steps.count();
    REQUIRE(features == 49);
    const QuantizedModel first = quantize(model, codebook(2, S::Granularity::PerTensor));
    model.weights.rightCols(kPixels - features).setConstant(50);
    const QuantizedModel second = quantize(model, codebook(2, S::Granularity::PerTensor));
    CHECK(first.q == second.q);
    CHECK(first.scale == second.scale);
    for (std::size_t k = 0; k < kClasses; ++k)
        for (std::size_t j = 49; j < kPixels; ++j)
            REQUIRE(second.q[k * kPixels + j] == 0);
    CHECK(usedLevels(second, 0).size() == 4);
}
