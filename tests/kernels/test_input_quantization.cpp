// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/reference.h"

#include "tests/kernels/samples.h"

using namespace qlab;
using namespace qlab::kernels;
using Catch::Matchers::WithinRel;

namespace {

constexpr std::size_t kLengths[] = {0, 1, 2, 3, 15, 16, 17, 63, 64, 65, 127, 128, 129, 783, 784, 785, 3136, 5000};

/// Values of every kind: inside the range, ties between two integers, far outside.
std::vector<float> awkwardValues(std::size_t count, const InputQuantization& input, Random& random)
{
    constexpr float kFar[] = {1e30F, -1e30F, 3e9F, -3e9F, INFINITY, -INFINITY, 0.0F, -0.0F, 1.3e7F, -1.3e7F};
    std::vector<float> values(count);
    for (float& value : values) {
        const std::uint64_t kind = random.below(3);
        const auto integer = static_cast<float>(static_cast<int>(random.below(600)) - 300);
        value = kind == 0 ? static_cast<float>(random.uniform(-400, 400)) * input.scale
            : kind == 1   ? (integer + 0.5F) * input.scale
                          : kFar[random.below(std::size(kFar))];
    }
    return values;
}

std::unique_ptr<Int8Weights> randomWeights(bool symmetric, Random& random)
{
    std::vector<std::int32_t> zeroPoint(kClasses, 0);
    if (!symmetric)
        zeroPoint = {3, -3, 127, -128, 0, 1, 2, 50, -50, 9};
    return std::make_unique<Int8Weights>(
        packInt8(test::randomInt8(random), test::randomFloats(kClasses, 0.001, 0.01, random), zeroPoint,
            test::randomFloats(kClasses, -3, 3, random), 0.1307F, 0.3081F));
}

} // namespace

TEST_CASE("the range of floats holds 0 and every value", "[kernels][simd]")
{
    Random random(31);
    test::onEveryTarget([&] {
        for (const std::size_t length : kLengths)
            for (const auto& [low, high] : {std::pair{-1.0, 3.0}, std::pair{2.0, 3.0}, std::pair{-3.0, -2.0}}) {
                INFO(length << " values from " << low << " to " << high);
                const test::Block<float> values(test::randomFloats(length, low, high, random));
                const InputRange wanted = reference::inputRange(values.data(), length);
                const InputRange range = inputRange(values.data(), length);
                CHECK(range.min == wanted.min);
                CHECK(range.max == wanted.max);
                CHECK(range.min <= 0);
                CHECK(range.max >= 0);
            }
    });
}

TEST_CASE("the extremes count wherever they stand", "[kernels][simd]")
{
    test::onEveryTarget([&] {
        for (std::size_t at = 0; at < 200; ++at) {
            std::vector<float> values(200, 0.5F);
            values[at] = 7.0F;
            values[199 - at] = at % 2 == 0 ? -4.0F : values[199 - at];
            const test::Block<float> block(values);
            const InputRange range = inputRange(block.data(), 200);
            CHECK(range.max == 7.0F);
            CHECK(range.min == (at % 2 == 0 ? -4.0F : 0.0F));
        }
    });
}

TEST_CASE("input quantization is chosen as PyTorch and ONNX Runtime do", "[kernels]")
{
    const InputQuantization normalised = chooseInputQuantization({-1.0F, 1.55F}, 255);
    CHECK_THAT(normalised.scale, WithinRel(0.01F, 1e-6F));
    CHECK(normalised.zeroPoint == 100);
    CHECK(normalised.top == 255);

    const InputQuantization mnist = chooseInputQuantization({-0.42421296F, 2.8214867F}, 255);
    CHECK(mnist.zeroPoint == 33);
    CHECK_THAT(mnist.scale, WithinRel(1.0F / (255.0F * 0.3081F), 1e-5F));

    CHECK(chooseInputQuantization({-5.0F, 0.0F}, 127).zeroPoint == 127);
    CHECK(chooseInputQuantization({0.0F, 5.0F}, 127).zeroPoint == 0);
    CHECK(chooseInputQuantization({0.0F, 127.0F}, 127).scale == 1.0F);
    // 0.5 and 1.5 steps: halves go to the even integer.
    CHECK(chooseInputQuantization({-0.5F, 254.5F}, 255).zeroPoint == 0);
    CHECK(chooseInputQuantization({-1.5F, 253.5F}, 255).zeroPoint == 2);
}

TEST_CASE("a range that cannot be divided gives scale 1", "[kernels]")
{
    for (const InputRange range : {InputRange{0, 0}, InputRange{0, 1e-44F}, InputRange{-INFINITY, 1},
             InputRange{-3e38F, 3e38F}, InputRange{0, NAN}}) {
        const InputQuantization input = chooseInputQuantization(range, 255);
        CHECK(input.scale == 1.0F);
        CHECK(input.zeroPoint == 0);
    }
}

TEST_CASE("floats become the reference's bytes on every target", "[kernels][simd]")
{
    Random random(32);
    for (const InputQuantization input : {InputQuantization{0.0127F, 33, 255}, InputQuantization{0.5F, 101, 255},
             InputQuantization{0.25F, 0, 127}, InputQuantization{1.0F, 127, 127}}) {
        INFO("scale " << input.scale << ", zero point " << input.zeroPoint << ", top " << input.top);
        test::onEveryTarget([&] {
            for (const std::size_t length : kLengths) {
                INFO(length << " values");
                const test::Block<float> values(awkwardValues(length, input, random));
                std::vector<std::uint8_t> wanted(length, 1);
                reference::quantizeInput(values.data(), length, input, wanted.data());
                test::Block<std::uint8_t> bytes(std::vector<std::uint8_t>(length, 2));
                quantizeInput(values.data(), length, input, bytes.data());
                CHECK(test::sameBits(bytes.data(), wanted.data(), length));
            }
        });
    }
}

TEST_CASE("quantizing there and back errs by half a step at most", "[kernels][simd]")
{
    Random random(33);
    const std::vector<float> values = test::randomFloats(2000, -1.25, 4, random);
    const InputQuantization input = chooseInputQuantization({-1.25F, 4.0F}, 255);
    std::vector<std::uint8_t> bytes(values.size());
    test::onEveryTarget([&] {
        quantizeInput(values.data(), values.size(), input, bytes.data());
        for (std::size_t j = 0; j < values.size(); ++j) {
            const float back = input.scale * static_cast<float>(bytes[j] - input.zeroPoint);
            CHECK(std::abs(back - values[j]) <= 0.501F * input.scale);
        }
    });
}

TEST_CASE("dynamic quantization gives the reference's bits on every target", "[kernels][simd]")
{
    Random random(34);
    std::vector<float> images = test::randomFloats(101 * test::kImageSize, -0.4242, 2.8215, random);
    std::fill_n(images.end() - 2 * test::kImageSize, kPixels, 0.0F);         // one image without a range
    std::fill_n(images.end() - 5 * test::kImageSize, kPixels, -0.42421296F); // one of background only
    for (const bool symmetric : {true, false})
        for (const std::int32_t top : {255, 127})
            for (const DynamicRange range : {DynamicRange::PerTensor, DynamicRange::PerRow}) {
                const auto weights = randomWeights(symmetric, random);
                for (const std::size_t count : test::kCounts) {
                    INFO(count << " images, top " << top << (range == DynamicRange::PerRow ? ", per row" : ""));
                    const test::Block<float> block = test::lastImages(images, count);
                    std::vector<float> wanted(count * kClasses);
                    std::vector<std::uint8_t> wantedDigits(count);
                    reference::classifyDynamicI8(
                        block.data(), count, *weights, range, top, wanted.data(), wantedDigits.data());
                    test::onEveryTarget([&] {
                        std::vector<float> logits(count * kClasses, NAN);
                        std::vector<std::uint8_t> digits(count, 99);
                        classifyDynamicI8(block.data(), count, *weights, range, top, logits.data(), nullptr);
                        classifyDynamicI8(block.data(), count, *weights, range, top, nullptr, digits.data());
                        CHECK((logits == wanted));
                        CHECK((digits == wantedDigits));
                    });
                }
            }
}

TEST_CASE("a range known beforehand gives what it gives when it is looked for", "[kernels][simd]")
{
    Random random(37);
    const std::vector<float> images = test::randomFloats(101 * kPixels, -0.42, 2.82, random);
    for (const bool symmetric : {true, false})
        for (const std::int32_t top : {255, 127}) {
            const auto weights = randomWeights(symmetric, random);
            test::onEveryTarget([&] {
                for (const std::size_t count : test::kCounts) {
                    INFO(count << " images, top " << top);
                    const test::Block<float> block = test::lastImages(images, count);
                    const InputQuantization input =
                        chooseInputQuantization(inputRange(block.data(), count * kPixels), top);
                    std::vector<float> wanted(count * kClasses), logits(count * kClasses, NAN);
                    std::vector<std::uint8_t> wantedDigits(count), digits(count, 99);
                    classifyDynamicI8(block.data(), count, *weights, DynamicRange::PerTensor, top, wanted.data(),
                        wantedDigits.data());
                    classifyStaticI8(block.data(), count, *weights, input, logits.data(), digits.data());
                    CHECK((logits == wanted));
                    CHECK((digits == wantedDigits));
                }
            });
        }
}

TEST_CASE("what lies beyond a range known beforehand saturates, and what is no number becomes 0", "[kernels][simd]")
{
    Random random(38);
    for (const InputQuantization input :
        {InputQuantization{0.0127F, 33, 255}, InputQuantization{1e-6F, 200, 255}, InputQuantization{0.5F, 101, 127},
            InputQuantization{0.25F, 3, 7}, InputQuantization{2.0F, 1, 1}, InputQuantization{3.0F, 0, 1}}) {
        const auto weights = randomWeights(false, random);
        std::vector<float> images = awkwardValues(101 * test::kImageSize, input, random);
        for (std::size_t j = 5; j < images.size(); j += 97)
            images[j] = j % 2 == 0 ? NAN : -NAN;
        for (const std::size_t count : test::kCounts) {
            INFO(count << " images, scale " << input.scale << ", top " << input.top);
            const test::Block<float> block = test::lastImages(images, count);
            // In double, from the definition: rounded to even, moved, held at the ends.
            std::vector<std::uint8_t> bytes;
            for (std::size_t j = 0; j < block.size(); ++j) {
                const double steps = static_cast<double>(block.data()[j] * (1.0F / input.scale));
                const double moved = std::isnan(steps) ? 0 : std::nearbyint(steps) + input.zeroPoint;
                bytes.push_back(static_cast<std::uint8_t>(std::clamp<double>(moved, 0, input.top)));
            }
            std::vector<float> wanted(count * kClasses);
            std::vector<std::uint8_t> wantedDigits(count);
            reference::classifyQuantizedInput(bytes.data(), count, *weights, input, wanted.data(), wantedDigits.data());
            test::onEveryTarget([&] {
                std::vector<float> logits(count * kClasses, NAN);
                std::vector<std::uint8_t> digits(count, 99), found(block.size(), 99);
                classifyStaticI8(block.data(), count, *weights, input, logits.data(), digits.data());
                CHECK((logits == wanted));
                CHECK((digits == wantedDigits));
                quantizeInput(block.data(), block.size(), input, found.data());
                CHECK((found == bytes));
            });
        }
    }
}

TEST_CASE("the shared range is that of all images, wherever its ends stand", "[kernels][simd]")
{
    Random random(36);
    const auto weights = randomWeights(true, random);
    constexpr std::size_t kCount = 150; // more than are looked at before the rest is believed to be like them
    for (const std::size_t at : {0, 5, 63, 64, 65, 148, 149})
        for (const float extreme : {-3.5F, 7.25F}) {
            INFO("the extreme " << extreme << " stands in image " << at);
            std::vector<float> images = test::randomFloats(kCount * kPixels, -0.42, 2.82, random);
            images[at * kPixels + random.below(kPixels)] = extreme;
            std::vector<float> wanted(kCount * kClasses);
            std::vector<std::uint8_t> wantedDigits(kCount);
            reference::classifyDynamicI8(
                images.data(), kCount, *weights, DynamicRange::PerTensor, 255, wanted.data(), wantedDigits.data());
            test::onEveryTarget([&] {
                std::vector<float> logits(kCount * kClasses, NAN);
                std::vector<std::uint8_t> digits(kCount, 99);
                classifyDynamicI8(
                    images.data(), kCount, *weights, DynamicRange::PerTensor, 255, logits.data(), digits.data());
                CHECK((logits == wanted));
                CHECK((digits == wantedDigits));
            });
        }
}

TEST_CASE("both ends may round outwards, and the top byte still holds", "[kernels][simd]")
{
    // Scale 1, zero point rne(11.5) = 12, and the greatest value rounds to top - 11: one too many.
    Random random(35);
    const auto weights = randomWeights(true, random);
    for (const std::int32_t top : {255, 127}) {
        std::vector<float> image(kPixels, static_cast<float>(top) - 11.5F);
        image[100] = -11.5F;
        REQUIRE(chooseInputQuantization({image[100], image[0]}, top).zeroPoint == 12);
        std::vector<float> wanted(kClasses);
        reference::classifyDynamicI8(image.data(), 1, *weights, DynamicRange::PerTensor, top, wanted.data(), nullptr);
        test::onEveryTarget([&] {
            for (const DynamicRange range : {DynamicRange::PerTensor, DynamicRange::PerRow}) {
                std::vector<float> logits(kClasses, NAN);
                classifyDynamicI8(image.data(), 1, *weights, range, top, logits.data(), nullptr);
                CHECK(logits == wanted);
            }
        });
    }
}
