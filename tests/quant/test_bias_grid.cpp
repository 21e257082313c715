// SPDX-License-Identifier: GPL-3.0-or-later
// Biases as integers, against the formulas in double.
#include "engine/quant/bias_grid.h"

#include "engine/data/digit_generator.h"
#include "engine/quant/data_aware.h"
#include "engine/quant/input_range.h"
#include "engine/quant/quant_trainer.h"
#include "tests/model/random_model.h"
#include "tests/support.h"

#include <cmath>
#include <limits>

using namespace qlab;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;
using S = QuantScheme;

namespace {

constexpr S::Input kInputs[] = {
    S::Input::Pixels, S::Input::Dynamic8, S::Input::Dynamic7, S::Input::DynamicRow, S::Input::Float, S::Input::Static};
constexpr S::Bias kIntegers[] = {S::Bias::Int32, S::Bias::Int16, S::Bias::Int8};

double most(S::Bias bias) { return bias == S::Bias::Int32 ? 2147483647.0 : bias == S::Bias::Int16 ? 32767.0 : 127.0; }

S schemeOf(S::Bias bias, S::Input input = S::Input::Pixels, const char* preset = "channel")
{
    S scheme = *parseScheme(preset);
    scheme.bias = bias;
    scheme.input = input;
    return scheme;
}

/// The scale of class k by the formulas.
double slowScale(const QuantizedModel& model, const BiasVector& bias, std::size_t k)
{
    const S::Input input = model.scheme.input;
    if (model.scheme.bias == S::Bias::Int32 && (input == S::Input::Pixels || input == S::Input::Static)) {
        const double step = input == S::Input::Static
            ? static_cast<double>(model.input.scale)
            : 1 / (((1 << model.scheme.inputBits) - 1) * static_cast<double>(model.normalization.std));
        return step * static_cast<double>(model.scale[k]);
    }
    double largest = 0;
    for (const float b : bias)
        largest = std::max(largest, std::abs(static_cast<double>(b)));
    return largest / most(model.scheme.bias);
}

void checkBias(const QuantizedModel& model, const BiasVector& bias)
{
    for (std::size_t k = 0; k < kClasses; ++k) {
        const double b = static_cast<double>(bias[static_cast<int>(k)]);
        const double scale = static_cast<double>(model.biasScale[k]);
        CHECK_THAT(scale, WithinRel(slowScale(model, bias, k), 1e-7));
        double q = std::floor(b / scale); // the nearest, a half to the even one
        const double up = b / scale - q;
        if (up > 0.5 || (up == 0.5 && std::fmod(q, 2) != 0))
            q += 1;
        q = std::clamp(q, -most(model.scheme.bias), most(model.scheme.bias));
        CHECK(static_cast<double>(model.biasQ[k]) == q);
        CHECK(model.bias[static_cast<int>(k)] == static_cast<float>(scale * q));
    }
}

} // namespace

TEST_CASE("a bias of every width and input is on the grid of the formulas", "[quant][bias]")
{
    for (const S::Bias bias : kIntegers)
        for (const S::Input input : kInputs)
            for (const char* preset : {"channel", "tensor", "affine", "sign", "3bit"}) {
                INFO(name(bias) << ", " << name(input) << ", " << preset);
                LinearModel model = test::randomModel(12);
                model.bias *= 3;
                model.bias[4] = 0;
                model.normalization = {0.2F, 0.35F};
                S scheme = schemeOf(bias, input, preset);
                scheme.inputBits = preset == std::string("sign") ? 3 : 8;
                const QuantizedModel made = quantize(model, scheme);
                checkBias(made, model.bias);
                // What is left of it is half a step at most.
                for (std::size_t k = 0; k < kClasses; ++k) {
                    const auto row = static_cast<int>(k);
                    CHECK_THAT(made.bias[row],
                        WithinAbs(model.bias[row],
                            0.5 * static_cast<double>(made.biasScale[k])
                                + 1e-7 * static_cast<double>(std::abs(model.bias[row]))));
                }
            }
}

TEST_CASE("a bias saturates, and halves go to the even integer", "[quant][bias]")
{
    QuantizedModel model;
    model.scheme = schemeOf(S::Bias::Int32);
    model.normalization = {0, 1};
    model.scale.fill(255 * 0x1p-20F); // a step is 2^-20
    BiasVector bias;
    bias << 2047.9998F, 2048, 5000, -2048, -1e30F, 0x0.8p-20F, 0x1.8p-20F, -0x0.8p-20F, -0x2.8p-20F, -0.0F;
    setBias(model, bias);
    constexpr std::int32_t kMost = std::numeric_limits<std::int32_t>::max();
    CHECK(model.biasScale[0] == 0x1p-20F);
    CHECK(model.biasQ
        == std::array<std::int32_t, kClasses>{
            static_cast<std::int32_t>(2047.9998F * 0x1p20F), kMost, kMost, -kMost, -kMost, 0, 2, 0, -2, 0});
    CHECK(model.bias[2] == 2048);
    CHECK(model.bias[4] == -2048);
    checkBias(model, bias);
    // 127 steps are the largest bias: 4.5 and 5.5 of them are ties.
    model.scheme = schemeOf(S::Bias::Int8);
    bias << 127, 4.5F, 5.5F, -4.5F, -5.5F, 0.5F, -0.5F, 126.5F, -127, 1;
    setBias(model, bias);
    CHECK(model.biasQ == std::array<std::int32_t, kClasses>{127, 4, 6, -4, -6, 0, 0, 126, -127, 1});
}

TEST_CASE("biases of zero, of huge and of tiny numbers stay finite", "[quant][bias]")
{
    for (const S::Bias bias : kIntegers)
        for (const S::Input input : {S::Input::Pixels, S::Input::Dynamic8})
            for (const float value : {0.0F, 1e-45F, 1e-30F, 1e30F, std::numeric_limits<float>::max()}) {
                INFO(name(bias) << ", " << name(input) << ", " << value);
                QuantizedModel model;
                model.scheme = schemeOf(bias, input);
                model.scale.fill(input == S::Input::Pixels ? std::numeric_limits<float>::min() : 1.0F);
                BiasVector from = BiasVector::Constant(value);
                from[3] = -value;
                setBias(model, from);
                for (std::size_t k = 0; k < kClasses; ++k) {
                    CHECK(model.biasScale[k] >= std::numeric_limits<float>::min());
                    CHECK(std::isfinite(model.bias[static_cast<int>(k)]));
                    CHECK(std::abs(static_cast<double>(model.biasQ[k])) <= most(bias));
                }
            }
}

TEST_CASE("a float bias is left as it is, and has no integers", "[quant][bias]")
{
    const LinearModel model = test::randomModel(13);
    const QuantizedModel made = quantize(model, S{});
    CHECK(made.bias == model.bias);
    CHECK(made.biasQ == std::array<std::int32_t, kClasses>{});
    CHECK(made.biasScale == std::array<float, kClasses>{});
}

TEST_CASE("the correction of data-aware rounding comes before the bias is rounded", "[quant][bias]")
{
    const auto data = *splitData({"digits", {generateDigits(250, 2), generateDigits(80, 3)}}, {});
    const auto model = std::make_shared<LinearModel>(test::randomModel(6));
    InputCurvatureMaker maker(data, model);
    while (!maker.step(std::chrono::seconds(1))) { }
    const InputCurvaturePtr curvature = maker.take();
    for (const S::Bias bias : kIntegers)
        for (const S::Input input : {S::Input::Pixels, S::Input::Static, S::Input::DynamicRow})
            for (const S::Range range : {S::Range::MinMax, S::Range::LeastLogits})
                for (const S::Rounding rounding : {S::Rounding::DataAware, S::Rounding::NearestEven}) {
                    S scheme = schemeOf(bias, input, "3bit");
                    scheme.range = range;
                    scheme.rounding = rounding;
                    INFO(schemeToText(scheme));
                    const QuantizedModel made = quantizeOn(*curvature, scheme);
                    scheme.bias = S::Bias::Float;
                    const QuantizedModel exact = quantizeOn(*curvature, scheme);
                    CHECK(made.q == exact.q);
                    CHECK(made.input == exact.input);
                    checkBias(made, exact.bias);
                    if (rounding == S::Rounding::DataAware)
                        CHECK(exact.bias != model->bias);
                }
}

TEST_CASE("a static bias of 32 bits has the scale of the calibrated input", "[quant][bias]")
{
    auto train = std::make_shared<ImageSet>(4); // of a narrow range: not that of all pixels
    std::fill_n(train->mutablePixels(), 4 * kPixels, std::uint8_t{90});
    const auto data = std::make_shared<Dataset>(Dataset{"grey", {}, train, {0, 1, 2, 3}, generateDigits(5, 4)});
    const auto model = std::make_shared<LinearModel>(test::randomModel(8));
    const S scheme = schemeOf(S::Bias::Int32, S::Input::Static);
    const QuantizedModel made = quantizeOn(data, model, scheme);
    CHECK(made.input.scale < quantize(*model, scheme).input.scale);
    checkBias(made, model->bias);
    // Rounded at once, not after the rounding for another input.
    const S other = schemeOf(S::Bias::Int8);
    QuantTrainer trainer(*splitData({"digits", {generateDigits(250, 2), generateDigits(80, 3)}}, {}), other,
        quantTrainConfig(model->normalization), model);
    checkBias(trainer.model(), model->bias);
    CHECK(trainer.model().bias != model->bias);
}

TEST_CASE("all kernels take the bias from its grid", "[quant][bias]")
{
    const ImagesPtr images = generateDigits(40, 5);
    LinearModel model = test::randomModel(9);
    model.bias *= 4;
    for (const S::Input input : kInputs) {
        const QuantizedModel made = quantize(model, schemeOf(S::Bias::Int8, input));
        QuantizedModel plain = quantize(model, schemeOf(S::Bias::Float, input));
        const Evaluation before = evaluate(plain, *images);
        plain.bias = made.bias;
        const Evaluation found = evaluate(made, *images);
        CHECK((found.logits == evaluate(plain, *images).logits));
        CHECK((found.logits != before.logits));
    }
}
