// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/inference.h"
#include "engine/quant/quantized_model.h"
#include "tests/model/reference_files.h"

using namespace qlab;
using Catch::Matchers::WithinAbs;
using S = QuantScheme;

namespace {

QuantizedModel quantized(const std::string& preset, S::Input input)
{
    S scheme = *parseScheme(preset);
    scheme.input = input;
    return quantize(test::referenceModel("float"), scheme);
}

/// The float route: every pixel normalised, every float quantized, then the sums.
Evaluation throughFloats(const QuantizedModel& model, const ImageSet& images, std::int32_t top)
{
    const Normalization& n = model.normalization;
    AlignedVector<float> floats(images.size() * kPixels);
    kernels::normalizePixels(images.pixels(), floats.size(), n.mean, n.std, floats.data());
    Evaluation evaluation;
    evaluation.logits.resize(images.size() * kClasses);
    evaluation.predictions.resize(images.size());
    kernels::classifyDynamicI8(floats.data(), images.size(), model.packed(), kernels::DynamicRange::PerTensor, top,
        evaluation.logits.data(), evaluation.predictions.data());
    return evaluation;
}

/// One image by ONNX's DynamicQuantizeLinear and MatMulInteger, written out: float where the specification has float
/// (range, scale, quotient, which is a product with 1 / scale as in the kernels), integers exact, the rescaling in
/// double.
std::array<double, kClasses> throughQuantizeLinear(const QuantizedModel& model, std::span<const std::uint8_t> image)
{
    const Normalization& n = model.normalization;
    std::array<float, kPixels> x;
    kernels::normalizePixels(image.data(), kPixels, n.mean, n.std, x.data());
    float low = 0, high = 0;
    for (const float value : x) {
        low = std::min(low, value);
        high = std::max(high, value);
    }
    const float scale = high > low ? (high - low) / 255.0F : 1.0F;
    const long zero = std::clamp(std::lrint(-low / scale), 0L, 255L);
    std::array<double, kClasses> logits{};
    for (std::size_t k = 0; k < kClasses; ++k) {
        long sum = 0;
        for (std::size_t j = 0; j < kPixels; ++j) {
            const long byte = std::clamp(std::lrint(x[j] * (1.0F / scale)) + zero, 0L, 255L);
            sum += (model.q[k * kPixels + j] - model.zeroPoint[k]) * (byte - zero);
        }
        logits[k] = static_cast<double>(model.scale[k]) * static_cast<double>(scale) * static_cast<double>(sum)
            + static_cast<double>(model.bias(static_cast<int>(k)));
    }
    return logits;
}

} // namespace

TEST_CASE("dequantizing restores scale times steps", "[quantized]")
{
    const QuantizedModel model = quantized("affine", S::Input::Pixels);
    const LinearModel restored = model.dequantized();
    CHECK(restored.bias == model.bias);
    CHECK(restored.normalization == model.normalization);
    for (const int row : {0, 4, 9})
        for (const int column : {0, 400, 783}) {
            const auto k = static_cast<std::size_t>(row);
            const int q = model.q[k * kPixels + static_cast<std::size_t>(column)];
            CHECK(restored.weights(row, column) == model.scale[k] * static_cast<float>(q - model.zeroPoint[k]));
        }
}

TEST_CASE("integer sums give the logits of the restored weights", "[quantized]")
{
    const ImagesPtr images = test::randomImages(67, 3);
    for (const SchemePreset& preset : schemePresets()) {
        INFO(preset.key);
        const QuantizedModel model = quantized(std::string(preset.key), S::Input::Pixels);
        const Evaluation integers = evaluate(model, *images);
        const Evaluation floats = evaluate(model.dequantized(), *images);
        CHECK(test::largestDifference(integers.logits, floats.logits) < 1e-3);
        CHECK(test::differences(integers.predictions, floats.predictions) == 0);
        CHECK(integers.correct == floats.correct);
    }
}

TEST_CASE("float input means the restored weights in the float kernel", "[quantized]")
{
    const ImagesPtr images = test::randomImages(20, 4);
    const QuantizedModel model = quantized("4bit", S::Input::Float);
    const Evaluation direct = evaluate(model, *images);
    const Evaluation expected = evaluate(model.dequantized(), *images);
    CHECK((direct.logits == expected.logits));
    CHECK((direct.predictions == expected.predictions));
}

TEST_CASE("dynamic input by table equals quantizing every float", "[quantized]")
{
    // 67 and 150 images: neither is a whole number of blocks.
    for (const std::size_t count : {std::size_t{1}, std::size_t{67}, std::size_t{150}}) {
        const ImagesPtr images = test::randomImages(count, count);
        for (const char* preset : {"dynamic", "affine", "sign"}) {
            for (const Normalization& normalization :
                {Normalization::mnist(), Normalization::half(), Normalization::unit(), Normalization{0.9f, 0.01f}}) {
                INFO(count << " images, " << preset << ", " << normalizationText(normalization));
                QuantizedModel model = quantized(preset, S::Input::Dynamic8);
                model.normalization = normalization;
                const Evaluation eight = throughFloats(model, *images, 255);
                CHECK((evaluate(model, *images).logits == eight.logits));
                CHECK((evaluate(model, *images).predictions == eight.predictions));
                model.scheme.input = S::Input::Dynamic7;
                const Evaluation seven = throughFloats(model, *images, 127);
                CHECK((evaluate(model, *images).logits == seven.logits));
                CHECK((seven.logits != eight.logits));
            }
        }
    }
}

TEST_CASE("dynamic input takes its range from the images at hand", "[quantized]")
{
    // Without black and white the range is narrower and the scale finer.
    ImageSet grey(3);
    for (std::size_t i = 0; i < grey.size() * kPixels; ++i)
        grey.mutablePixels()[i] = static_cast<std::uint8_t>(60 + i % 30);
    const QuantizedModel model = quantized("dynamic", S::Input::Dynamic7);
    CHECK((evaluate(model, grey).logits == throughFloats(model, grey, 127).logits));
    // All pixels 0 with a mean of 0: the range is a single point.
    QuantizedModel unit = model;
    unit.normalization = Normalization::unit();
    const Evaluation black = evaluate(unit, ImageSet(2));
    for (std::size_t k = 0; k < kClasses; ++k)
        CHECK(black.logits[k] == unit.bias(static_cast<int>(k)));
}

TEST_CASE("dynamic input per image is what ONNX's formula makes of each image", "[quantized]")
{
    // Images of different ranges: greys, one without a range, one with all pixels; 67 are no whole number of blocks.
    ImageSet images(67);
    Random random(5);
    for (std::size_t i = 0; i < images.size(); ++i) {
        const std::uint64_t low = random.below(200), width = i % 9 == 0 ? 1 : 1 + random.below(256 - low);
        for (std::size_t j = 0; j < kPixels; ++j)
            images.mutablePixels()[i * kPixels + j] = static_cast<std::uint8_t>(low + random.below(width));
    }
    for (const char* preset : {"dynamic", "affine", "sign", "3bit"})
        for (const Normalization& normalization :
            {Normalization::mnist(), Normalization::half(), Normalization::unit()}) {
            INFO(preset << ", " << normalizationText(normalization));
            QuantizedModel model = quantized(preset, S::Input::DynamicRow);
            model.normalization = normalization;
            const Evaluation found = evaluate(model, images);
            for (std::size_t i = 0; i < images.size(); ++i) {
                const auto expected = throughQuantizeLinear(model, images.image(i));
                for (std::size_t k = 0; k < kClasses; ++k)
                    CHECK_THAT(
                        found.logits[i * kClasses + k], WithinAbs(expected[k], 1e-4 * (1 + std::abs(expected[k]))));
            }
            // Nothing depends on the images beside it.
            ImageSet alone(1);
            std::copy_n(images.pixels() + 10 * kPixels, kPixels, alone.mutablePixels());
            const Evaluation single = evaluate(model, alone);
            CHECK(std::equal(single.logits.begin(), single.logits.end(), found.logits.begin() + 10 * kClasses));
        }
}

TEST_CASE("quantized models take an empty set", "[quantized]")
{
    for (const auto input :
        {S::Input::Pixels, S::Input::Dynamic8, S::Input::Dynamic7, S::Input::Float, S::Input::DynamicRow}) {
        const Evaluation evaluation = evaluate(quantized("channel", input), ImageSet(0));
        CHECK(evaluation.images() == 0);
        CHECK(evaluation.accuracy() == 0);
    }
}
