// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/random.h"
#include "engine/data/digit_generator.h"
#include "engine/data/digit_normalizer.h"
#include "engine/data/ink_finder.h"
#include "tests/support.h"

#include <algorithm>
#include <cmath>
#include <functional>

using namespace qlab;

namespace {

constexpr int kScale = 8, kMargin = 70, kWide = kSide * kScale + 2 * kMargin;

/// Ink of a digit, 0 ... 1, on a sheet with a margin: between the middles of its pixels it is interpolated.
struct Sheet {
    const ImageSet& digits;
    std::size_t index;

    double ink(double x, double y) const
    {
        const double atX = (x - kMargin) / kScale - 0.5, atY = (y - kMargin) / kScale - 0.5;
        const auto pixel = [this](int column, int row) {
            const bool inside = column >= 0 && row >= 0 && column < kSide && row < kSide;
            return inside ? digits.image(index)[pixelIndex(column, row)] / 255.0 : 0.0;
        };
        const int left = static_cast<int>(std::floor(atX)), top = static_cast<int>(std::floor(atY));
        const double right = atX - left, down = atY - top;
        return (1 - down) * ((1 - right) * pixel(left, top) + right * pixel(left + 1, top))
            + down * ((1 - right) * pixel(left, top + 1) + right * pixel(left + 1, top + 1));
    }
};

using Light = std::function<double(double ink, int x, int y)>; ///< grey level of a pixel, 0 ... 255

GreyPicture pictured(const Sheet& sheet, const Light& light)
{
    GreyPicture picture{kWide, kWide, {}};
    for (int y = 0; y < kWide; ++y)
        for (int x = 0; x < kWide; ++x)
            picture.pixels.push_back(static_cast<std::uint8_t>(std::clamp(light(sheet.ink(x, y), x, y), 0.0, 255.0)));
    return picture;
}

double meanDifference(const DigitImage& a, const DigitImage& b)
{
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += std::abs(a[i] - b[i]);
    return sum / static_cast<double>(a.size());
}

bool isOnFrame(int x, int y, int inset, int width)
{
    const int far = kWide - 1 - inset;
    const bool inside = x >= inset && y >= inset && x <= far && y <= far;
    return inside && (x < inset + width || y < inset + width || x > far - width || y > far - width);
}

} // namespace

TEST_CASE("A digit looks the same in every light and on every paper", "[data][ink]")
{
    Random random(3);
    const auto paper = [](double level, double ink) { return level * (1 - 0.75 * ink); };
    const auto across = [](int x, int y) { return (0.7 * x + 0.3 * y) / kWide; };
    const std::vector<std::pair<const char*, Light>> lights{
        {"dark on white", [](double ink, int, int) { return 255 - 255 * ink; }},
        {"grey on grey", [](double ink, int, int) { return 130 - 30 * ink; }},
        {"chalk", [](double ink, int, int) { return 60 + 120 * ink; }},
        {"light from one side", [&](double ink, int x, int y) { return paper(120 + 110 * across(x, y), ink); }},
        {"a lamp close by", [&](double ink, int x, int y) { return paper(70 + 160 * across(x, y), ink); }},
        {"chalk in that light", [&](double ink, int x, int y) { return (40 + 40 * across(x, y)) * (1 + 2 * ink); }},
        {"half in the shadow", [&](double ink, int x, int) { return paper(x < kWide / 2 ? 110 : 220, ink); }},
        {"a shadow across", [&](double ink, int x, int y) { return paper(x + y < kWide * 0.7 ? 120 : 220, ink); }},
        {"grain", [&](double ink, int, int) { return paper(200, ink) + random.uniform(-20, 20); }},
        {"dark specks", [&](double ink, int, int) { return random.uniform(0, 1) < 0.01 ? 0 : 255 - 255 * ink; }},
        {"light and dark specks",
            [&](double ink, int, int) {
                const double chance = random.uniform(0, 1);
                return chance < 0.01 ? 0 : chance < 0.02 ? 255 : 200 - 170 * ink;
            }},
        {"a box", [](double ink, int x, int y) { return isOnFrame(x, y, 14, 5) ? 30 : 255 - 255 * ink; }},
        {"a frame at the edge", [](double ink, int x, int y) { return isOnFrame(x, y, 0, 7) ? 20 : 255 - 255 * ink; }},
        {"faintly ruled", [](double ink, int, int y) { return (y % 50 < 2 ? 190 : 255) * (1 - ink); }},
        {"darkly ruled below", [](double ink, int, int y) { return (y % 345 > 341 ? 40 : 255) * (1 - ink); }},
        {"a thumb at the border", [](double ink, int x, int y) { return x < 30 && y > 300 ? 60 : 255 - 255 * ink; }},
    };
    const ImagesPtr digits = generateDigits(10, 12);
    for (std::size_t digit = 0; digit < digits->size(); digit += 3) {
        const Sheet sheet{*digits, digit};
        const auto plain = findInk(pictured(sheet, [](double ink, int, int) { return 255 * ink; }));
        REQUIRE(plain.ok());
        const DigitImage wanted = normalizeDigit(plain->ink).image;
        for (const auto& [name, light] : lights) {
            INFO(name << ", digit " << digit);
            const auto found = findInk(pictured(sheet, light));
            REQUIRE(found.ok());
            CHECK(meanDifference(normalizeDigit(found->ink).image, wanted) < 10);
        }
    }
}

TEST_CASE("White on pure black comes back byte for byte", "[data][ink]")
{
    const ImagesPtr digits = generateDigits(3, 5);
    for (std::size_t i = 0; i < digits->size(); ++i) {
        GreyPicture drawing = pictured({*digits, i}, [](double ink, int, int) { return 255 * ink; });
        *std::max_element(drawing.pixels.begin(), drawing.pixels.end()) = 255;
        const auto found = findInk(drawing);
        REQUIRE(found.ok());
        CHECK((found->ink.pixels == drawing.pixels));
    }
}

TEST_CASE("A sheet without ink says so", "[data][ink]")
{
    Random random(8);
    const std::vector<std::pair<const char*, Light>> sheets{
        {"white", [](double, int, int) { return 255; }},
        {"black", [](double, int, int) { return 0; }},
        {"paper with grain", [&](double, int, int) { return 180 + random.uniform(-12, 12); }},
        {"paper in light from one side", [](double, int x, int) { return 100 + x / 3; }},
        {"specks alone", [&](double, int, int) { return random.uniform(0, 1) < 0.005 ? 0 : 255; }},
    };
    const ImagesPtr digits = generateDigits(1, 1);
    for (const auto& [name, light] : sheets) {
        INFO(name);
        const auto found = findInk(pictured({*digits, 0}, light));
        REQUIRE_FALSE(found.ok());
        CHECK(found.error().message.find("no ink") != std::string::npos);
    }
    CHECK_FALSE(findInk({}).ok());
    CHECK_FALSE(findInk({1, 1, {0}}).ok());
    CHECK_FALSE(findInk({1, 5000, std::vector<std::uint8_t>(5000, 9)}).ok());
}

TEST_CASE("Two digits side by side are told, a digit of two strokes is one", "[data][ink]")
{
    const ImagesPtr digits = generateDigits(10, 21);
    const GreyPicture left = pictured({*digits, 3}, [](double ink, int, int) { return 255 - 255 * ink; });
    const GreyPicture right = pictured({*digits, 6}, [](double ink, int, int) { return 255 - 255 * ink; });
    GreyPicture both{2 * kWide, kWide, {}};
    for (int y = 0; y < kWide; ++y)
        for (const GreyPicture* half : {&left, &right})
            both.pixels.insert(both.pixels.end(), half->pixels.begin() + static_cast<std::ptrdiff_t>(half->at(0, y)),
                half->pixels.begin() + static_cast<std::ptrdiff_t>(half->at(0, y)) + kWide);
    const auto told = findInk(both);
    REQUIRE_FALSE(told.ok());
    CHECK(told.error().message.find("more than one digit") != std::string::npos);

    GreyPicture five{200, 200, std::vector<std::uint8_t>(40'000, 255)}; // a bar that does not touch its body
    const auto fill = [&five](int x, int y, int width, int height) {
        for (int row = y; row < y + height; ++row)
            for (int column = x; column < x + width; ++column)
                five.pixels[five.at(column, row)] = 0;
    };
    fill(70, 60, 12, 60);
    fill(70, 108, 50, 12);
    fill(110, 108, 12, 50);
    fill(60, 150, 62, 12);
    fill(80, 40, 50, 12);
    const auto found = findInk(five);
    REQUIRE(found.ok());
    CHECK(found->box.top == 40);
    CHECK(found->box.height == 122);
}

TEST_CASE("28 x 28 pixels are taken as they are", "[data][ink]")
{
    const ImagesPtr digits = generateDigits(20, 2);
    for (std::size_t i = 0; i < digits->size(); ++i) {
        GreyPicture picture{kSide, kSide, {digits->image(i).begin(), digits->image(i).end()}};
        for (std::uint8_t& pixel : picture.pixels)
            pixel = static_cast<std::uint8_t>(pixel / 2); // its peak is far below 255
        const auto kept = inkAsItIs(picture);
        REQUIRE(kept.ok());
        CHECK(kept->pixels == picture.pixels);
        GreyPicture turned = picture;
        for (std::uint8_t& pixel : turned.pixels)
            pixel = static_cast<std::uint8_t>(255 - pixel);
        CHECK(inkAsItIs(turned)->pixels == picture.pixels);
    }
    CHECK_FALSE(inkAsItIs({kSide, kSide, std::vector<std::uint8_t>(kPixels, 255)}).ok());
}
