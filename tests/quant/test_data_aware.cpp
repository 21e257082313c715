// SPDX-License-Identifier: GPL-3.0-or-later
// Rounding with the images in mind, against the same formulas written out in double.
#include "engine/quant/data_aware.h"

#include "engine/data/stepped_data.h"
#include "engine/quant/codebook.h"
#include "tests/model/reference_files.h"
#include "tests/quant/slow_curvature.h"
#include "tests/quant/trained_digits.h"

#include <Eigen/Dense>

#include <cmath>

using namespace qlab;
using qlab::test::curvatureOf;
using qlab::test::SlowCurvature;
using qlab::test::someDigits;
using qlab::test::trained;
using S = QuantScheme;

namespace {

S aware(int bits, S::Granularity granularity = S::Granularity::PerChannel, S::Levels levels = S::Levels::Restricted)
{
    S scheme;
    scheme.bits = bits;
    scheme.granularity = granularity;
    scheme.levels = levels;
    scheme.rounding = S::Rounding::DataAware;
    return scheme;
}

Eigen::VectorXd errorOf(const LinearModel& model, const QuantizedModel& quantized, int k)
{
    Eigen::VectorXd error(784);
    for (int j = 0; j < 784; ++j)
        error[j] = double(model.weights(k, j)) - double(quantized.restored(k, j));
    return error;
}

double costOf(const SlowCurvature& slow, const LinearModel& model, const QuantizedModel& quantized, int k)
{
    const Eigen::VectorXd error = errorOf(model, quantized, k);
    return error.dot(slow.covariance * error);
}

/// GPTQ as its paper has it (arXiv 2210.17323, without blocks): columns by falling variance; the error of each, over
/// the diagonal of the inverse of what is left, is taken off those still to come; then its row leaves the inverse.
QuantizedModel textbookGptq(const SlowCurvature& slow, const LinearModel& model, QuantizedModel start, int k)
{
    std::vector<int> order;
    for (int j = 0; j < 784; ++j)
        if (slow.covariance(j, j) > 1e-3)
            order.push_back(j);
    std::stable_sort(
        order.begin(), order.end(), [&](int a, int b) { return slow.covariance(a, a) > slow.covariance(b, b); });
    const auto n = Eigen::Index(order.size());
    Eigen::MatrixXd c(n, n);
    Eigen::VectorXd w(n);
    for (Eigen::Index a = 0; a < n; ++a) {
        w[a] = double(model.weights(k, order[std::size_t(a)]));
        for (Eigen::Index b = 0; b < n; ++b)
            c(a, b) = slow.covariance(order[std::size_t(a)], order[std::size_t(b)]);
    }
    const double damping = 0.01 * c.diagonal().mean();
    c.diagonal().array() += damping;
    Eigen::MatrixXd inverse = c.inverse();
    const double scale = double(start.scale[std::size_t(k)]);
    const double low = start.scheme.qmin(), high = start.scheme.qmax();
    for (Eigen::Index a = 0; a < n; ++a) {
        const double place = w[a] / scale;
        const double nearest = start.scheme.isOdd() ? 2 * std::nearbyint((place - 1) / 2) + 1 : std::nearbyint(place);
        const double q = std::clamp(nearest, low, high);
        start.q[std::size_t(k) * 784 + std::size_t(order[std::size_t(a)])] = std::int8_t(q);
        w -= (w[a] - scale * q) / inverse(a, a) * inverse.col(a);
        inverse -= (inverse.col(a) * inverse.row(a) / inverse(a, a)).eval();
    }
    return start;
}

} // namespace

TEST_CASE("curvature is the weighted covariance of the images", "[quant][data-aware]")
{
    const DatasetPtr data = someDigits();
    const LinearModelPtr model = trained(data);
    const InputCurvaturePtr curvature = curvatureOf(data, model);
    for (const int k : {0, 1, 8}) {
        const SlowCurvature slow(*data, *model, k);
        const InputCurvature::Row& row = curvature->rows[std::size_t(k)];
        const auto& c = row.covarianceAndFactor;
        const auto n = Eigen::Index(row.features.size());
        const double largest = slow.covariance.diagonal().maxCoeff();
        REQUIRE(n > 250);
        Eigen::MatrixXd factor = c.cast<double>().triangularView<Eigen::Lower>();
        const Eigen::MatrixXd product = factor * factor.transpose();
        double farthest = 0, farthestFactor = 0;
        for (Eigen::Index a = 0; a < n; ++a) {
            for (Eigen::Index b = a; b < n; ++b) {
                const double wanted = slow.covariance(row.features[std::size_t(a)], row.features[std::size_t(b)]);
                const double damping = a == b ? 0.01 * double(row.variance.mean()) : 0;
                farthest = std::max(farthest, std::abs(double(a == b ? row.variance[a] : c(a, b)) - wanted));
                farthestFactor = std::max(farthestFactor, std::abs(product(a, b) - wanted - damping));
            }
        }
        CHECK(farthest < 1e-4 * largest);
        CHECK(farthestFactor < 1e-4 * largest);
        for (std::size_t i = 1; i < row.features.size(); ++i)
            CHECK(row.variance[Eigen::Index(i) - 1] <= row.variance[Eigen::Index(i)]);
        for (int j = 0; j < 784; ++j) {
            const double mean =
                (slow.mean[j] / 255 - double(model->normalization.mean)) / double(model->normalization.std);
            REQUIRE(std::abs(double(row.mean[std::size_t(j)]) - mean) < 1e-4);
        }
    }
}

TEST_CASE("data-aware rounding costs no more than GPTQ in double, and no single integer could be better",
    "[quant][data-aware]")
{
    const DatasetPtr data = someDigits();
    const LinearModelPtr model = trained(data);
    const InputCurvaturePtr curvature = curvatureOf(data, model);
    for (const S& scheme : {aware(2), aware(3), aware(4, S::Granularity::PerTensor, S::Levels::Full),
             aware(2, S::Granularity::PerChannel, S::Levels::Odd)}) {
        INFO(schemeToText(scheme));
        const QuantizedModel nearest = quantize(*model, scheme);
        const QuantizedModel rounded = quantizeDataAware(*curvature, scheme);
        CHECK(rounded.scale == nearest.scale); // min-max says which, whoever rounds
        CHECK(rounded.q != nearest.q);
        for (const int k : {2, 9}) {
            const SlowCurvature slow(*data, *model, k);
            const double cost = costOf(slow, *model, rounded, k);
            const double gptq = costOf(slow, *model, textbookGptq(slow, *model, nearest, k), k);
            CHECK(gptq < 0.5 * costOf(slow, *model, nearest, k));
            CHECK(cost <= 1.02 * gptq); // floats may take another turn at a tie

            const Eigen::VectorXd pull = slow.covariance * errorOf(*model, rounded, k);
            const double scale = double(rounded.scale[std::size_t(k)]);
            for (int j = 0; j < 784; ++j) {
                const int q = rounded.q[std::size_t(k) * 784 + std::size_t(j)];
                for (const int move : {scheme.isOdd() ? -2 : -1, scheme.isOdd() ? 2 : 1}) {
                    if (q + move < scheme.qmin() || q + move > scheme.qmax())
                        continue;
                    const double change =
                        -2 * scale * move * pull[j] + scale * scale * move * move * slow.covariance(j, j);
                    REQUIRE(change > -1e-3 * cost);
                }
            }
        }
    }
}

TEST_CASE("data-aware rounding to a codebook's levels leaves no single weight that could be better",
    "[quant][data-aware][codebook]")
{
    const DatasetPtr data = someDigits();
    const LinearModelPtr model = trained(data);
    const InputCurvaturePtr curvature = curvatureOf(data, model);
    for (const int bits : {1, 2, 4}) {
        const S scheme = aware(bits, S::Granularity::PerChannel, S::Levels::Codebook);
        const QuantizedModel nearest = quantize(*model, scheme);
        const QuantizedModel rounded = quantizeDataAware(*curvature, scheme);
        CHECK(quantizeOn(data, model, scheme).q == rounded.q);
        for (const int k : {2, 9}) {
            INFO(bits << " bits, row " << k);
            const std::vector<std::int8_t> levels = usedLevels(nearest, k);
            const SlowCurvature slow(*data, *model, k);
            const double cost = costOf(slow, *model, rounded, k);
            CHECK(cost < 0.5 * costOf(slow, *model, nearest, k));
            const Eigen::VectorXd pull = slow.covariance * errorOf(*model, rounded, k);
            const double scale = double(rounded.scale[std::size_t(k)]);
            for (int j = 0; j < 784; ++j) {
                const int q = rounded.q[std::size_t(k) * 784 + std::size_t(j)];
                REQUIRE(std::ranges::count(levels, q) == 1);
                for (const std::int8_t level : levels) {
                    const double move = scale * (level - q);
                    REQUIRE(-2 * move * pull[j] + move * move * slow.covariance(j, j) > -1e-3 * cost);
                }
            }
        }
    }
}

TEST_CASE("the bias takes up the mean error, so that logits are right on average", "[quant][data-aware]")
{
    const DatasetPtr data = someDigits();
    const LinearModelPtr model = trained(data);
    const InputCurvaturePtr curvature = curvatureOf(data, model);
    for (int k = 0; k < 10; k += 3) {
        const SlowCurvature slow(*data, *model, k);
        for (const int bits : {1, 2, 4}) {
            const QuantizedModel rounded = quantizeDataAware(*curvature, aware(bits));
            double meanError = double(model->bias[k]) - double(rounded.bias[k]);
            const Eigen::VectorXd error = errorOf(*model, rounded, k);
            for (int j = 0; j < 784; ++j)
                meanError += error[j] * (slow.mean[j] / 255 - double(model->normalization.mean))
                    / double(model->normalization.std);
            CHECK(std::abs(meanError) < 1e-3 * error.cwiseAbs().sum());
        }
    }
}

TEST_CASE("data-aware integers are on their grid at every width, and repeat", "[quant][data-aware]")
{
    const DatasetPtr data = someDigits(300);
    const LinearModelPtr model = trained(data, 1);
    const InputCurvaturePtr curvature = curvatureOf(data, model);
    for (int bits = 1; bits <= 8; ++bits) {
        for (const auto range : {S::Range::MinMax, S::Range::LeastSquares, S::Range::Fixed, S::Range::Manual}) {
            for (const auto zero : {S::Zero::Symmetric, S::Zero::Affine}) {
                S scheme = aware(bits);
                scheme.range = range;
                scheme.zero = zero;
                scheme.clip = 0.01;
                scheme.exponent = 16; // everything far outside
                INFO(schemeToText(scheme));
                const QuantizedModel rounded = quantizeDataAware(*curvature, scheme);
                const auto [least, most] = std::minmax_element(rounded.q.begin(), rounded.q.end());
                CHECK(*least >= scheme.qmin());
                CHECK(*most <= scheme.qmax());
                if (bits == 1)
                    CHECK(std::count(rounded.q.begin(), rounded.q.end(), 0) == 0);
                if (bits == 3)
                    CHECK(quantizeOn(data, model, scheme).q == rounded.q);
            }
        }
    }
}

TEST_CASE("data-aware rounding of features leaves nothing beyond them", "[quant][data-aware]")
{
    const DatasetPtr data = withSteps(someDigits(300), pooledSteps(InputSteps::Align::None, 7));
    const LinearModelPtr model = trained(data);
    const QuantizedModel rounded = quantizeOn(data, model, aware(3));
    CHECK(rounded.steps == model->steps);
    for (std::size_t k = 0; k < 10; ++k)
        for (std::size_t j = 49; j < 784; ++j)
            REQUIRE(rounded.q[k * 784 + j] == 0);
    CHECK(evaluate(rounded, *data->test).accuracy() > 0.9 * evaluate(*model, *data->test).accuracy());
}

TEST_CASE("a model that is sure of every image still rounds", "[quant][data-aware]")
{
    const DatasetPtr data = someDigits(40);
    LinearModel sure = *trained(data, 200);
    sure.weights *= 1000;
    const auto model = std::make_shared<LinearModel>(sure);
    const QuantizedModel rounded = quantizeOn(data, model, aware(4));
    CHECK(rounded.bias.allFinite());
    CHECK(evaluate(rounded, *data->test).accuracy() > 0.9 * evaluate(*model, *data->test).accuracy());
}

TEST_CASE("data-aware rounding reaches without training what training on the grid does", "[quant][mnist]")
{
    const auto files = test::mnist();
    if (!files)
        return;
    const DatasetPtr data = *splitData({"MNIST", {files->train, files->test}}, {});
    const auto model = std::make_shared<LinearModel>(test::referenceModel("float"));
    const InputCurvaturePtr curvature = curvatureOf(data, model);
    const auto accuracy = [&](S scheme) {
        scheme.range = S::Range::LeastSquares;
        return 100 * evaluate(quantizeDataAware(*curvature, scheme), *files->test).accuracy();
    };
    for (const auto granularity : {S::Granularity::PerTensor, S::Granularity::PerChannel}) {
        CHECK(accuracy(aware(8, granularity)) >= 92.1);
        CHECK(accuracy(aware(4, granularity)) >= 92.0);
        CHECK(accuracy(aware(3, granularity)) >= 91.8);
        CHECK(accuracy(aware(2, granularity, S::Levels::Full)) >= 91.6);
        CHECK(accuracy(aware(2, granularity)) >= 91.3);
        CHECK(accuracy(aware(1, granularity)) >= 90.2);
    }
}
