// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/random.h"
#include "engine/data/digit_normalizer.h"
#include "tests/support.h"

#include <algorithm>
#include <cmath>

using namespace qlab;

namespace {

GreyPicture black(int width, int height)
{
    return {width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(width * height))};
}

void fillBox(GreyPicture& picture, int left, int top, int width, int height, int grey)
{
    for (int y = top; y < top + height; ++y)
        for (int x = left; x < left + width; ++x)
            picture.pixels[static_cast<std::size_t>(y * picture.width + x)] = static_cast<std::uint8_t>(grey);
}

int at(const DigitImage& image, int x, int y) { return image[pixelIndex(x, y)]; }

/// A rectangle of full ink, black elsewhere.
DigitImage rectangle(int left, int top, int width, int height)
{
    DigitImage image{};
    for (int y = top; y < top + height; ++y)
        for (int x = left; x < left + width; ++x)
            image[pixelIndex(x, y)] = 255;
    return image;
}

bool isBlack(const DigitImage& image)
{
    return std::all_of(image.begin(), image.end(), [](std::uint8_t pixel) { return pixel == 0; });
}

/// Area averaging by whole numbers: each pixel repeated as often as the target has pixels, then equal groups averaged.
double exactAverage(const GreyPicture& picture, int width, int height, int x, int y)
{
    std::int64_t sum = 0;
    for (int v = y * picture.height; v < (y + 1) * picture.height; ++v)
        for (int u = x * picture.width; u < (x + 1) * picture.width; ++u)
            sum += picture.pixels[static_cast<std::size_t>(v / height * picture.width + u / width)];
    return static_cast<double>(sum) / (static_cast<double>(picture.width) * picture.height);
}

GreyPicture noise(int width, int height, std::uint64_t seed)
{
    GreyPicture picture = black(width, height);
    Random random(seed);
    for (std::uint8_t& pixel : picture.pixels)
        pixel = static_cast<std::uint8_t>(16 + random.below(240));
    return picture;
}

const NormalizerOptions kBoxOnly{.centreOfMass = false, .stretchContrast = false};

} // namespace

TEST_CASE("A picture without ink gives an empty digit", "[data][normalizer]")
{
    for (const GreyPicture& picture : {GreyPicture{}, black(280, 280), black(1, 1), GreyPicture{10, 10, {}},
             GreyPicture{-1, -1, {255}}, GreyPicture{3, 3, std::vector<std::uint8_t>(8, 255)}}) {
        const NormalizedDigit digit = normalizeDigit(picture);
        CHECK(digit.empty);
        CHECK(isBlack(digit.boxed));
        CHECK(isBlack(digit.image));
    }
    GreyPicture faint = black(50, 50);
    fillBox(faint, 10, 10, 20, 20, 15);
    CHECK(normalizeDigit(faint).empty);
    CHECK_FALSE(normalizeDigit(faint, {.threshold = 15}).empty);
}

TEST_CASE("The ink box is found and scaled to 20 pixels", "[data][normalizer]")
{
    GreyPicture picture = black(280, 200);
    fillBox(picture, 31, 90, 100, 50, 255);
    fillBox(picture, 5, 5, 3, 3, 15); // a smear below the threshold

    const NormalizedDigit digit = normalizeDigit(picture);
    CHECK_FALSE(digit.empty);
    CHECK(digit.left == 31);
    CHECK(digit.top == 90);
    CHECK(digit.width == 100);
    CHECK(digit.height == 50);
    CHECK(digit.boxed == rectangle(4, 9, 20, 10));
    CHECK(digit.centreX == 13.5);
    CHECK(digit.centreY == 13.5);

    const Centre centre = centreOfMass(digit.image);
    CHECK_THAT(centre.x, Catch::Matchers::WithinAbs(14.0, 0.01));
    CHECK_THAT(centre.y, Catch::Matchers::WithinAbs(14.0, 0.01));
}

TEST_CASE("Each step can be switched off", "[data][normalizer]")
{
    GreyPicture picture = black(280, 280);
    fillBox(picture, 30, 90, 100, 50, 200);

    SECTION("crop: the whole picture is scaled")
    {
        const NormalizedDigit digit = normalizeDigit(picture, {.crop = false, .boxSize = 28, .centreOfMass = false});
        CHECK(digit.width == 280);
        CHECK(digit.image == rectangle(3, 9, 10, 5));
    }
    SECTION("keepAspect: both sides become the box's")
    {
        CHECK(normalizeDigit(picture, {.keepAspect = false, .centreOfMass = false}).image == rectangle(4, 4, 20, 20));
    }
    SECTION("boxSize")
    {
        CHECK(normalizeDigit(picture, {.boxSize = 28, .centreOfMass = false}).image == rectangle(0, 7, 28, 14));
        CHECK(normalizeDigit(picture, {.boxSize = 1, .centreOfMass = false}).image == rectangle(13, 13, 1, 1));
        CHECK(normalizeDigit(picture, {.boxSize = 99, .centreOfMass = false}).image == rectangle(0, 7, 28, 14));
        CHECK(normalizeDigit(picture, {.boxSize = -3, .centreOfMass = false}).image == rectangle(13, 13, 1, 1));
    }
    SECTION("subPixel: whole pixels, so that the centre rounds to 14")
    {
        CHECK(normalizeDigit(picture, {.subPixel = false}).image == rectangle(4, 9, 20, 10)); // 13.5 may stay
        fillBox(picture, 30, 40, 30, 50, 255); // heavier to the upper left
        const NormalizedDigit digit = normalizeDigit(picture, {.subPixel = false, .stretchContrast = false});
        const int dx = wholePixelShift(digit.centreX), dy = wholePixelShift(digit.centreY);
        CHECK((dx != 0 && dy != 0));
        CHECK(digit.image == shifted(digit.boxed, dx, dy));
        const Centre centre = centreOfMass(digit.image);
        CHECK((centre.x >= 13.5 && centre.x < 14.5 && centre.y >= 13.5 && centre.y < 14.5));
    }
    SECTION("stretchContrast: the ink keeps its grey")
    {
        const NormalizedDigit dim = normalizeDigit(picture, {.centreOfMass = false, .stretchContrast = false});
        CHECK(*std::max_element(dim.image.begin(), dim.image.end()) == 200);
        const NormalizedDigit full = normalizeDigit(picture, {.centreOfMass = false});
        CHECK(*std::max_element(full.image.begin(), full.image.end()) == 255);
        CHECK(*std::max_element(full.boxed.begin(), full.boxed.end()) == 200);
    }
    SECTION("threshold: what lies below is cut away")
    {
        fillBox(picture, 0, 0, 280, 5, 90);
        CHECK(normalizeDigit(picture).height == 140);
        CHECK(normalizeDigit(picture, {.threshold = 91}).height == 50);
        CHECK(normalizeDigit(picture, {.threshold = 0}).height == 140);
    }
}

TEST_CASE("Shrinking averages areas exactly", "[data][normalizer]")
{
    for (const auto& [width, height] : {std::pair{280, 280}, {308, 308}, {100, 73}, {21, 20}, {20, 20}, {33, 147}}) {
        INFO(width << " x " << height);
        const GreyPicture picture = noise(width, height, 5);
        const NormalizedDigit digit = normalizeDigit(picture, kBoxOnly);
        const double scale = 20.0 / std::max(width, height);
        const int w = static_cast<int>(std::lround(width * scale)), h = static_cast<int>(std::lround(height * scale));
        const int left = (kSide - w) / 2, top = (kSide - h) / 2;
        double worst = 0.0;
        for (int y = 0; y < h; ++y)
            for (int x = 0; x < w; ++x)
                worst =
                    std::max(worst, std::abs(at(digit.boxed, left + x, top + y) - exactAverage(picture, w, h, x, y)));
        CHECK(worst <= 0.5 + 1e-6);
        CHECK(std::count_if(digit.boxed.begin(), digit.boxed.end(), [](std::uint8_t p) { return p > 0; }) == w * h);
    }
}

TEST_CASE("Small and extreme pictures come out whole", "[data][normalizer]")
{
    GreyPicture dot = black(40, 40);
    fillBox(dot, 39, 39, 1, 1, 255);
    CHECK(normalizeDigit(dot, kBoxOnly).boxed == rectangle(4, 4, 20, 20));

    CHECK(normalizeDigit({1, 1, {255}}, kBoxOnly).boxed == rectangle(4, 4, 20, 20));

    GreyPicture line = black(3, 1000);
    fillBox(line, 1, 0, 1, 1000, 255);
    CHECK(normalizeDigit(line, kBoxOnly).boxed == rectangle(13, 4, 1, 20));

    // Ink so faint beside its picture's size that it fades away.
    GreyPicture grain = black(3000, 3000);
    fillBox(grain, 0, 0, 1, 1, 255);
    CHECK(normalizeDigit(grain, {.crop = false}).empty);
}

TEST_CASE("The centre of mass", "[data][normalizer]")
{
    CHECK(centreOfMass(DigitImage{}).x == 13.5);
    CHECK(centreOfMass(DigitImage{}).y == 13.5);
    CHECK(centreOfMass(rectangle(0, 27, 1, 1)).x == 0.0);
    CHECK(centreOfMass(rectangle(0, 27, 1, 1)).y == 27.0);
    DigitImage two{};
    two[0] = 100;
    two[4] = 50;
    CHECK_THAT(centreOfMass(two).x, Catch::Matchers::WithinAbs(4.0 / 3.0, 1e-12));
    CHECK(centreOfMass(rectangle(0, 0, 28, 28)).y == 13.5);
}

TEST_CASE("The whole-pixel shift brings a centre into [13.5, 14.5)", "[data][normalizer]")
{
    CHECK(wholePixelShift(13.5) == 0);
    CHECK(wholePixelShift(14.0) == 0);
    CHECK(wholePixelShift(14.49) == 0);
    CHECK(wholePixelShift(14.5) == -1);
    CHECK(wholePixelShift(13.49) == 1);
    for (double centre = 0.0; centre <= 27.0; centre += 0.01) {
        const double moved = centre + wholePixelShift(centre);
        REQUIRE((moved >= 13.5 && moved < 14.5));
    }
}

TEST_CASE("Shifting", "[data][normalizer]")
{
    const DigitImage block = rectangle(10, 12, 5, 6);
    CHECK(shifted(block, 0.0, 0.0) == block);
    CHECK(shifted(block, 3.0, -2.0) == rectangle(13, 10, 5, 6));
    CHECK(shifted(block, -10.0, 10.0) == rectangle(0, 22, 5, 6));
    CHECK(shifted(block, -12.0, 0.0) == rectangle(0, 12, 3, 6)); // what leaves the field is lost
    CHECK(isBlack(shifted(block, 28.0, 0.0)));
    CHECK(isBlack(shifted(block, 0.0, -1e9)));

    const DigitImage half = shifted(rectangle(10, 10, 1, 1), 0.5, 0.0);
    CHECK(at(half, 10, 10) == 128);
    CHECK(at(half, 11, 10) == 128);
    const DigitImage part = shifted(rectangle(10, 10, 1, 1), -0.25, 1.5);
    CHECK(at(part, 10, 11) == 96); // 0.75 * 0.5 * 255
    CHECK(at(part, 9, 12) == 32);  // 0.25 * 0.5 * 255

    for (const double dx : {-3.7, -0.1, 0.3, 2.5}) {
        const Centre centre = centreOfMass(shifted(block, dx, -dx));
        CHECK_THAT(centre.x, Catch::Matchers::WithinAbs(12.0 + dx, 0.01));
        CHECK_THAT(centre.y, Catch::Matchers::WithinAbs(14.5 - dx, 0.01));
    }
}
