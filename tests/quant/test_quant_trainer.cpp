// SPDX-License-Identifier: GPL-3.0-or-later
// Training on a grid, against the same steps written out in double, image by image.
#include "engine/quant/quant_trainer.h"

#include "engine/data/digit_generator.h"
#include "engine/data/stepped_data.h"
#include "engine/quant/codebook.h"
#include "engine/train/trainer.h"
#include "tests/support.h"

#include <algorithm>
#include <cmath>

using namespace qlab;

namespace {

DatasetPtr someDigits(std::size_t train = 1500)
{
    auto data = splitData({"digits", {generateDigits(train, 2), generateDigits(1000, 3)}}, {});
    REQUIRE(data.ok());
    return *data;
}

QuantScheme schemeOf(int bits, QuantScheme::Granularity granularity, QuantScheme::Levels levels)
{
    QuantScheme scheme;
    scheme.bits = bits;
    scheme.granularity = granularity;
    scheme.levels = levels;
    return scheme;
}

/// Of a weight in steps of its scale.
double levelOf(const QuantScheme& scheme, double place)
{
    if (scheme.bits == 1)
        return place >= 0 ? 1 : -1;
    const double nearest = scheme.isOdd() ? 2 * std::nearbyint((place - 1) / 2) + 1 : std::nearbyint(place);
    return std::clamp(nearest, double(scheme.qmin()), double(scheme.qmax()));
}

/// The formulas of quant_trainer.h for one batch from \p start, with momentum from rest: one step.
struct SlowStep {
    std::vector<double> latent = std::vector<double>(7840);
    std::vector<double> scale = std::vector<double>(10);
    std::vector<double> bias = std::vector<double>(10);
};

/// \p grids: what each row is put on.
SlowStep slowStep(
    const Dataset& data, const std::array<QuantScheme, 10>& grids, const LinearModel& start, double rate, double l1)
{
    const bool channel = grids[0].granularity == QuantScheme::Granularity::PerChannel;
    SlowStep step;
    for (int k = 0; k < 10; ++k) {
        const QuantScheme& scheme = grids[k];
        const bool sign = scheme.bits == 1;
        const double high = scheme.qmax();
        double sum = 0, squares = 0;
        int count = 0;
        for (int row = channel ? k : 0; row < (channel ? k + 1 : 10); ++row)
            for (int j = 0; j < 784; ++j, ++count) {
                sum += std::abs(double(start.weights(row, j)));
                squares += double(start.weights(row, j)) * double(start.weights(row, j));
            }
        step.scale[k] = sign ? sum / count
            : high == 1      ? 1.4 * sum / count
                             : (scheme.isOdd() ? 1 : 2) * std::sqrt(squares / count / high);
        step.bias[k] = double(start.bias[k]);
    }
    std::vector<double> level(7840), gradient(7840), biasGradient(10);
    for (int i = 0; i < 7840; ++i) {
        step.latent[i] = double(start.weights(i / 784, i % 784));
        const double place = step.latent[i] / step.scale[i / 784];
        level[i] = levelOf(grids[i / 784], place);
    }
    const double n = double(data.trainSize());
    for (std::size_t image = 0; image < data.trainSize(); ++image) {
        const auto pixels = data.trainSource->image(image);
        std::array<double, 784> x{};
        for (int j = 0; j < 784; ++j)
            x[j] = (pixels[j] / 255.0 - double(start.normalization.mean)) / double(start.normalization.std);
        std::array<double, 10> p{};
        double total = 0;
        for (int k = 0; k < 10; ++k) {
            double logit = step.bias[k];
            for (int j = 0; j < 784; ++j)
                logit += step.scale[k] * level[784 * k + j] * x[j];
            total += p[k] = std::exp(logit);
        }
        for (int k = 0; k < 10; ++k) {
            const double error = (p[k] / total - (k == data.trainSource->labels()[image])) / n;
            biasGradient[k] += error;
            for (int j = 0; j < 784; ++j)
                gradient[784 * k + j] += error * x[j];
        }
    }
    std::vector<double> ofScale(10);
    for (int i = 0; i < 7840; ++i) {
        const int group = channel ? i / 784 : 0;
        const QuantScheme& scheme = grids[i / 784];
        const bool sign = scheme.bits == 1;
        const double place = step.latent[i] / step.scale[i / 784];
        const bool inside = sign ? std::abs(place) <= 3 : place >= scheme.qmin() && place <= scheme.qmax();
        ofScale[group] += gradient[i] * (level[i] - (inside && !sign ? place : 0));
        step.latent[i] -= rate * ((inside ? gradient[i] : 0) + (step.latent[i] > 0 ? l1 : -l1));
    }
    for (int k = 0; k < 10; ++k) {
        const int group = channel ? k : 0;
        const double high = std::max(1.0, double(grids[k].qmax()));
        step.scale[k] -= 0.3 * rate * ofScale[group] / std::sqrt((channel ? 784 : 7840) * high);
        step.bias[k] -= rate * biasGradient[k];
    }
    return step;
}

/// One step of a trainer against slowStep().
void compareStep(const DatasetPtr& data, const QuantScheme& scheme, const LinearModelPtr& start, double l1)
{
    INFO(schemeToText(scheme));
    TrainConfig config = quantTrainConfig(Normalization::mnist());
    config.batchSize = 0; // one step an epoch, of all images
    config.epochs = 1;
    config.schedule = Schedule::Constant;
    config.warmUp = 0;
    config.learningRate = 0.05F;
    QuantTrainer trainer(data, scheme, config, start, l1);
    trainer.step(std::chrono::hours(1));
    REQUIRE(trainer.finished());
    const QuantizedModel model = trainer.model();
    std::array<QuantScheme, 10> grids;
    for (int k = 0; k < 10; ++k)
        grids[k] = model.schemeOf(k);
    const SlowStep slow = slowStep(*data, grids, *start, 0.05, l1);
    int different = 0;
    for (int k = 0; k < 10; ++k) {
        CHECK(std::abs(double(model.scale[k]) - slow.scale[k]) < 1e-4 * slow.scale[k]);
        CHECK(std::abs(double(model.bias[k]) - slow.bias[k]) < 1e-5);
        for (int j = 0; j < 784; ++j) {
            const double place = slow.latent[784 * k + j] / slow.scale[k];
            different += model.q[784 * k + j] != levelOf(grids[k], place);
        }
    }
    CHECK(different < 12); // weights that lie on the border of two levels, in float and in double
    CHECK(checkOnGrid(model).ok());
}

} // namespace

TEST_CASE("A step on the grid is the step of the formulas", "[quant][train]")
{
    const DatasetPtr data = someDigits(300);
    Random random(6);
    auto start = std::make_shared<LinearModel>(initialModel(Normalization::mnist(), random));
    for (const int bits : {1, 2, 3, 4, 8})
        for (const auto granularity : {QuantScheme::Granularity::PerTensor, QuantScheme::Granularity::PerChannel})
            for (const auto levels :
                {QuantScheme::Levels::Restricted, QuantScheme::Levels::Full, QuantScheme::Levels::Odd})
                compareStep(data, schemeOf(bits, granularity, levels), start,
                    bits > 1 && levels == QuantScheme::Levels::Full ? 0.002 : 0);
}

TEST_CASE("Rows under a budget are trained at the widths that rounding gives them", "[quant][train][widths]")
{
    const DatasetPtr data = someDigits(300);
    Random random(6);
    auto start = std::make_shared<LinearModel>(initialModel(Normalization::mnist(), random));
    for (int k = 0; k < 10; ++k) // rows that want widths of their own
        start->weights.row(k) *= static_cast<float>(1 << k % 4);
    for (const auto levels : {QuantScheme::Levels::Restricted, QuantScheme::Levels::Full, QuantScheme::Levels::Odd}) {
        QuantScheme scheme = schemeOf(8, QuantScheme::Granularity::PerChannel, levels);
        scheme.budget = 1900;
        compareStep(data, scheme, start, 0);
        QuantTrainer trainer(data, scheme, quantTrainConfig(Normalization::mnist()), start);
        REQUIRE(trainer.model().widths);
        CHECK((trainer.model().widths == quantize(*start, scheme).widths));
        CHECK(std::ranges::min(*trainer.model().widths) < std::ranges::max(*trainer.model().widths));
        const QuantTrainer fresh(data, scheme, quantTrainConfig(Normalization::mnist()));
        CHECK(std::ranges::max(*fresh.model().widths) == 2); // 1900 bytes are 9 rows of 2 bits and one of 1
        CHECK(std::ranges::count(*fresh.model().widths, 1) == 1);
    }
    QuantScheme scheme = schemeOf(8, QuantScheme::Granularity::PerChannel, QuantScheme::Levels::Restricted);
    scheme.budget = 1900;
    CHECK(validateForTraining(scheme, 1e-4).error().field == "l1");
}

TEST_CASE("Training for the grid makes good what rounding costs", "[quant][train]")
{
    const DatasetPtr data = someDigits(4000);
    TrainConfig config = quantTrainConfig(Normalization::mnist());
    config.learningRate = 0.02F;
    Trainer floats(data, config);
    while (floats.state() == Trainer::State::Running)
        floats.step(std::chrono::seconds(1));
    const auto model = std::make_shared<LinearModel>(floats.model());
    for (const int bits : {1, 2}) {
        const QuantScheme scheme = schemeOf(bits, QuantScheme::Granularity::PerTensor, QuantScheme::Levels::Restricted);
        QuantTrainer trainer(data, scheme, quantTrainConfig(Normalization::mnist()), model);
        while (!trainer.finished())
            trainer.step(std::chrono::milliseconds(3)); // whatever the slices
        QuantTrainer again(data, scheme, quantTrainConfig(Normalization::mnist()), model);
        again.step(std::chrono::hours(1));
        CHECK(trainer.model().q == again.model().q);
        CHECK(trainer.epochs().back().trainLoss > 0);
        const double rounded = evaluate(quantize(*model, scheme), *data->test).accuracy();
        const double trained = evaluate(trainer.model(), *data->test).accuracy();
        CHECK(trained > rounded + 0.05);
        CHECK(trained > floats.lastEvaluation()->accuracy() - 0.04);
    }
}

TEST_CASE("A codebook keeps its levels in training, and gets better", "[quant][train][codebook]")
{
    const DatasetPtr data = someDigits(4000);
    TrainConfig config = quantTrainConfig(Normalization::mnist());
    config.learningRate = 0.02F;
    Trainer floats(data, config);
    while (floats.state() == Trainer::State::Running)
        floats.step(std::chrono::seconds(1));
    const auto model = std::make_shared<LinearModel>(floats.model());
    for (const auto granularity : {QuantScheme::Granularity::PerTensor, QuantScheme::Granularity::PerChannel}) {
        for (const int bits : {1, 2, 3}) {
            INFO(bits << " bits");
            const QuantScheme scheme = schemeOf(bits, granularity, QuantScheme::Levels::Codebook);
            const QuantizedModel rounded = quantize(*model, scheme);
            QuantTrainer trainer(data, scheme, quantTrainConfig(Normalization::mnist()), model);
            CHECK(trainer.model().q == rounded.q); // where it begins
            CHECK(trainer.model().scale == rounded.scale);
            while (!trainer.finished())
                trainer.step(std::chrono::milliseconds(3));
            const QuantizedModel trained = trainer.model();
            CHECK(trained.scale != rounded.scale);
            for (int k = 0; k < 10; ++k) {
                const std::vector<std::int8_t> levels = usedLevels(rounded, k);
                for (const std::int8_t level : usedLevels(trained, k))
                    CHECK(std::ranges::count(levels, level) == 1);
            }
            const double before = evaluate(rounded, *data->test).accuracy();
            CHECK(evaluate(trained, *data->test).accuracy() > before + (bits == 1 ? 0.05 : 0.005));
        }
    }
    CHECK(validateForTraining(schemeOf(2, QuantScheme::Granularity::PerTensor, QuantScheme::Levels::Codebook), 1e-4)
              .error()
              .field
        == "l1");
}

TEST_CASE("Where there are fewer features, the weights behind them stay 0", "[quant][train]")
{
    const DatasetPtr raw = someDigits();
    const DatasetPtr data = withSteps(raw, calibrated(gradientSteps(InputSteps::Align::Moments, 4, 3), *raw));
    const Normalization normalization{0.2F, 0.2F};
    Trainer floats(data, quantTrainConfig(normalization));
    while (floats.state() == Trainer::State::Running)
        floats.step(std::chrono::seconds(1));
    CHECK(floats.model().steps == data->steps);
    CHECK(floats.model().weights.rightCols(784 - 36).isZero(0));
    CHECK_FALSE(floats.model().weights.leftCols(36).isZero(0.01F));
    const auto model = std::make_shared<LinearModel>(floats.model());
    for (int bits = 1; bits <= 8; ++bits)
        for (const auto zero : {QuantScheme::Zero::Symmetric, QuantScheme::Zero::Affine}) {
            QuantScheme scheme = schemeOf(bits, QuantScheme::Granularity::PerChannel, QuantScheme::Levels::Restricted);
            scheme.zero = zero;
            const QuantizedModel rounded = quantize(*model, scheme);
            CHECK(rounded.steps == data->steps);
            CHECK(rounded.dequantized().weights.rightCols(784 - 36).isZero(0));
            if (zero == QuantScheme::Zero::Symmetric) {
                QuantTrainer trainer(data, scheme, quantTrainConfig(normalization), model);
                trainer.step(std::chrono::hours(1));
                CHECK(trainer.model().dequantized().weights.rightCols(784 - 36).isZero(0));
                CHECK(evaluate(trainer.model(), *data->test).accuracy() > 0.5);
            }
        }
}

TEST_CASE("Grids that cannot be trained are refused by their field", "[quant][train]")
{
    QuantScheme scheme;
    scheme.zero = QuantScheme::Zero::Affine;
    CHECK(validateForTraining(scheme).error().field == "zero");
    scheme.zero = QuantScheme::Zero::Symmetric;
    scheme.overflow = QuantScheme::Overflow::Wrap;
    CHECK(validateForTraining(scheme).error().field == "overflow");
    scheme.overflow = QuantScheme::Overflow::Saturate;
    CHECK(validateForTraining(scheme, 0.01).ok());
    for (const double l1 : {-1e-9, 0.011, std::numeric_limits<double>::quiet_NaN()})
        CHECK(validateForTraining(scheme, l1).error().field == "l1");
    scheme.bits = 1;
    CHECK(validateForTraining(scheme, 0).ok());
    CHECK(validateForTraining(scheme, 1e-4).error().field == "l1");
}

TEST_CASE("An L1 penalty leaves fewer weights that are not zero", "[quant][train]")
{
    const DatasetPtr data = someDigits(2000);
    const QuantScheme scheme = schemeOf(3, QuantScheme::Granularity::PerTensor, QuantScheme::Levels::Restricted);
    const auto zeros = [&](double l1) {
        QuantTrainer trainer(data, scheme, quantTrainConfig(Normalization::mnist()), nullptr, l1);
        while (!trainer.finished())
            trainer.step(std::chrono::seconds(1));
        return std::ranges::count(trainer.model().q, 0);
    };
    const auto none = zeros(0), some = zeros(3e-4), many = zeros(3e-3);
    CHECK(none < some);
    CHECK(some < many);
    CHECK(many > 4000);
}
