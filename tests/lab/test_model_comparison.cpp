// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lab/model_comparison.h"

#include "engine/data/digit_generator.h"
#include "engine/data/stepped_data.h"
#include "engine/lab/feature_normalization.h"
#include "engine/train/trainer.h"
#include "tests/support.h"

#include <cmath>

using namespace qlab;
using Catch::Matchers::WithinAbs;

namespace {

DatasetPtr someDigits()
{
    auto data = splitData({"digits", {generateDigits(500, 2), generateDigits(300, 3)}}, {});
    REQUIRE(data.ok());
    return *data;
}

LinearModelPtr trained(const DatasetPtr& data)
{
    TrainConfig config;
    config.normalization = featureNormalization(*data);
    Trainer trainer(data, config);
    while (trainer.state() == Trainer::State::Running)
        trainer.step(std::chrono::seconds(1));
    return std::make_shared<LinearModel>(trainer.model());
}

} // namespace

TEST_CASE("Divergence is the sum of p ln(p / q), image by image", "[lab]")
{
    Random random(3);
    std::vector<float> first(200 * kClasses), second(first.size());
    for (std::size_t i = 0; i < first.size(); ++i) {
        first[i] = static_cast<float>(random.normal(0, 3));
        second[i] = first[i] + static_cast<float>(random.normal(0, 0.3));
    }
    std::vector<double> slow;
    for (std::size_t image = 0; image < 200; ++image) {
        double p = 0, q = 0, sum = 0;
        for (std::size_t k = 0; k < kClasses; ++k) {
            p += std::exp(static_cast<double>(first[image * kClasses + k]));
            q += std::exp(static_cast<double>(second[image * kClasses + k]));
        }
        for (std::size_t k = 0; k < kClasses; ++k) {
            const double a = first[image * kClasses + k], b = second[image * kClasses + k];
            sum += std::exp(a) / p * (a - std::log(p) - b + std::log(q));
        }
        slow.push_back(sum);
    }
    double mean = 0;
    for (const double value : slow)
        mean += value / 200;
    const Divergence result = divergence(first, second);
    CHECK_THAT(result.mean, WithinAbs(mean, 1e-9));
    CHECK_THAT(result.p99, WithinAbs(quantile(slow, 0.99), 1e-9));
    CHECK(result.mean95.low < mean);
    CHECK(result.mean95.high > mean);
    CHECK(result.p99At95.low <= result.p99);
    CHECK(result.p99At95.high >= result.p99);
    const Divergence none = divergence(first, first);
    CHECK(none.mean == 0);
    CHECK(none.p99 == 0);
    CHECK(divergence({}, {}).mean == 0);
}

TEST_CASE("Two models are compared on the same images, each behind its own steps", "[lab]")
{
    const DatasetPtr data = someDigits();
    const DatasetPtr stepped = withSteps(data, calibrated(gradientSteps(InputSteps::Align::Moments, 4, 4), *data));
    const AnyModel first{trained(data), nullptr};
    const LinearModelPtr gradients = trained(stepped);
    const AnyModel second{nullptr, std::make_shared<QuantizedModel>(quantize(*gradients, *parseScheme("channel")))};
    const ModelComparison compared = compareModels(first, second, data);
    const Evaluation a = evaluate(*first.original, *data->test), b = evaluate(*second.quantized, *stepped->test);
    CHECK(compared.images == 300);
    CHECK(compared.firstCorrect == a.correct);
    CHECK(compared.secondCorrect == b.correct);
    std::size_t same = 0;
    for (std::size_t i = 0; i < 300; ++i)
        same += a.predictions[i] == b.predictions[i];
    CHECK(compared.accuracy.same() == same);
    CHECK(compared.accuracy.onlySecond + a.correct == compared.accuracy.onlyFirst + b.correct);
    const ModelComparison itself = compareModels(second, second, data);
    CHECK(itself.accuracy.same() == 300);
    CHECK(itself.accuracy.pValue == 1);
    CHECK(itself.divergence.mean == 0);
}

TEST_CASE("A comparison in slices finds the same as at once, and then the times", "[lab]")
{
    const DatasetPtr data = someDigits();
    const LinearModelPtr model = trained(data);
    const AnyModel first{model, nullptr};
    const AnyModel second{nullptr, std::make_shared<QuantizedModel>(quantize(*model, *parseScheme("lab")))};
    ModelComparisonRun run(first, second, data);
    CHECK_FALSE(run.judged());
    while (!run.step(std::chrono::milliseconds(1))) { }
    const ModelComparison &sliced = run.result(), whole = compareModels(first, second, data);
    CHECK(sliced.firstCorrect == whole.firstCorrect);
    CHECK(sliced.secondCorrect == whole.secondCorrect);
    CHECK(sliced.accuracy.changed == whole.accuracy.changed);
    CHECK(sliced.divergence.mean == whole.divergence.mean);
    CHECK_FALSE(whole.times.measured());
    REQUIRE(sliced.times.measured());
    CHECK(sliced.times.first.medianMs > 0);
    CHECK(sliced.times.ratio.interval.low <= sliced.times.ratio.median);
    CHECK(sliced.times.ratio.interval.high >= sliced.times.ratio.median);
}

TEST_CASE("Each of two models is timed from what it takes in", "[lab]")
{
    const auto quantized = [](QuantScheme::Input input) {
        auto model = std::make_shared<QuantizedModel>();
        model->scheme.input = input;
        return AnyModel{nullptr, model};
    };
    using Input = QuantScheme::Input;
    const AnyModel original{std::make_shared<LinearModel>(), nullptr};
    const AnyModel pixels = quantized(Input::Pixels), dynamic = quantized(Input::Dynamic7);
    CHECK(pathBeside(original, original) == Path::F32Pixels);
    CHECK(pathBeside(original, pixels) == Path::F32Pixels);
    CHECK(pathBeside(original, dynamic) == Path::F32);
    CHECK(pathBeside(pixels, dynamic) == Path::PixelsI8);
    CHECK(pathBeside(dynamic, pixels) == Path::DynamicI8);
    CHECK(pathBeside(quantized(Input::DynamicRow), pixels) == Path::DynamicI8);
    CHECK(pathBeside(original, quantized(Input::DynamicRow)) == Path::F32);
    CHECK(pathBeside(quantized(Input::Static), pixels) == Path::StaticI8);
    CHECK(pathBeside(original, quantized(Input::Static)) == Path::F32);
    CHECK(pathBeside(quantized(Input::Float), original) == Path::RestoredF32);
}

TEST_CASE("Features have the mean and the deviation of the training images", "[lab]")
{
    const DatasetPtr raw = someDigits();
    const DatasetPtr data = withSteps(raw, pooledSteps(InputSteps::Align::Deskew, 9));
    double sum = 0, squares = 0, count = 0;
    for (std::size_t i = 0; i < data->trainSize(); ++i)
        for (int j = 0; j < 81; ++j, ++count) {
            const double value = data->trainSource->image(i)[static_cast<std::size_t>(j)] / 255.0;
            sum += value;
            squares += value * value;
        }
    const Normalization normalization = featureNormalization(*data);
    CHECK_THAT(normalization.mean, WithinAbs(sum / count, 1e-6));
    CHECK_THAT(normalization.std, WithinAbs(std::sqrt(squares / count - sum / count * sum / count), 1e-6));
}
