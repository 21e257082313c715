// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of different widths under a budget, against every choice tried.
#include "engine/quant/row_widths.h"

#include "engine/core/random.h"
#include "engine/quant/data_aware.h"
#include "engine/quant/logit_range.h"
#include "engine/quant/packing.h"
#include "tests/quant/slow_curvature.h"
#include "tests/quant/trained_digits.h"

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace qlab;
using qlab::test::curvatureOf;
using qlab::test::someDigits;
using qlab::test::trained;
using S = QuantScheme;

namespace {

/// Of ceil(features * bits / 8) bytes a row.
int bytesOf(const RowWidths& widths, int features)
{
    return std::accumulate(
        widths.begin(), widths.end(), 0, [&](int sum, int bits) { return sum + (features * bits + 7) / 8; });
}

double errorOf(const RowWidths& widths, const WidthErrors& errors)
{
    double sum = 0;
    for (std::size_t k = 0; k < 10; ++k)
        sum += errors[k][widths[k] - std::size_t{1}];
    return sum;
}

/// Errors that fall with the bits, but not by the same part in every row; now and then one that rises.
WidthErrors someErrors(Random& random)
{
    WidthErrors errors{};
    for (auto& row : errors) {
        double error = random.uniform() * 10;
        for (double& each : row) {
            each = error;
            error *= random.uniform(0.1, 1.05);
        }
    }
    return errors;
}

/// The least sum of errors of all mostBits^10 choices within the budget, infinite if there is none.
double leastByTrying(const WidthErrors& errors, int mostBits, int budget, int features)
{
    double least = HUGE_VAL;
    RowWidths widths{};
    widths.fill(1);
    while (true) {
        if (bytesOf(widths, features) <= budget)
            least = std::min(least, errorOf(widths, errors));
        std::size_t k = 0;
        for (; k < 10 && widths[k] == mostBits; ++k)
            widths[k] = 1;
        if (k == 10)
            return least;
        ++widths[k];
    }
}

S within(int budget, int bits = 8)
{
    S scheme;
    scheme.bits = bits;
    scheme.range = S::Range::LeastSquares;
    scheme.budget = budget;
    return scheme;
}

/// Row \p k of both models is the same in every part.
void checkSameRow(const QuantizedModel& a, const QuantizedModel& b, int k)
{
    const auto row = static_cast<std::size_t>(k);
    CHECK(std::equal(a.q.begin() + k * 784, a.q.begin() + (k + 1) * 784, b.q.begin() + k * 784));
    CHECK(a.scale[row] == b.scale[row]);
    CHECK(a.zeroPoint[row] == b.zeroPoint[row]);
    CHECK(a.bias[k] == b.bias[k]);
}

} // namespace

TEST_CASE("Widths are the best of all that fit the budget", "[quant][widths]")
{
    Random random(11);
    for (const int mostBits : {1, 2, 3})
        for (const int features : {784, 36, 5, 1})
            for (int round = 0; round < 4; ++round) {
                const WidthErrors errors = someErrors(random);
                const int most = 10 * ((features * mostBits + 7) / 8);
                const int budget = static_cast<int>(random.below(static_cast<std::uint64_t>(most) + 2));
                INFO(mostBits << " bits, " << features << " features, " << budget << " bytes");
                const RowWidths widths = chooseWidths(errors, mostBits, budget, features);
                const double least = leastByTrying(errors, mostBits, budget, features);
                if (least == HUGE_VAL) {
                    CHECK(std::ranges::count(widths, 1) == 10);
                    continue;
                }
                CHECK(bytesOf(widths, features) <= budget);
                CHECK(std::ranges::max(widths) <= mostBits);
                CHECK(std::abs(errorOf(widths, errors) - least) < 1e-9 * (1 + least));
            }
}

TEST_CASE("Every byte of the budget counts, and none more than helps", "[quant][widths]")
{
    WidthErrors errors{};
    for (auto& row : errors)
        row = {8, 4, 2, 2, 2, 2, 2, 2}; // nothing is won above three bits
    CHECK(bytesOf(chooseWidths(errors, 8, 7840, 784), 784) == 2940);
    CHECK(bytesOf(chooseWidths(errors, 8, 2939, 784), 784) == 2842);
    CHECK(bytesOf(chooseWidths(errors, 8, 980, 784), 784) == 980);
    CHECK(bytesOf(chooseWidths(errors, 8, 0, 784), 784) == 980); // less than one bit takes
    errors[4] = {800, 400, 200, 100, 50, 20, 10, 5};
    const RowWidths widths = chooseWidths(errors, 8, 980 + 7 * 98, 784);
    CHECK(widths[4] == 8);
    CHECK(std::ranges::count(widths, 1) == 9);
}

TEST_CASE("A model within a budget has the rows of the models of one width", "[quant][widths]")
{
    const LinearModelPtr model = trained(someDigits());
    for (const int budget : {1, 980, 1500, 1959, 3000, 5555, 7840})
        for (const auto levels : {S::Levels::Restricted, S::Levels::Full, S::Levels::Odd})
            for (const auto zero : {S::Zero::Symmetric, S::Zero::Affine}) {
                S scheme = within(budget);
                scheme.levels = levels;
                scheme.zero = zero;
                INFO(schemeToText(scheme));
                REQUIRE(validate(scheme).ok());
                const QuantizedModel quantized = quantize(*model, scheme);
                REQUIRE(quantized.widths);
                CHECK(quantized.scheme == scheme);
                CHECK(checkOnGrid(quantized).ok());
                CHECK(packedBytes(quantized) <= static_cast<std::size_t>(std::max(budget, 980)));
                WidthErrors errors{};
                for (int bits = 1; bits <= 8; ++bits) {
                    S even = scheme;
                    even.budget = 0;
                    even.bits = bits;
                    const QuantizedModel alike = quantize(*model, even);
                    for (int k = 0; k < 10; ++k) {
                        double error = 0;
                        for (int j = 0; j < 784; ++j)
                            error += std::pow(double(model->weights(k, j)) - double(alike.restored(k, j)), 2);
                        errors[std::size_t(k)][std::size_t(bits - 1)] = error;
                        if (quantized.bitsOf(k) == bits)
                            checkSameRow(quantized, alike, k);
                    }
                }
                CHECK((*quantized.widths == chooseWidths(errors, 8, budget, 784)));
            }
}

TEST_CASE("Without a budget, per tensor and with codebooks all rows are alike", "[quant][widths]")
{
    S scheme = within(2000);
    CHECK(scheme.hasRowWidths());
    scheme.granularity = S::Granularity::PerTensor;
    CHECK_FALSE(scheme.hasRowWidths());
    scheme = within(2000, 3);
    scheme.levels = S::Levels::Codebook;
    CHECK_FALSE(scheme.hasRowWidths());
    CHECK_FALSE(within(0).hasRowWidths());
    CHECK_FALSE(quantize(*trained(someDigits()), scheme).widths);
    CHECK(validate(within(-1)).error().field == "budget");
    CHECK(validate(within(7841)).error().field == "budget");
    CHECK(schemeToText(within(0)).find("budget") == std::string::npos); // files of before stay as they are
    CHECK(schemeFromText(schemeToText(within(1234)))->budget == 1234);
}

TEST_CASE("With images, widths go by what the logits lose", "[quant][widths][least-logits]")
{
    const DatasetPtr data = someDigits();
    const LinearModelPtr model = trained(data);
    const InputCurvaturePtr curvature = curvatureOf(data, model);
    for (const auto rounding : {S::Rounding::NearestEven, S::Rounding::DataAware}) {
        S scheme = within(1700, 4);
        scheme.range = rounding == S::Rounding::DataAware ? S::Range::LeastSquares : S::Range::LeastLogits;
        scheme.rounding = rounding;
        INFO(schemeToText(scheme));
        const QuantizedModel quantized = quantizeOn(*curvature, scheme);
        REQUIRE(quantized.widths);
        CHECK(checkOnGrid(quantized).ok());
        WidthErrors errors{};
        for (int bits = 1; bits <= 4; ++bits) {
            S even = scheme;
            even.budget = 0;
            even.bits = bits;
            const QuantizedModel alike = quantizeOn(*curvature, even);
            for (int k = 0; k < 10; ++k) {
                errors[std::size_t(k)][std::size_t(bits - 1)] = logitCost(*curvature, k, alike);
                if (quantized.bitsOf(k) == bits)
                    checkSameRow(quantized, alike, k);
            }
        }
        CHECK((*quantized.widths == chooseWidths(errors, 4, 1700, 784)));
    }
}

TEST_CASE("Integer biases of rows with widths of their own share one grid", "[quant][widths][bias]")
{
    const DatasetPtr data = someDigits();
    const LinearModelPtr model = trained(data);
    S scheme = within(1700, 4);
    scheme.rounding = S::Rounding::DataAware;
    const InputCurvaturePtr curvature = curvatureOf(data, model);
    const QuantizedModel floats = quantizeOn(*curvature, scheme);
    scheme.bias = S::Bias::Int8;
    const QuantizedModel quantized = quantizeOn(*curvature, scheme);
    CHECK((quantized.widths == floats.widths));
    CHECK(quantized.q == floats.q);
    const float scale = floats.bias.cwiseAbs().maxCoeff() / 127;
    for (int k = 0; k < 10; ++k) {
        CHECK(std::abs(quantized.biasScale[std::size_t(k)] - scale) < 1e-6F * scale);
        CHECK(std::abs(quantized.bias[k] - floats.bias[k]) <= 0.501F * scale);
    }
}

TEST_CASE("What a row's logit loses is told with what its bias took up", "[quant][widths][least-logits]")
{
    const DatasetPtr data = someDigits();
    const LinearModelPtr model = trained(data);
    const InputCurvaturePtr curvature = curvatureOf(data, model);
    S scheme = within(0, 2);
    scheme.rounding = S::Rounding::DataAware;
    const QuantizedModel aware = quantizeOn(*curvature, scheme);
    for (const int k : {0, 7}) {
        const test::SlowCurvature slow(*data, *model, k);
        const double std = double(model->normalization.std);
        const Eigen::VectorXd mean = (slow.mean.array() / 255 - double(model->normalization.mean)) / std;
        Eigen::VectorXd error(784);
        for (int j = 0; j < 784; ++j)
            error[j] = double(model->weights(k, j)) - double(aware.restored(k, j));
        const double shift = error.dot(mean) + double(model->bias[k]) - double(aware.bias[k]);
        const double wanted = error.dot(slow.covariance * error) / (255 * 255 * std * std) + shift * shift;
        CHECK(std::abs(logitCost(*curvature, k, aware) - wanted) < 1e-3 * wanted);
    }
}
