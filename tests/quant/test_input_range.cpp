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

/// Real weights times what the levels of an image stand for: integers exact, the rescaling in double.
template <typename Level>
std::array<double, kClasses> throughIntegers(const QuantizedModel& model, double step, long zeroPoint, Level level)
{
    std::array<double, kClasses> logits{};
    for (std::size_t k = 0; k < kClasses; ++k) {
        long sum = 0;
        for (std::size_t j = 0; j < kPixels; ++j)
            sum += (model.q[k * kPixels + j] - model.zeroPoint[k]) * (level(j) - zeroPoint);
        logits[k] = static_cast<double>(model.scale[k]) * step * static_cast<double>(sum)
            + static_cast<double>(model.bias(static_cast<int>(k)));
    }
    return logits;
}

/// ONNX's QuantizeLinear and MatMulInteger: floats where the specification has them (the quotient as a product with
/// 1 / scale, as in the kernels).
std::array<double, kClasses> throughLevels(
    const QuantizedModel& model, std::span<const std::uint8_t> image, const kernels::InputQuantization& input, long top)
{
    const Normalization& n = model.normalization;
    return throughIntegers(model, static_cast<double>(input.scale), input.zeroPoint, [&](std::size_t j) {
        const float x = (static_cast<float>(image[j]) / 255.0F - n.mean) / n.std;
        return std::clamp(std::lrint(x * (1.0F / input.scale)) + input.zeroPoint, 0L, top);
    });
}

/// With the scale and zero point of the model.
std::array<double, kClasses> throughQuantizeLinear(const QuantizedModel& model, std::span<const std::uint8_t> image)
{
    return throughLevels(model, image, model.input, 255);
}

/// ONNX's DynamicQuantizeLinear, with a grid up to \p top.
kernels::InputQuantization dynamicOf(std::span<const std::uint8_t> pixels, const Normalization& n, long top)
{
    float low = 0, high = 0;
    for (const std::uint8_t pixel : pixels) {
        const float x = (static_cast<float>(pixel) / 255.0F - n.mean) / n.std;
        low = std::min(low, x);
        high = std::max(high, x);
    }
    const float scale = high > low ? (high - low) / static_cast<float>(top) : 1.0F;
    return {scale, static_cast<std::int32_t>(std::clamp(std::lrint(-low / scale), 0L, top)),
        static_cast<std::int32_t>(top)};
}

/// Pixels of fewer levels, u' = rne(u top / 255), normalised: ((u' / top) - mean) / std.
std::array<double, kClasses> throughPixels(const QuantizedModel& model, std::span<const std::uint8_t> image, long top)
{
    const double mean = static_cast<double>(model.normalization.mean),
                 std = static_cast<double>(model.normalization.std);
    std::array<double, kClasses> logits = throughIntegers(model, 1 / (std * static_cast<double>(top)), 0,
        [&](std::size_t j) { return std::lrint(image[j] * static_cast<double>(top) / 255); });
    for (std::size_t k = 0; k < kClasses; ++k)
        for (std::size_t j = 0; j < kPixels; ++j)
            logits[k] -=
                static_cast<double>(model.scale[k]) * (model.q[k * kPixels + j] - model.zeroPoint[k]) * mean / std;
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

TEST_CASE("an input of every width is the formula's on every image", "[quant][input-bits]")
{
    const DatasetPtr data = greys(30, 30);
    LinearModel original = test::randomModel(14);
    original.normalization = {0.3F, 0.4F};
    for (const S::Input input : {S::Input::Pixels, S::Input::Static, S::Input::Dynamic8, S::Input::DynamicRow})
        for (int bits = 1; bits <= 8; ++bits)
            for (const char* preset : {"channel", "affine"}) {
                S scheme = *parseScheme(preset);
                scheme.input = input;
                scheme.inputBits = bits;
                scheme.calibrationImages = 30;
                INFO(schemeToText(scheme));
                const QuantizedModel made = quantizeOn(data, std::make_shared<LinearModel>(original), scheme);
                const Evaluation found = evaluate(made, *data->test);
                const long top = (1L << bits) - 1;
                for (std::size_t i = 0; i < found.images(); ++i) {
                    const auto expected = input == S::Input::Pixels ? throughPixels(made, data->test->image(i), top)
                        : input == S::Input::Static
                        ? throughLevels(made, data->test->image(i), made.input, top)
                        : throughLevels(made, data->test->image(i),
                            dynamicOf(input == S::Input::DynamicRow ? data->test->image(i)
                                                                    : std::span(data->test->pixels(), 90 * kPixels),
                                original.normalization, top),
                            top);
                    for (std::size_t k = 0; k < kClasses; ++k)
                        CHECK_THAT(
                            found.logits[i * kClasses + k], WithinAbs(expected[k], 2e-4 * (1 + std::abs(expected[k]))));
                }
            }
}

TEST_CASE("eight bits are the pixels and the inputs as they were, and no bits are those of float and of seven bits",
    "[quant][input-bits]")
{
    const ImagesPtr images = generateDigits(40, 6);
    const LinearModel original = test::randomModel(15);
    for (const S::Input input : {S::Input::Float, S::Input::Dynamic7}) {
        S scheme;
        scheme.input = input;
        const Evaluation usual = evaluate(quantize(original, scheme), *images);
        scheme.inputBits = 2;
        CHECK((evaluate(quantize(original, scheme), *images).logits == usual.logits));
    }
    const QuantizedModel whole = quantize(original, S{});
    std::vector<float> logits(40 * kClasses);
    kernels::classifyU8I8(images->pixels(), 40, whole.packed(), logits.data(), nullptr);
    CHECK((evaluate(whole, *images).logits == logits));
}
