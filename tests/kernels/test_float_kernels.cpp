// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/reference.h"

#include "tests/kernels/samples.h"

using namespace qlab;
using namespace qlab::kernels;
using Catch::Matchers::WithinAbs;

namespace {

struct Case {
    std::unique_ptr<FloatWeights> weights;
    std::vector<float> logits; ///< of the reference
};

/// Magnitude of a logit's terms: what its rounding errors are measured against.
template <typename T> double magnitude(const FloatWeights& weights, const T* image, int k)
{
    double sum = std::abs(static_cast<double>(weights.bias[k]));
    for (int j = 0; j < kPixels; ++j)
        sum += std::abs(static_cast<double>(weights.rows[k][j]) * static_cast<double>(image[j]));
    return sum;
}

/// The largest error in units of eps * sum |w x|; infinite if any logit is not a number.
template <typename T>
double worstError(const FloatWeights& weights, const T* images, const std::vector<float>& got, const float* wanted)
{
    double worst = 0;
    for (std::size_t i = 0; i < got.size() / kClasses; ++i)
        for (int k = 0; k < kClasses; ++k) {
            const std::size_t at = i * kClasses + static_cast<std::size_t>(k);
            const double unit = std::numeric_limits<float>::epsilon() * magnitude(weights, images + i * kPixels, k);
            const double error = std::abs(static_cast<double>(got[at]) - static_cast<double>(wanted[at]));
            if (!(error <= worst * unit)) // so that a value that is not a number fails
                worst = std::isfinite(error / unit) ? error / unit : std::numeric_limits<double>::infinity();
        }
    return worst;
}

/// One kernel on one block against the reference's logits of the same images.
template <typename T, typename Kernel>
void checkBlock(Kernel kernel, const test::Block<T>& block, std::size_t count, const FloatWeights& weights,
    const std::vector<float>& wanted)
{
    INFO(count << " images");
    std::vector<float> logits(count * kClasses, NAN);
    std::vector<std::uint8_t> digits(count, 99);
    kernel(block.data(), count, weights, logits.data(), digits.data());
    const float* expected = wanted.data() + wanted.size() - logits.size();
    CHECK(worstError(weights, block.data(), logits, expected) <= 4);
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < count; ++i)
        wrong += digits[i] == test::bestOf(logits.data() + i * kClasses) ? 0 : 1;
    CHECK(wrong == 0);

    std::vector<float> logitsOnly(logits.size(), NAN);
    std::vector<std::uint8_t> digitsOnly(count, 99);
    kernel(block.data(), count, weights, logitsOnly.data(), nullptr);
    kernel(block.data(), count, weights, nullptr, digitsOnly.data());
    CHECK(test::sameBits(logitsOnly.data(), logits.data(), logits.size()));
    CHECK(digitsOnly == digits);
}

std::unique_ptr<FloatWeights> randomWeights(Random& random)
{
    const std::vector<float> w = test::randomFloats(std::size_t{kClasses} * kPixels, -0.5, 0.5, random);
    return std::make_unique<FloatWeights>(packFloat(w, test::randomFloats(kClasses, -3, 3, random)));
}

} // namespace

TEST_CASE("float images: every target agrees with the reference", "[kernels][simd]")
{
    Random random(11);
    const auto weights = randomWeights(random);
    const std::vector<float> images = test::randomFloats(101 * test::kImageSize, -0.5, 3, random);
    std::vector<float> wanted(std::size_t{101} * kClasses);
    reference::classifyF32(images.data(), 101, *weights, wanted.data(), nullptr);
    test::onEveryTarget([&] {
        for (const std::size_t count : test::kCounts)
            checkBlock(classifyF32, test::lastImages(images, count), count, *weights, wanted);
    });
}

TEST_CASE("raw pixels, float weights: every target agrees with the reference", "[kernels][simd]")
{
    Random random(12);
    const auto weights = randomWeights(random);
    const std::vector<std::uint8_t> images = test::randomImages(10001, random);
    std::vector<float> wanted(std::size_t{10001} * kClasses);
    reference::classifyU8F32(images.data(), 10001, *weights, wanted.data(), nullptr);
    test::onEveryTarget([&] {
        for (const std::size_t count : test::kCounts)
            checkBlock(classifyU8F32, test::lastImages(images, count), count, *weights, wanted);
        for (const std::size_t count : {9999, 10000, 10001})
            checkBlock(classifyU8F32, test::lastImages(images, count), count, *weights, wanted);
    });
}

TEST_CASE("folding the normalization into the weights changes nothing but rounding", "[kernels][simd]")
{
    Random random(13);
    const std::vector<float> w = test::randomFloats(std::size_t{kClasses} * kPixels, -0.5, 0.5, random);
    const std::vector<float> b = test::randomFloats(kClasses, -3, 3, random);
    const auto forFloats = std::make_unique<FloatWeights>(packFloat(w, b));
    const auto forPixels = std::make_unique<FloatWeights>(packFloatForPixels(w, b, 0.1307F, 0.3081F));
    std::vector<std::uint8_t> pixels = test::randomImages(20, random);
    std::vector<float> values(pixels.size());
    normalizePixels(pixels.data(), pixels.size(), 0.1307F, 0.3081F, values.data());
    pixels.resize(pixels.size() + 64);
    std::vector<float> fromFloats(200);
    std::vector<float> fromPixels(200);
    test::onEveryTarget([&] {
        classifyF32(values.data(), 20, *forFloats, fromFloats.data(), nullptr);
        classifyU8F32(pixels.data(), 20, *forPixels, fromPixels.data(), nullptr);
        for (std::size_t i = 0; i < 200; ++i)
            CHECK_THAT(fromPixels[i], WithinAbs(fromFloats[i], 2e-4));
    });
}

TEST_CASE("normalised pixels are those of the formula", "[kernels]")
{
    std::vector<std::uint8_t> pixels(256);
    for (std::size_t p = 0; p < 256; ++p)
        pixels[p] = static_cast<std::uint8_t>(p);
    std::vector<float> values(256);
    normalizePixels(pixels.data(), 256, 0.1307F, 0.3081F, values.data());
    for (std::size_t p = 0; p < 256; ++p) {
        const double exact =
            (static_cast<double>(p) / 255.0 - static_cast<double>(0.1307F)) / static_cast<double>(0.3081F);
        CHECK_THAT(values[p], WithinAbs(exact, 4e-7));
    }
}

TEST_CASE("float kernels: the lowest class wins a tie", "[kernels][simd]")
{
    const std::vector<float> w(std::size_t{kClasses} * kPixels, 0.0F);
    const std::vector<float> images(3 * test::kImageSize, 1.0F);
    const test::Block<std::uint8_t> pixels = test::lastImages(std::vector<std::uint8_t>(3 * test::kImageSize, 200), 3);
    test::onEveryTarget([&] {
        for (int low = 0; low < kClasses; ++low)
            for (int high = low; high < kClasses; ++high) {
                std::vector<float> bias(kClasses, -1.0F);
                bias[static_cast<std::size_t>(low)] = bias[static_cast<std::size_t>(high)] = -0.5F;
                const auto weights = std::make_unique<FloatWeights>(packFloat(w, bias));
                std::vector<std::uint8_t> digits(6, 99);
                classifyF32(images.data(), 3, *weights, nullptr, digits.data());
                classifyU8F32(pixels.data(), 3, *weights, nullptr, digits.data() + 3);
                CHECK(digits == std::vector<std::uint8_t>(6, static_cast<std::uint8_t>(low)));
            }
    });
}

TEST_CASE("a model that diverged still gives classes", "[kernels][simd]")
{
    const std::vector<float> images(2 * test::kImageSize, 1.0F);
    test::onEveryTarget([&] {
        for (const float bad : {NAN, INFINITY, -INFINITY}) {
            std::vector<float> w(std::size_t{kClasses} * kPixels, bad);
            for (const std::size_t good : {0U, 5U, 9U}) {
                w[good * kPixels] = 0.0F;
                const auto weights = std::make_unique<FloatWeights>(packFloat(w, std::vector<float>(kClasses, 0.0F)));
                std::vector<std::uint8_t> digits(2, 99);
                classifyF32(images.data(), 2, *weights, nullptr, digits.data());
                CHECK(digits[0] < kClasses);
                CHECK(digits[1] < kClasses);
            }
        }
    });
}
