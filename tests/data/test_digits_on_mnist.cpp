// SPDX-License-Identifier: GPL-3.0-or-later

// What counts in the end: a model trained on the built-in digits reads real handwriting, and a drawing that is a test
// digit in disguise is read as well as the digit itself.

#include "engine/data/data_source.h"
#include "engine/data/digit_normalizer.h"
#include "tests/data/tiny_softmax.h"
#include "tests/support.h"

#include <fstream>

using namespace qlab;
using namespace qlab::test;

namespace {

constexpr int kCanvas = 280;

TinySoftmax referenceModel()
{
    TinySoftmax model;
    std::ifstream weights(test::referenceFolder() / "float_w.f32", std::ios::binary);
    std::ifstream bias(test::referenceFolder() / "float_b.f32", std::ios::binary);
    REQUIRE(weights.read(reinterpret_cast<char*>(model.weights.data()),
        static_cast<std::streamsize>(model.weights.size() * sizeof(float))));
    REQUIRE(bias.read(reinterpret_cast<char*>(model.bias.data()), sizeof model.bias));
    return model;
}

/// The image enlarged (bilinear) to \p side pixels, at a place of the canvas.
GreyPicture onCanvas(std::span<const std::uint8_t, kPixels> image, int side, int left, int top)
{
    GreyPicture canvas{kCanvas, kCanvas, std::vector<std::uint8_t>(kCanvas * kCanvas)};
    const auto pixel = [image](int x, int y) {
        const bool inside = x >= 0 && x < kSide && y >= 0 && y < kSide;
        return inside ? image[pixelIndex(x, y)] : 0;
    };
    for (int y = 0; y < side; ++y) {
        const double v = (y + 0.5) * kSide / side - 0.5, row = std::floor(v);
        for (int x = 0; x < side; ++x) {
            const double u = (x + 0.5) * kSide / side - 0.5, column = std::floor(u);
            const int cx = static_cast<int>(column), cy = static_cast<int>(row);
            const double upper = std::lerp(pixel(cx, cy), pixel(cx + 1, cy), u - column);
            const double lower = std::lerp(pixel(cx, cy + 1), pixel(cx + 1, cy + 1), u - column);
            canvas.pixels[static_cast<std::size_t>((top + y) * kCanvas + left + x)] =
                static_cast<std::uint8_t>(std::lround(std::lerp(upper, lower, v - row)));
        }
    }
    return canvas;
}

struct RoundTrip {
    double direct, fromCanvas; ///< accuracy, in percent
};

/// The reference model reads \p test from the file, and as drawings of any size anywhere on a canvas.
RoundTrip roundTrip(const ImageSet& test)
{
    const TinySoftmax model = referenceModel();
    Random random(1);
    int right = 0;
    for (std::size_t i = 0; i < test.size(); ++i) {
        const int side = static_cast<int>(std::lround(kSide * random.uniform(3.0, 9.0)));
        const auto place = [&random, side] { return static_cast<int>(random.below(kCanvas - side + 1u)); };
        const int left = place();
        const NormalizedDigit digit = normalizeDigit(onCanvas(test.image(i), side, left, place()));
        right += predicted(model, digit.image) == test.labels()[i];
    }
    return {accuracy(model, test), 100.0 * right / static_cast<double>(test.size())};
}

} // namespace

TEST_CASE("A model trained on the built-in digits reads its own kind", "[data][generator][slow]")
{
    const auto digits = loadData({});
    REQUIRE(digits.ok());
    CHECK(accuracy(trained(*digits->files.train, 1), *digits->files.test) >= 91.0);
}

TEST_CASE("A model trained on the built-in digits reads real handwriting", "[data][generator][slow][mnist]")
{
    const auto folder = mnistFolder();
    if (!folder)
        return;
    const auto digits = loadData({});
    const auto mnist = readOfficialFiles(*folder);
    REQUIRE((digits.ok() && mnist.ok()));
    CHECK(accuracy(trained(*digits->files.train, 1), *mnist->test) >= 83.0);
}

TEST_CASE("Digits drawn on a canvas are read as well as from the file", "[data][normalizer][slow]")
{
    const auto digits = loadData({});
    REQUIRE(digits.ok());
    const RoundTrip trip = roundTrip(*digits->files.test);
    // The pen's soft edge makes built-in digits a little larger than 20 pixels, so they come back a little smaller.
    CHECK(trip.fromCanvas >= trip.direct - 2.0);
}

TEST_CASE("MNIST's digits drawn on a canvas are read as well as from the file", "[data][normalizer][slow][mnist]")
{
    const auto folder = mnistFolder();
    if (!folder)
        return;
    const auto mnist = readOfficialFiles(*folder);
    REQUIRE(mnist.ok());
    const RoundTrip trip = roundTrip(*mnist->test);
    CHECK_THAT(trip.direct, Catch::Matchers::WithinAbs(92.21, 0.011));
    CHECK(trip.fromCanvas >= trip.direct - 0.5);
    CHECK(trip.fromCanvas >= 92.0);
}
