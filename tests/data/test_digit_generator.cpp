// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/digit_generator.h"
#include "engine/data/digit_normalizer.h"
#include "engine/data/digit_styles.h"
#include "tests/data/idx_files.h"
#include "tests/support.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <vector>

using namespace qlab;
using namespace qlab::test;

namespace {

bool isInk(std::uint8_t pixel) { return pixel >= 128; }

/// The larger side of the box around the ink.
int boxSide(std::span<const std::uint8_t, kPixels> image)
{
    int left = kSide, right = -1, top = kSide, bottom = -1;
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
            if (!isInk(image[pixelIndex(x, y)]))
                continue;
            left = std::min(left, x);
            right = std::max(right, x);
            top = std::min(top, y);
            bottom = std::max(bottom, y);
        }
    }
    return std::max(right - left, bottom - top) + 1;
}

/// How many separate pieces of ink there are; pixels that touch at a corner belong together.
int pieces(std::span<const std::uint8_t, kPixels> image)
{
    std::vector<bool> seen(kPixels, false);
    int count = 0;
    for (int start = 0; start < kPixels; ++start) {
        if (!isInk(image[static_cast<std::size_t>(start)]) || seen[static_cast<std::size_t>(start)])
            continue;
        ++count;
        std::vector<int> open{start};
        while (!open.empty()) {
            const int at = open.back();
            open.pop_back();
            for (int y = std::max(0, at / kSide - 1); y <= std::min(kSide - 1, at / kSide + 1); ++y) {
                for (int x = std::max(0, at % kSide - 1); x <= std::min(kSide - 1, at % kSide + 1); ++x) {
                    const auto next = pixelIndex(x, y);
                    if (!isInk(image[next]) || seen[next])
                        continue;
                    seen[next] = true;
                    open.push_back(static_cast<int>(next));
                }
            }
        }
    }
    return count;
}

std::array<int, kClasses> labelCounts(const ImageSet& images)
{
    std::array<int, kClasses> counts{};
    for (const std::uint8_t label : images.labels())
        ++counts[label];
    return counts;
}

} // namespace

TEST_CASE("The styles are whole", "[data][styles]")
{
    std::size_t total = 0;
    for (int digit = 0; digit < kClasses; ++digit) {
        INFO("digit " << digit);
        int weights = 0;
        std::set<std::string_view> names;
        for (const DigitStyle& style : digitStyles(digit)) {
            INFO(style.name);
            CHECK(style.weight > 0);
            weights += style.weight;
            names.insert(style.name);
            CHECK(style.strokes().size() >= 1);
            for (const StyleStroke& stroke : style.strokes()) {
                CHECK(stroke.points().size() >= (stroke.kind == StrokeKind::Loop ? 3 : 2));
                for (const StylePoint point : stroke.points())
                    CHECK((point.x >= -10 && point.x <= 120 && point.y >= 0 && point.y <= 100));
            }
        }
        CHECK(names.size() == digitStyles(digit).size());
        CHECK(weights >= 995);
        CHECK(weights <= 1005);
        total += digitStyles(digit).size();
    }
    CHECK(total == 83);
}

TEST_CASE("The same seed draws the same digits, however many", "[data][generator]")
{
    const ImagesPtr digits = generateDigits(203, 7);
    CHECK(sameImages(*digits, *generateDigits(203, 7)));
    for (const std::size_t count : {1u, 10u, 155u}) {
        const ImagesPtr fewer = generateDigits(count, 7);
        REQUIRE(fewer->size() == count);
        CHECK(pixelBytes(*fewer) == pixelBytes(*digits).substr(0, count * kPixels));
        CHECK(labelBytes(*fewer) == labelBytes(*digits).substr(0, count));
    }
    CHECK(generateDigits(0, 7)->size() == 0);
}

TEST_CASE("Different seeds draw different digits", "[data][generator]")
{
    const ImagesPtr a = generateDigits(100, 1), b = generateDigits(100, 2);
    CHECK(labelBytes(*a) != labelBytes(*b));
    std::set<std::string> distinct;
    for (const ImagesPtr& images : {a, b})
        for (std::size_t i = 0; i < images->size(); ++i)
            distinct.insert(std::string(images->image(i).begin(), images->image(i).end()));
    CHECK(distinct.size() == 200);
}

TEST_CASE("All digits come equally often, in no fixed order", "[data][generator]")
{
    for (const int count : labelCounts(*generateDigits(1000, 3)))
        CHECK(count == 100);
    for (const int count : labelCounts(*generateDigits(1004, 3)))
        CHECK((count == 100 || count == 101));
    const std::string labels = labelBytes(*generateDigits(1000, 3));
    std::set<std::string> orders;
    for (std::size_t i = 0; i < labels.size(); i += 10)
        orders.insert(labels.substr(i, 10));
    CHECK(orders.size() > 95);
}

TEST_CASE("The digits are centred, sized and inked as MNIST's", "[data][generator]")
{
    const ImagesPtr digits = generateDigits(5000, 11);
    double ink = 0.0;
    std::array<double, kClasses> inkOf{};
    int offCentre = 0, wrongSide = 0, dim = 0;
    for (std::size_t i = 0; i < digits->size(); ++i) {
        const auto image = digits->image(i);
        const Centre centre = centreOfMass(image);
        offCentre += !(centre.x >= 13.5 && centre.x < 14.5 && centre.y >= 13.5 && centre.y < 14.5);
        const int side = boxSide(image);
        wrongSide += side < 19 || side > 20;
        dim += *std::max_element(image.begin(), image.end()) < 250;
        const double white = std::accumulate(image.begin(), image.end(), 0.0) / 255.0;
        ink += white;
        inkOf[digits->labels()[i]] += white;
    }
    CHECK(offCentre == 0);
    CHECK(wrongSide == 0);
    CHECK(dim < 50);
    // MNIST: 13.3 % of full white; 60 pixels for a 1, 135 for a 0.
    CHECK_THAT(ink / 5000.0 / kPixels, Catch::Matchers::WithinAbs(0.133, 0.02));
    CHECK_THAT(inkOf[1] / 500.0, Catch::Matchers::WithinAbs(60.0, 15.0));
    CHECK_THAT(inkOf[0] / 500.0, Catch::Matchers::WithinAbs(135.0, 20.0));
}

TEST_CASE("Joints stay closed", "[data][generator]")
{
    // All strokes of these digits meet. If each stroke were moved on its own, some 30 of these images would break.
    constexpr std::array<bool, kClasses> kInOnePiece{true, false, true, true, false, true, true, true, true, false};
    const ImagesPtr digits = generateDigits(15'000, 13);
    int broken = 0;
    for (std::size_t i = 0; i < digits->size(); ++i)
        broken += kInOnePiece[digits->labels()[i]] && pieces(digits->image(i)) != 1;
    CHECK(broken == 0);
}

TEST_CASE("Drawing can be stopped", "[data][generator]")
{
    std::stop_source stop;
    stop.request_stop();
    CHECK(generateDigits(1000, 1, stop.get_token()) == nullptr);
}
