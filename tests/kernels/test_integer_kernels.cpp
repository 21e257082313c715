// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/reference.h"

#include "tests/kernels/samples.h"

using namespace qlab;
using namespace qlab::kernels;

namespace {

constexpr float kMean = 0.1307F;
constexpr float kStd = 0.3081F;

std::unique_ptr<Int8Weights> randomWeights(bool symmetric, Random& random)
{
    std::vector<std::int32_t> zeroPoint(kClasses, 0);
    if (!symmetric) {
        for (std::int32_t& z : zeroPoint)
            z = static_cast<std::int32_t>(random.below(256)) - 128;
        zeroPoint[0] = 127; // with row 0 at -128: the largest sums there are
        zeroPoint[1] = -128;
    }
    return std::make_unique<Int8Weights>(
        packInt8(test::randomInt8(random), test::randomFloats(kClasses, 0.001, 0.01, random), zeroPoint,
            test::randomFloats(kClasses, -3, 3, random), kMean, kStd));
}

struct Expected {
    std::vector<std::int32_t> sums;
    std::vector<float> logits;
    std::vector<std::uint8_t> digits;
};

/// Sums, logits and digits are those of the reference to the last bit, whichever outputs are asked for.
void checkPixels(
    const std::vector<std::uint8_t>& images, std::size_t count, const Int8Weights& weights, const Expected& expected)
{
    INFO(count << " images");
    const test::Block<std::uint8_t> block = test::lastImages(images, count);
    std::vector<std::int32_t> sums(count * kClasses, 77);
    std::vector<float> logits(count * kClasses, NAN);
    std::vector<float> logitsOnly(count * kClasses, NAN);
    std::vector<std::uint8_t> digits(count, 99);
    std::vector<std::uint8_t> digitsOnly(count, 99);
    sumsU8I8(block.data(), count, weights, sums.data());
    classifyU8I8(block.data(), count, weights, logits.data(), digits.data());
    classifyU8I8(block.data(), count, weights, logitsOnly.data(), nullptr);
    classifyU8I8(block.data(), count, weights, nullptr, digitsOnly.data());
    CHECK((sums == test::lastRows(expected.sums, count, kClasses)));
    CHECK((logits == test::lastRows(expected.logits, count, kClasses)));
    CHECK((digits == test::lastRows(expected.digits, count, 1)));
    CHECK((logitsOnly == logits));
    CHECK((digitsOnly == digits));
}

} // namespace

TEST_CASE("raw pixels, integer weights: every target gives the reference's bits", "[kernels][simd]")
{
    Random random(21);
    const std::vector<std::uint8_t> images = test::randomImages(10001, random);
    for (const bool symmetric : {true, false}) {
        INFO((symmetric ? "symmetric" : "affine"));
        const auto weights = randomWeights(symmetric, random);
        Expected expected{
            std::vector<std::int32_t>(100010), std::vector<float>(100010), std::vector<std::uint8_t>(10001)};
        reference::sumsU8I8(images.data(), 10001, *weights, expected.sums.data());
        reference::classifyU8I8(images.data(), 10001, *weights, expected.logits.data(), expected.digits.data());
        test::onEveryTarget([&] {
            for (const std::size_t count : test::kCounts)
                checkPixels(images, count, *weights, expected);
            for (const std::size_t count : {9999, 10000, 10001})
                checkPixels(images, count, *weights, expected);
        });
    }
}

TEST_CASE("products collected in 16 bits never saturate", "[kernels][simd]")
{
    Random random(23);
    const std::vector<std::int32_t> noZeroPoint(kClasses, 0);
    const std::vector<float> scale = test::randomFloats(kClasses, 0.001, 0.01, random);
    const std::vector<float> bias = test::randomFloats(kClasses, -3, 3, random);
    // From all pixels in one group to groups of one step, and beyond what can be collected at all.
    for (const int most : {1, 2, 4, 7, 15, 31, 42, 63, 64, 65, 96}) {
        INFO("weights up to " << most);
        std::vector<std::int8_t> q = test::smallInt8(most, random);
        std::fill_n(q.begin() + 3 * kPixels, kPixels, static_cast<std::int8_t>(most)); // the largest sums there are
        std::fill_n(q.begin() + 7 * kPixels, kPixels, static_cast<std::int8_t>(-most));
        const auto weights = std::make_unique<Int8Weights>(packInt8(q, scale, noZeroPoint, bias, kMean, kStd));
        const std::vector<std::uint8_t> images = test::extremeImages(q);
        Expected expected{std::vector<std::int32_t>(200), std::vector<float>(200), std::vector<std::uint8_t>(20)};
        reference::sumsU8I8(images.data(), 20, *weights, expected.sums.data());
        reference::classifyU8I8(images.data(), 20, *weights, expected.logits.data(), expected.digits.data());
        test::onEveryTarget([&] {
            for (const std::size_t count : {0, 1, 2, 3, 4, 5, 7, 8, 9, 20})
                checkPixels(images, count, *weights, expected);
        });
    }
}

TEST_CASE("quantized input, integer weights: every target gives the reference's bits", "[kernels][simd]")
{
    Random random(22);
    const std::vector<std::uint8_t> images = test::randomImages(101, random);
    for (const bool symmetric : {true, false})
        for (const InputQuantization input :
            {InputQuantization{0.0127F, 33, 255}, InputQuantization{0.5F, 255, 255}, InputQuantization{1.0F, 0, 127}}) {
            const auto weights = randomWeights(symmetric, random);
            std::vector<float> wanted(1010);
            std::vector<std::uint8_t> wantedDigits(101);
            reference::classifyQuantizedInput(images.data(), 101, *weights, input, wanted.data(), wantedDigits.data());
            test::onEveryTarget([&] {
                for (const std::size_t count : test::kCounts) {
                    INFO(count << " images");
                    const test::Block<std::uint8_t> block = test::lastImages(images, count);
                    std::vector<float> logits(count * kClasses, NAN);
                    std::vector<std::uint8_t> digits(count, 99);
                    classifyQuantizedInput(block.data(), count, *weights, input, logits.data(), digits.data());
                    CHECK((logits == test::lastRows(wanted, count, kClasses)));
                    CHECK((digits == test::lastRows(wantedDigits, count, 1)));
                }
            });
        }
}

TEST_CASE("integer kernels: the lowest class wins a tie", "[kernels][simd]")
{
    // Class k has weight 1 at pixel k, so its sum is the ink there.
    std::vector<std::int8_t> q(std::size_t{kClasses} * kPixels, 0);
    for (std::size_t k = 0; k < kClasses; ++k)
        q[k * kPixels + k] = 1;
    const std::vector<float> same(kClasses, 0.25F);
    for (const std::int32_t zeroPoint : {0, 2}) {
        const std::vector<std::int32_t> zeroPoints(kClasses, zeroPoint);
        const auto weights = std::make_unique<Int8Weights>(packInt8(q, same, zeroPoints, same, 0.5F, 0.5F));
        test::onEveryTarget([&] {
            for (std::size_t low = 0; low < kClasses; ++low)
                for (std::size_t high = low; high < kClasses; ++high) {
                    std::vector<std::uint8_t> image(kPixels, 0);
                    image[low] = image[high] = 200;
                    const test::Block<std::uint8_t> block = test::lastImages(image, 1);
                    std::uint8_t digit = 99;
                    classifyU8I8(block.data(), 1, *weights, nullptr, &digit);
                    CHECK(digit == low);
                }
        });
    }
}

TEST_CASE("pixels of every value and width are narrowed to the nearest level on every target", "[kernels][simd]")
{
    for (int bits = 1; bits <= 8; ++bits) {
        const std::int32_t top = (1 << bits) - 1;
        INFO(bits << " bits");
        std::vector<std::uint8_t> pixels(5 * 784 + 3), wanted;
        for (std::size_t j = 0; j < pixels.size(); ++j)
            pixels[j] = static_cast<std::uint8_t>(j * 7 + j / 256);
        for (const std::uint8_t pixel : pixels) {
            const double exact = static_cast<double>(pixel) * top / 255;
            CHECK(exact - std::floor(exact) != 0.5); // no ties
            wanted.push_back(static_cast<std::uint8_t>(std::nearbyint(exact)));
        }
        test::onEveryTarget([&] {
            for (const std::size_t count : {0, 1, 15, 16, 17, 31, 33, 63, 64, 65, 256, 784, 3923}) {
                INFO(count << " pixels");
                const test::Block<std::uint8_t> block(
                    std::vector<std::uint8_t>(pixels.begin(), pixels.begin() + static_cast<std::ptrdiff_t>(count)));
                test::Block<std::uint8_t> bytes(std::vector<std::uint8_t>(count, 99));
                narrowPixels(block.data(), count, top, bytes.data());
                CHECK(std::equal(bytes.data(), bytes.data() + count, wanted.begin()));
            }
        });
    }
}

TEST_CASE("pixels of fewer bits, integer weights: exact sums on every target", "[kernels][simd]")
{
    Random random(29);
    const std::vector<std::uint8_t> images = test::randomImages(101, random);
    const std::vector<std::int8_t> q = test::randomInt8(random);
    const std::vector<float> scale = test::randomFloats(kClasses, 0.001, 0.01, random);
    const std::vector<float> bias = test::randomFloats(kClasses, -3, 3, random);
    const std::vector<std::int32_t> zeroPoint = {3, -3, 127, -128, 0, 1, 2, 50, -50, 9};
    for (int bits = 1; bits <= 8; ++bits) {
        const std::int32_t top = (1 << bits) - 1;
        const auto weights = std::make_unique<Int8Weights>(packInt8(q, scale, zeroPoint, bias, kMean, kStd, top));
        for (const std::size_t count : test::kCounts) {
            INFO(count << " images of " << bits << " bits");
            const test::Block<std::uint8_t> block = test::lastImages(images, count);
            // Integers exact, the rescaling in double: (u' / top - mean) / std times the real weights.
            std::vector<double> exact;
            std::vector<float> wanted;
            for (std::size_t i = 0; i < count; ++i)
                for (std::size_t k = 0; k < kClasses; ++k) {
                    long sum = 0, row = 0;
                    for (std::size_t j = 0; j < kPixels; ++j) {
                        const long weight = q[k * kPixels + j] - zeroPoint[k];
                        sum += weight * std::lrint(block.data()[i * kPixels + j] * static_cast<double>(top) / 255);
                        row += weight;
                    }
                    const double inside =
                        static_cast<double>(sum) / top - static_cast<double>(kMean) * static_cast<double>(row);
                    exact.push_back(static_cast<double>(scale[k]) * inside / static_cast<double>(kStd)
                        + static_cast<double>(bias[k]));
                    // And to the last bit what the integer makes of it.
                    wanted.push_back(weights->pixelScale[k] * static_cast<float>(sum) + weights->pixelBias[k]);
                }
            test::onEveryTarget([&] {
                std::vector<float> logits(count * kClasses, NAN), only(count * kClasses, NAN);
                std::vector<std::uint8_t> digits(count, 99), digitsOnly(count, 99);
                classifyNarrowedU8I8(block.data(), count, *weights, top, logits.data(), digits.data());
                classifyNarrowedU8I8(block.data(), count, *weights, top, only.data(), nullptr);
                classifyNarrowedU8I8(block.data(), count, *weights, top, nullptr, digitsOnly.data());
                CHECK((logits == only));
                CHECK((digits == digitsOnly));
                CHECK((logits == wanted));
                for (std::size_t i = 0; i < logits.size(); ++i)
                    CHECK(std::abs(static_cast<double>(logits[i]) - exact[i]) <= 2e-4 * (10 + std::abs(exact[i])));
                for (std::size_t i = 0; i < count; ++i) {
                    const auto row = logits.begin() + static_cast<std::ptrdiff_t>(i * kClasses);
                    CHECK(digits[i] == std::max_element(row, row + kClasses) - row);
                }
            });
        }
    }
}
