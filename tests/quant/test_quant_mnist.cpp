// SPDX-License-Identifier: GPL-3.0-or-later
// On the real MNIST: the reference answers, and the accuracies that each scheme must keep or must be seen to lose.
#include "engine/kernels/inference.h"
#include "engine/model/statistics.h"
#include "engine/quant/quantized_model.h"
#include "tests/model/reference_files.h"

using namespace qlab;
using S = QuantScheme;

namespace {

S scheme(const std::string& preset, int bits = 8)
{
    S result = *parseScheme(preset);
    result.bits = bits;
    return result;
}

S dynamic(S::Granularity granularity, S::Input input)
{
    S result = *parseScheme("dynamic");
    result.granularity = granularity;
    result.input = input;
    return result;
}

/// What a scheme does to the reference model on the MNIST test set.
struct Outcome {
    double accuracy = 0; ///< percent
    double change = 0;   ///< percentage points against float
    McNemar test;
};

Outcome outcome(const ImageSet& images, const S& s)
{
    const LinearModel model = test::referenceModel("float");
    const Evaluation original = evaluate(model, images);
    const Evaluation quantized = evaluate(quantize(model, s), images);
    return {100 * quantized.accuracy(), 100 * (quantized.accuracy() - original.accuracy()),
        compareOnSameImages(original.predictions, quantized.predictions, images.labels())};
}

} // namespace

TEST_CASE("quantized models give the reference answers", "[quant][mnist]")
{
    const auto files = test::mnist();
    if (!files)
        return;
    constexpr auto kTensor = S::Granularity::PerTensor;
    constexpr auto kChannel = S::Granularity::PerChannel;
    struct Row {
        std::string name;
        S scheme;
    };
    for (const Row& row : {Row{"fixed128", scheme("lab")}, Row{"absmax_tensor_int8", scheme("tensor")},
             Row{"absmax_tensor_int4", scheme("tensor", 4)}, Row{"absmax_channel_int8", scheme("channel")},
             Row{"absmax_channel_int4", scheme("channel", 4)}, Row{"affine_channel_int8", scheme("affine")},
             Row{"sign_channel_int1", scheme("sign", 1)}, Row{"dynamic_u8", dynamic(kTensor, S::Input::Dynamic8)},
             Row{"dynamic_u7", dynamic(kTensor, S::Input::Dynamic7)},
             Row{"torch_qnnpack_tensor", dynamic(kTensor, S::Input::Dynamic8)},
             Row{"torch_onednn_tensor", dynamic(kTensor, S::Input::Dynamic7)},
             Row{"torch_qnnpack_channel", dynamic(kChannel, S::Input::Dynamic8)},
             Row{"torch_onednn_channel", dynamic(kChannel, S::Input::Dynamic7)}}) {
        INFO(row.name);
        const Evaluation evaluation = evaluate(quantize(test::referenceModel("float"), row.scheme), *files->test);
        const auto logits = test::readReference<float>(row.name + ".logits256.f32");
        const auto predictions = test::readReference<std::uint8_t>(row.name + ".pred10000.u8");
        CHECK(test::largestDifference(evaluation.logits, logits) <= 1e-3);
        CHECK(test::differences(evaluation.predictions, predictions) <= 1);
    }
}

TEST_CASE("integer sums over MNIST are the reference sums", "[quant][mnist]")
{
    const auto files = test::mnist();
    if (!files)
        return;
    for (const auto& [name, preset] :
        {std::pair{"fixed128", "lab"}, {"absmax_channel_int8", "channel"}, {"affine_channel_int8", "affine"}}) {
        INFO(name);
        const auto weights = quantize(test::referenceModel("float"), scheme(preset)).packed();
        std::vector<std::int32_t> sums(256 * kClasses);
        kernels::sumsU8I8(files->test->pixels(), 256, weights, sums.data());
        CHECK((sums == test::readReference<std::int32_t>(std::string(name) + ".acc256.i32")));
    }
}

TEST_CASE("eight bits cost no accuracy", "[quant][mnist]")
{
    const auto files = test::mnist();
    if (!files)
        return;
    for (const auto granularity : {S::Granularity::PerTensor, S::Granularity::PerChannel}) {
        for (const auto zero : {S::Zero::Symmetric, S::Zero::Affine}) {
            for (const auto levels : {S::Levels::Restricted, S::Levels::Full}) {
                for (const auto range : {S::Range::MinMax, S::Range::Percentile, S::Range::LeastSquares}) {
                    S s;
                    s.granularity = granularity;
                    s.zero = zero;
                    s.levels = levels;
                    s.range = range;
                    INFO(schemeToText(s));
                    const Outcome result = outcome(*files->test, s);
                    CHECK(std::abs(result.change) <= 0.15);
                    CHECK(result.test.changed <= 35);
                    CHECK(result.test.pValue > 0.001);
                }
            }
        }
    }
    const Outcome lab = outcome(*files->test, scheme("lab"));
    CHECK(std::abs(lab.change) <= 0.25);
    CHECK(lab.test.changed <= 110);
}

TEST_CASE("fewer bits keep what they should with real scales", "[quant][mnist]")
{
    const auto files = test::mnist();
    if (!files)
        return;
    const ImageSet& images = *files->test;
    CHECK(std::abs(outcome(images, scheme("channel", 7)).change) <= 0.3);
    CHECK(std::abs(outcome(images, scheme("channel", 6)).change) <= 0.3);
    CHECK(std::abs(outcome(images, scheme("channel", 5)).change) <= 0.4);
    CHECK(outcome(images, scheme("channel", 4)).accuracy >= 91.5);
    CHECK(outcome(images, scheme("4bit", 4)).accuracy >= 91.5);
    CHECK(outcome(images, scheme("4bit", 3)).accuracy >= 90.8);
    CHECK(outcome(images, scheme("3bit", 3)).accuracy >= 90.8);
    CHECK(outcome(images, scheme("ternary", 2)).accuracy >= 72);
}

TEST_CASE("the fixed scale fails below five bits", "[quant][mnist]")
{
    const auto files = test::mnist();
    if (!files)
        return;
    const auto fixed = [&](int bits) {
        S s = scheme("lab", bits);
        s.exponent = bits - 1; // covers -1 ... 1 in every width, as the report's does
        return outcome(*files->test, s).accuracy;
    };
    CHECK(fixed(5) > 90);
    CHECK(fixed(4) <= 88);
    CHECK(fixed(3) <= 65);
}

TEST_CASE("wrapping destroys what saturating only dents", "[quant][mnist]")
{
    const auto files = test::mnist();
    if (!files)
        return;
    // The same classifier with eight times larger logits: weights up to 2.6, while 2^7 in 8 bits covers -1 ... 1.
    LinearModel model = test::referenceModel("float");
    model.weights *= 8;
    model.bias *= 8;
    S s = scheme("lab");
    const double saturated = evaluate(quantize(model, s), *files->test).accuracy();
    s.overflow = S::Overflow::Wrap;
    const double wrapped = evaluate(quantize(model, s), *files->test).accuracy();
    INFO(saturated << " " << wrapped);
    CHECK(evaluate(model, *files->test).accuracy() > 0.92);
    CHECK(saturated > 0.88);
    CHECK(wrapped < saturated - 0.1);
}

TEST_CASE("a few bits of the pixels are enough, and where black is no level of its own two are not", "[quant][mnist]")
{
    const auto files = test::mnist();
    if (!files)
        return;
    const auto withInput = [&](S::Input input, int bits) {
        S s;
        s.input = input;
        s.inputBits = bits;
        return outcome(*files->test, s);
    };
    for (int bits = 8; bits >= 3; --bits) {
        INFO(bits << " bits");
        CHECK(std::abs(withInput(S::Input::Pixels, bits).change) <= 0.3);
        CHECK(std::abs(withInput(S::Input::Static, bits).change) <= 0.3);
    }
    CHECK(withInput(S::Input::Pixels, 2).change > -0.5);
    CHECK(withInput(S::Input::Pixels, 1).change > -1.5);
    CHECK(withInput(S::Input::Static, 2).change < -3);
    CHECK(withInput(S::Input::Static, 1).change < -3);
}

TEST_CASE("biases of integers cost no accuracy", "[quant][mnist]")
{
    const auto files = test::mnist();
    if (!files)
        return;
    for (const S::Bias bias : {S::Bias::Int32, S::Bias::Int16, S::Bias::Int8})
        for (const char* preset : {"lab", "channel", "4bit"}) {
            S s = *parseScheme(preset);
            const Outcome usual = outcome(*files->test, s);
            s.bias = bias;
            INFO(preset << ", " << name(bias));
            CHECK(std::abs(outcome(*files->test, s).accuracy - usual.accuracy) <= 0.03);
        }
}
