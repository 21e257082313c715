// SPDX-License-Identifier: GPL-3.0-or-later
// The truth itself, against numbers worked out by hand.
#include "engine/kernels/reference.h"

#include "tests/kernels/samples.h"

using namespace qlab;
using namespace qlab::kernels;
using Catch::Matchers::WithinAbs;

namespace {

/// Weight k + 1 at pixel k, 0 elsewhere.
std::vector<float> diagonal()
{
    std::vector<float> w(std::size_t{kClasses} * kPixels, 0.0F);
    for (std::size_t k = 0; k < kClasses; ++k)
        w[k * kPixels + k] = static_cast<float>(k + 1);
    return w;
}

} // namespace

TEST_CASE("reference: float logits are w x + b", "[kernels]")
{
    const std::vector<float> bias{0, 1, 2, 3, 4, 5, 6, 7, 8, -100};
    const auto weights = std::make_unique<FloatWeights>(packFloat(diagonal(), bias));
    std::vector<float> images(2 * test::kImageSize, 0.0F);
    images[3] = 0.5F;            // image 0: logit 3 = 4 * 0.5 + 3
    images[kPixels + 9] = 20.0F; // image 1: logit 9 = 10 * 20 - 100
    std::vector<float> logits(20);
    std::vector<std::uint8_t> digits(2);
    reference::classifyF32(images.data(), 2, *weights, logits.data(), digits.data());
    CHECK(logits == std::vector<float>{0, 1, 2, 5, 4, 5, 6, 7, 8, -100, 0, 1, 2, 3, 4, 5, 6, 7, 8, 100});
    CHECK(digits == std::vector<std::uint8_t>{8, 9});
}

TEST_CASE("reference: integer sums and logits", "[kernels]")
{
    std::vector<std::int8_t> q(std::size_t{kClasses} * kPixels, 0);
    q[0] = -128;          // class 0, pixel 0
    q[kPixels + 1] = 127; // class 1, pixel 1
    std::vector<std::int32_t> zeroPoint(kClasses, 0);
    zeroPoint[2] = 3;
    const std::vector<float> scale(kClasses, 0.5F);
    const std::vector<float> bias(kClasses, 1.0F);
    // mean 0 and std 1 / 255: x = p.
    const auto weights = std::make_unique<Int8Weights>(packInt8(q, scale, zeroPoint, bias, 0.0F, 1.0F / 255.0F));
    std::vector<std::uint8_t> image(kPixels + 64, 0);
    image[0] = 255;
    image[1] = 100;
    std::vector<std::int32_t> sums(kClasses);
    reference::sumsU8I8(image.data(), 1, *weights, sums.data());
    CHECK(sums == std::vector<std::int32_t>{-32640, 12700, 0, 0, 0, 0, 0, 0, 0, 0});
    std::vector<float> logits(kClasses);
    std::uint8_t digit = 99;
    reference::classifyU8I8(image.data(), 1, *weights, logits.data(), &digit);
    CHECK_THAT(logits[0], WithinAbs(-16319.0, 0.01));
    CHECK_THAT(logits[1], WithinAbs(6351.0, 0.01));
    CHECK_THAT(logits[2], WithinAbs(1.0 - 0.5 * 3 * 355, 0.01));
    CHECK_THAT(logits[9], WithinAbs(1.0, 1e-6));
    CHECK(digit == 1);
}

TEST_CASE("reference: a quantized input stands for scale * (q - zeroPoint)", "[kernels]")
{
    Random random(4);
    const std::vector<std::int8_t> q = test::randomInt8(random);
    const std::vector<std::int32_t> zeroPoint{0, -3, 5, 100, -128, 127, 0, 1, 2, 3};
    const std::vector<float> scale = test::randomFloats(kClasses, 0.001, 0.01, random);
    const std::vector<float> bias = test::randomFloats(kClasses, -1, 1, random);
    const auto weights = std::make_unique<Int8Weights>(packInt8(q, scale, zeroPoint, bias, 0.1F, 0.3F));
    const std::vector<std::uint8_t> bytes = test::randomImages(1, random);
    const InputQuantization input{0.0125F, 33, 255};
    std::vector<float> logits(kClasses);
    reference::classifyQuantizedInput(bytes.data(), 1, *weights, input, logits.data(), nullptr);
    for (std::size_t k = 0; k < kClasses; ++k) {
        double logit = bias[k];
        for (std::size_t j = 0; j < kPixels; ++j)
            logit += static_cast<double>(scale[k]) * (q[k * kPixels + j] - zeroPoint[k])
                * static_cast<double>(input.scale) * (bytes[j] - input.zeroPoint);
        CHECK_THAT(logits[k], WithinAbs(logit, 1e-5 * std::abs(logit) + 1e-5));
    }
}

TEST_CASE("reference: the training gradient is the slope of the loss", "[kernels]")
{
    Random random(5);
    const std::vector<std::uint8_t> pixels = test::randomImages(6, random);
    const std::vector<std::uint8_t> labels{1, 2, 3, 9, 0, 1};
    const std::vector<std::uint32_t> indices{5, 0, 3, 2};
    const TrainingBatch batch{pixels.data(), labels.data(), indices, {}};
    const auto start = std::make_unique<TrainingState>();
    for (auto& row : start->weights)
        for (float& w : row)
            w = static_cast<float>(random.uniform(-0.03, 0.03));
    const auto lossAt = [&](int k, int j, float delta) {
        auto state = std::make_unique<TrainingState>(*start);
        (j < 0 ? state->bias[k] : state->weights[k][j]) += delta;
        return reference::trainBatch(batch, {0.0F, 0, 0, 0.1307F, 0.3081F}, *state).loss / 4;
    };
    auto stepped = std::make_unique<TrainingState>(*start);
    reference::trainBatch(batch, {1.0F, 0, 0, 0.1307F, 0.3081F}, *stepped);
    for (int k = 0; k < kClasses; k += 3)
        for (const int j : {-1, 0, 17, 400, 783}) {
            constexpr float kDelta = 1.0F / 512;
            const double slope = (lossAt(k, j, kDelta) - lossAt(k, j, -kDelta)) / (2 * static_cast<double>(kDelta));
            const float moved =
                j < 0 ? start->bias[k] - stepped->bias[k] : start->weights[k][j] - stepped->weights[k][j];
            CHECK_THAT(moved, WithinAbs(slope, 1e-4));
        }
}
