// SPDX-License-Identifier: GPL-3.0-or-later
// Inputs by a range that training images give beforehand, against ONNX's formula written out.
#include "engine/quant/input_range.h"

#include "engine/data/digit_generator.h"
#include "engine/data/stepped_data.h"
#include "engine/quant/data_aware.h"
#include "engine/quant/quant_trainer.h"
#include "tests/model/random_model.h"
#include "tests/support.h"

#include <cmath>

using namespace qlab;
using Catch::Matchers::WithinAbs;
using S = QuantScheme;

namespace {

/// Greys of a narrow range, but for one image that has black and white; shuffled.
DatasetPtr greys(std::size_t count, std::size_t wide)
{
    auto train = std::make_shared<ImageSet>(count);
    Random random(7);
    for (std::size_t i = 0; i < count; ++i)
        for (std::size_t j = 0; j < kPixels; ++j)
            train->mutablePixels()[i * kPixels + j] =
                static_cast<std::uint8_t>(i == wide ? random.below(256) : 40 + i + random.below(60));
    Dataset data{"greys", {}, train, {}, generateDigits(90, 4)};
    for (std::uint32_t i = 0; i < count; ++i)
        data.trainIndex.push_back(i);
    shuffle(data.trainIndex, random);
    return std::make_shared<Dataset>(data);
}

S staticScheme(int images, const char* preset = "channel")
{
    S scheme = *parseScheme(preset);
    scheme.input = S::Input::Static;
    scheme.calibrationImages = images;
    return scheme;
}

/// The min-max observer, in double: over features, widened to hold 0.
std::array<double, 2> slowRange(const Dataset& data, const Normalization& n, std::size_t images)
{
    double low = 0, high = 0;
    for (std::size_t i = 0; i < std::min(images, data.trainIndex.size()); ++i)
        for (int j = 0; j < data.steps.count(); ++j) {
            const double pixel = data.trainSource->image(data.trainIndex[i])[static_cast<std::size_t>(j)];
            const double x = (pixel / 255 - static_cast<double>(n.mean)) / static_cast<double>(n.std);
            low = std::min(low, x);
            high = std::max(high, x);
        }
    return {low, high};
}

/// ONNX's QuantizeLinear and MatMulInteger, with the scale and zero point of the model: floats where the specification
/// has them (the quotient as a product with 1 / scale, as in the kernels), integers exact, the rescaling in double.
std::array<double, kClasses> throughQuantizeLinear(const QuantizedModel& model, std::span<const std::uint8_t> image)
{
    const Normalization& n = model.normalization;
    std::array<double, kClasses> logits{};
    for (std::size_t k = 0; k < kClasses; ++k) {
        long sum = 0;
        for (std::size_t j = 0; j < kPixels; ++j) {
            const float x = (static_cast<float>(image[j]) / 255.0F - n.mean) / n.std;
            const long steps = std::lrint(x * (1.0F / model.input.scale));
            const long level = std::clamp(steps + model.input.zeroPoint, 0L, 255L);
            sum += (model.q[k * kPixels + j] - model.zeroPoint[k]) * (level - model.input.zeroPoint);
        }
        logits[k] =
            static_cast<double>(model.scale[k]) * static_cast<double>(model.input.scale) * static_cast<double>(sum)
            + static_cast<double>(model.bias(static_cast<int>(k)));
    }
    return logits;
}

} // namespace

TEST_CASE("a static input has the range of the first training images", "[quant][static]")
{
    const DatasetPtr data = greys(50, 50);                                               // none has black and white
    const auto at = std::ranges::find(data->trainIndex, 49U) - data->trainIndex.begin(); // the brightest image
    for (const Normalization& n : {Normalization::mnist(), Normalization::unit(), Normalization{0.9F, 0.01F}})
        for (const int images : {1, static_cast<int>(at), static_cast<int>(at) + 1, 49, 50, 51, 1'000'000}) {
            if (images == 0)
                continue;
            INFO(images << " images, " << normalizationText(n));
            const kernels::InputRange range = calibratedRange(*data, n, images);
            const auto [low, high] = slowRange(*data, n, static_cast<std::size_t>(images));
            CHECK_THAT(range.min, WithinAbs(low, 1e-5 * (1 - low)));
            CHECK_THAT(range.max, WithinAbs(high, 1e-5 * (1 + high)));
            LinearModel model = test::randomModel(2);
            model.normalization = n;
            const QuantizedModel made = quantizeOn(data, std::make_shared<LinearModel>(model), staticScheme(images));
            CHECK_THAT(made.input.scale, WithinAbs((high - low) / 255, 1e-6 * (high - low)));
            CHECK_THAT(made.input.zeroPoint, WithinAbs(-low * 255 / (high - low), 0.501));
            CHECK(made.input.top == 255);
        }
    CHECK(
        calibratedRange(*data, Normalization::unit(), 49).max != calibratedRange(*data, Normalization::unit(), 1).max);
}

TEST_CASE("a static input is what ONNX's formula makes of each image, saturated beyond the range", "[quant][static]")
{
    const DatasetPtr data = greys(30, 30);
    for (const char* preset : {"channel", "affine", "sign", "3bit"})
        for (const Normalization& n : {Normalization::mnist(), Normalization::half(), Normalization::unit()}) {
            INFO(preset << ", " << normalizationText(n));
            LinearModel model = test::randomModel(3);
            model.normalization = n;
            const QuantizedModel made =
                quantizeOn(data, std::make_shared<LinearModel>(model), staticScheme(30, preset));
            const Evaluation found = evaluate(made, *data->test); // digits: blacker and whiter than the greys
            REQUIRE(found.images() == 90);
            for (std::size_t i = 0; i < found.images(); ++i) {
                const auto expected = throughQuantizeLinear(made, data->test->image(i));
                for (std::size_t k = 0; k < kClasses; ++k)
                    CHECK_THAT(
                        found.logits[i * kClasses + k], WithinAbs(expected[k], 1e-4 * (1 + std::abs(expected[k]))));
            }
            // The same bits as from the floats.
            AlignedVector<float> floats(90 * kPixels);
            kernels::normalizePixels(data->test->pixels(), floats.size(), n.mean, n.std, floats.data());
            std::vector<float> logits(90 * kClasses);
            kernels::classifyStaticI8(floats.data(), 90, made.packed(), made.input, logits.data(), nullptr);
            CHECK((logits == found.logits));
        }
}

TEST_CASE("a range with black and white, or that of no images, is that of all pixels", "[quant][static]")
{
    const DatasetPtr data = greys(20, 6);
    const auto model = std::make_shared<LinearModel>(test::randomModel(4));
    const QuantizedModel whole = quantizeOn(data, model, staticScheme(20));
    const QuantizedModel without = quantize(*model, staticScheme(20));
    CHECK(whole.input == without.input);
    CHECK_THAT(without.input.scale, Catch::Matchers::WithinRel(1 / (255 * model->normalization.std), 1e-5F));
    // The bytes are the pixels then.
    QuantizedModel pixels = whole;
    pixels.scheme.input = S::Input::Pixels;
    CHECK(evaluate(whole, *data->test).predictions == evaluate(pixels, *data->test).predictions);
}

TEST_CASE("black images give a static input that answers with the bias", "[quant][static]")
{
    LinearModel model = test::randomModel(5);
    model.normalization = Normalization::unit();
    Dataset data{"black", {}, std::make_shared<ImageSet>(3), {0, 1, 2}, std::make_shared<ImageSet>(2)};
    const QuantizedModel made =
        quantizeOn(std::make_shared<Dataset>(data), std::make_shared<LinearModel>(model), staticScheme(1));
    CHECK(made.input == kernels::InputQuantization{1.0F, 0, 255});
    const Evaluation found = evaluate(made, *data.test);
    for (std::size_t k = 0; k < kClasses; ++k)
        CHECK(found.logits[k] == model.bias(static_cast<int>(k)));
}

TEST_CASE("the range of a static input is that of features, behind the steps", "[quant][static]")
{
    const auto raw = *splitData({"digits", {generateDigits(200, 2), generateDigits(80, 3)}}, {});
    const DatasetPtr data = withSteps(raw, pooledSteps(InputSteps::Align::None, 7));
    REQUIRE(data->steps.count() < kPixels);
    const auto [low, high] = slowRange(*data, Normalization::mnist(), 25);
    const kernels::InputRange range = calibratedRange(*data, Normalization::mnist(), 25);
    CHECK_THAT(range.min, WithinAbs(low, 1e-5));
    CHECK_THAT(range.max, WithinAbs(high, 1e-5));
    CHECK(range.max < widestRange(Normalization::mnist()).max); // a mean of pixels is never white in these
}

TEST_CASE("every way to integers gives a static input the same range", "[quant][static]")
{
    const auto data = *splitData({"digits", {generateDigits(250, 2), generateDigits(80, 3)}}, {});
    const auto model = std::make_shared<LinearModel>(test::randomModel(6));
    const kernels::InputQuantization wanted =
        kernels::chooseInputQuantization(calibratedRange(*data, model->normalization, 3), 255);
    S scheme = staticScheme(3);
    CHECK(needsImages(scheme));
    CHECK_FALSE(needsCurvature(scheme));
    CHECK(quantizeOn(data, model, scheme).input == wanted);
    InputCurvatureMaker maker(data, model);
    while (!maker.step(std::chrono::seconds(1))) { }
    const InputCurvaturePtr curvature = maker.take();
    CHECK(quantizeOn(*curvature, scheme).input == wanted);
    scheme.range = S::Range::LeastLogits;
    CHECK(needsCurvature(scheme));
    CHECK(quantizeOn(*curvature, scheme).input == wanted);
    scheme.rounding = S::Rounding::DataAware;
    CHECK(quantizeOn(*curvature, scheme).input == wanted);
    scheme = staticScheme(3);
    QuantTrainer trainer(data, scheme, quantTrainConfig(model->normalization), model);
    CHECK(trainer.model().input == wanted);
    // And no other scheme has one.
    CHECK(quantizeOn(data, model, S{}).input == kernels::InputQuantization{});
}
