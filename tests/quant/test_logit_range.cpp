// SPDX-License-Identifier: GPL-3.0-or-later
// The range by the least error of the logits, against every limit tried in double.
#include "engine/quant/logit_range.h"

#include "engine/data/stepped_data.h"
#include "engine/quant/data_aware.h"
#include "tests/model/reference_files.h"
#include "tests/quant/plain_quantizer.h"
#include "tests/quant/slow_curvature.h"
#include "tests/quant/trained_digits.h"

using namespace qlab;
using qlab::test::curvatureOf;
using qlab::test::SlowCurvature;
using qlab::test::someDigits;
using qlab::test::trained;
using S = QuantScheme;

namespace {

S leastLogits(int bits, S::Granularity granularity = S::Granularity::PerChannel)
{
    S scheme;
    scheme.bits = bits;
    scheme.granularity = granularity;
    scheme.range = S::Range::LeastLogits;
    return scheme;
}

/// The weighted second moment of a class's inputs as the model sees them.
Eigen::MatrixXd secondMoment(const Dataset& data, const LinearModel& model, int k)
{
    const SlowCurvature slow(data, model, k);
    const double std = double(model.normalization.std);
    const Eigen::VectorXd mean = (slow.mean.array() / 255 - double(model.normalization.mean)) / std;
    return slow.covariance / (255 * 255 * std * std) + mean * mean.transpose();
}

double costOn(const Eigen::MatrixXd& moment, const LinearModel& model, int k, const test::PlainGrid& grid, const S& s)
{
    Eigen::VectorXd error(784);
    for (int j = 0; j < 784; ++j) {
        const float w = model.weights(k, j);
        const int q = test::plainInteger(w, grid, s);
        error[j] = double(w) - double(grid.scale) * (q - grid.zeroPoint);
    }
    return error.dot(moment * error);
}

} // namespace

TEST_CASE("the cost of an error is the weighted mean of its squared effect on the logit", "[quant][least-logits]")
{
    const DatasetPtr data = someDigits();
    const LinearModelPtr model = trained(data, 2, Normalization::half());
    const InputCurvaturePtr curvature = curvatureOf(data, model);
    Random random(4);
    for (const int k : {0, 5, 9}) {
        const Eigen::MatrixXd moment = secondMoment(*data, *model, k);
        Eigen::VectorXf error(784);
        for (int round = 0; round < 3; ++round) {
            for (float& e : error)
                e = float(random.uniform()) - (round == 0 ? 0.5F : 0.0F);
            const double wanted = error.cast<double>().dot(moment * error.cast<double>());
            CHECK(std::abs(logitCost(*curvature, k, {error.data(), 784}) - wanted) < 1e-4 * wanted);
        }
    }
}

TEST_CASE("of all limits the one with the least logit error is taken", "[quant][least-logits]")
{
    const DatasetPtr data = someDigits();
    const LinearModelPtr model = trained(data, 2, Normalization::half());
    const InputCurvaturePtr curvature = curvatureOf(data, model);
    std::vector<S> schemes{
        leastLogits(2), leastLogits(3), leastLogits(4), leastLogits(8), leastLogits(3, S::Granularity::PerTensor)};
    schemes.push_back(leastLogits(3));
    schemes.back().levels = S::Levels::Odd;
    schemes.push_back(leastLogits(4));
    schemes.back().zero = S::Zero::Affine;
    schemes.push_back(leastLogits(3));
    schemes.back().rounding = S::Rounding::Floor;
    std::vector<Eigen::MatrixXd> moments;
    for (int k = 0; k < 10; ++k)
        moments.push_back(secondMoment(*data, *model, k));
    for (const S& scheme : schemes) {
        INFO(schemeToText(scheme));
        REQUIRE(validate(scheme).ok());
        REQUIRE(needsImages(scheme));
        const QuantizedModel quantized = quantizeOn(*curvature, scheme);
        CHECK(quantized.bias == model->bias);
        const bool tensor = scheme.granularity == S::Granularity::PerTensor;
        for (const int first : tensor ? std::vector{0} : std::vector{0, 6}) {
            const std::vector<float> group = test::groupOf(*model, tensor ? -1 : first);
            double largest = 0;
            for (const float w : group)
                largest = std::max(largest, std::abs(double(w)));
            const test::PlainGrid chosen{quantized.scale[std::size_t(first)], quantized.zeroPoint[std::size_t(first)]};
            const auto total = [&](const test::PlainGrid& grid) {
                double cost = 0;
                for (int k = first; k < (tensor ? 10 : first + 1); ++k)
                    cost += costOn(moments[std::size_t(k)], *model, k, grid, scheme);
                return cost;
            };
            double least = HUGE_VAL;
            bool isCandidate = false;
            for (int step = 0; step < 397; ++step) {
                const auto grid = test::plainGrid(group, scheme, (0.01 + 0.0025 * step) * largest);
                least = std::min(least, total(grid));
                isCandidate = isCandidate
                    || (std::abs(grid.scale - chosen.scale) <= 1e-6F * chosen.scale
                        && grid.zeroPoint == chosen.zeroPoint);
            }
            CHECK(isCandidate);
            CHECK(total(chosen) <= least * (1 + 1e-4));              // the engine multiplies in float
            const QuantizedModel squares = quantize(*model, scheme); // which knows no images
            const double ofSquares = total({squares.scale[std::size_t(first)], squares.zeroPoint[std::size_t(first)]});
            CHECK(total(chosen) <= ofSquares * (1 + 1e-4));
            if (scheme.bits <= 4)
                CHECK(total(chosen) < 0.999 * ofSquares);
        }
    }
}

TEST_CASE("signs take the scale that changes their logits least", "[quant][least-logits]")
{
    const DatasetPtr data = someDigits();
    const LinearModelPtr model = trained(data, 2, Normalization::half());
    const InputCurvaturePtr curvature = curvatureOf(data, model);
    for (const auto granularity : {S::Granularity::PerTensor, S::Granularity::PerChannel}) {
        const QuantizedModel quantized = quantizeOn(*curvature, leastLogits(1, granularity));
        const QuantizedModel plain = quantize(*model, leastLogits(1, granularity));
        CHECK(quantized.q == plain.q);
        double across = 0, signs = 0;
        for (int k = 0; k < 10; ++k) {
            const Eigen::MatrixXd moment = secondMoment(*data, *model, k);
            Eigen::VectorXd w(784), sign(784);
            for (int j = 0; j < 784; ++j) {
                w[j] = double(model->weights(k, j));
                sign[j] = w[j] >= 0 ? 1 : -1;
            }
            across += w.dot(moment * sign);
            signs += sign.dot(moment * sign);
            if (granularity == S::Granularity::PerTensor)
                continue;
            CHECK(std::abs(double(quantized.scale[std::size_t(k)]) - across / signs) < 1e-4 * across / signs);
            across = signs = 0;
        }
        if (granularity == S::Granularity::PerTensor)
            CHECK(std::abs(double(quantized.scale[3]) - across / signs) < 1e-4 * across / signs);
    }
}

TEST_CASE("the least logit error is that of features where a model has such, and weights of others have no say",
    "[quant][least-logits]")
{
    const DatasetPtr data = withSteps(someDigits(), pooledSteps(InputSteps::Align::None, 7));
    const LinearModelPtr model = trained(data, 2, Normalization::half());
    REQUIRE(model->steps.count() == 49);
    for (const int bits : {1, 2, 4}) {
        S odd = leastLogits(bits);
        odd.levels = S::Levels::Odd; // has no level for what is left at 0
        const QuantizedModel quantized = quantizeOn(data, model, odd);
        for (std::size_t k = 0; k < 10; ++k)
            for (std::size_t j = 49; j < 784; ++j)
                REQUIRE(quantized.q[k * 784 + j] == 0);
        const InputCurvaturePtr curvature = curvatureOf(data, model);
        for (int k = 0; k < 10; ++k) {
            std::vector<float> error(49);
            for (int j = 0; j < 49; ++j)
                error[std::size_t(j)] = model->weights(k, j) - quantized.restored(k, j);
            const double cost = logitCost(*curvature, k, error);
            const QuantizedModel squares = quantize(*model, odd);
            for (int j = 0; j < 49; ++j)
                error[std::size_t(j)] = model->weights(k, j) - squares.restored(k, j);
            CHECK(cost <= logitCost(*curvature, k, error) * (1 + 1e-5));
        }
    }
}

TEST_CASE(
    "with data-aware rounding it is the search of least squares, and a codebook has no range", "[quant][least-logits]")
{
    const DatasetPtr data = someDigits();
    const LinearModelPtr model = trained(data, 2, Normalization::half());
    const InputCurvaturePtr curvature = curvatureOf(data, model);
    S scheme = leastLogits(2);
    scheme.rounding = S::Rounding::DataAware;
    const QuantizedModel logits = quantizeOn(*curvature, scheme);
    scheme.range = S::Range::LeastSquares;
    const QuantizedModel squares = quantizeOn(*curvature, scheme);
    CHECK(logits.q == squares.q);
    CHECK(logits.scale == squares.scale);
    CHECK(logits.bias == squares.bias);
    S codebook = leastLogits(2);
    codebook.levels = S::Levels::Codebook;
    CHECK_FALSE(needsImages(codebook));
    CHECK_FALSE(needsImages(S{}));
    CHECK(needsImages(scheme));
}

TEST_CASE("the range by logits is no worse on MNIST than that by squares", "[quant][least-logits][mnist]")
{
    const auto files = test::mnist();
    if (!files)
        return;
    const DatasetPtr data = *splitData({"MNIST", {files->train, files->test}}, {});
    const auto model = std::make_shared<LinearModel>(test::referenceModel("float"));
    const InputCurvaturePtr curvature = curvatureOf(data, model);
    for (const auto granularity : {S::Granularity::PerTensor, S::Granularity::PerChannel}) {
        for (const int bits : {2, 3, 4}) {
            const S scheme = leastLogits(bits, granularity);
            const double logits = evaluate(quantizeOn(*curvature, scheme), *files->test).accuracy();
            const double squares = evaluate(quantize(*model, scheme), *files->test).accuracy();
            INFO(schemeToText(scheme) << ": " << 100 * logits << " %, by squares " << 100 * squares << " %");
            CHECK(logits >= squares);
        }
    }
}
