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

TEST_CASE("quantized models take an empty set", "[quantized]")
{
    for (const auto input : {S::Input::Pixels, S::Input::Dynamic8, S::Input::Dynamic7, S::Input::Float}) {
        const Evaluation evaluation = evaluate(quantized("channel", input), ImageSet(0));
        CHECK(evaluation.images() == 0);
        CHECK(evaluation.accuracy() == 0);
    }
}
