// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support.h"

#include "app/drawing/feature_layout.h"
#include "app/widgets/feature_picture.h"
#include "engine/features/feature_maker.h"

#include <QLocale>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>

using namespace qlab;
using namespace qlab::app;

namespace {

const std::vector<std::string> kSteps = {"none", "deskew", "none+pool-20", "moments+pool-3", "none+gradients-16x7x7",
    "none+gradients-4x3x3", "none+gradients-1x5x5", "moments+gradients-3x16x16"};

/// The feature that an image answers with most.
int strongest(const FeatureMaker& maker, const std::array<std::uint8_t, kPixels>& image)
{
    std::array<float, kPixels> exact{};
    maker.makeExact(image, exact);
    return static_cast<int>(std::ranges::max_element(exact) - exact.begin());
}

/// Ink from a line through the middle on, growing towards \p angle.
std::array<std::uint8_t, kPixels> edge(double angle)
{
    std::array<std::uint8_t, kPixels> image{};
    for (int y = 0; y < kSide; ++y)
        for (int x = 0; x < kSide; ++x) {
            const double along = (x - 14) * std::cos(angle) + (y - 14) * std::sin(angle);
            image[static_cast<std::size_t>(y * kSide + x)] =
                static_cast<std::uint8_t>(std::lround(255 * std::clamp(along / 8 + 0.5, 0.0, 1.0)));
        }
    return image;
}

} // namespace

TEST_CASE("Every feature has a place of its own in the picture", "[features]")
{
    for (const std::string& text : kSteps) {
        INFO(text);
        const InputSteps steps = parseSteps(text).value();
        const FeatureLayout layout(steps);
        std::set<int> seen;
        for (int y = 0; y < layout.side(); ++y)
            for (int x = 0; x < layout.side(); ++x) {
                const int owner = layout.ownerOf(y, x);
                if (owner < 0)
                    continue;
                seen.insert(owner);
                const auto place = layout.placeAt({(x + 0.5) / layout.side(), (y + 0.5) / layout.side()});
                REQUIRE(place);
                REQUIRE(layout.index(*place) == owner);
                REQUIRE(layout.cellOf(*place).contains(QPointF((x + 0.5) / layout.side(), (y + 0.5) / layout.side())));
            }
        CHECK(static_cast<int>(seen.size()) == steps.count());
        CHECK(*seen.rbegin() == steps.count() - 1);
    }
}

TEST_CASE("A blade points to where the ink grows", "[features]")
{
    for (const int directions : {1, 2, 3, 4, 5, 8, 16}) {
        const InputSteps steps = gradientSteps(InputSteps::Align::None, directions, 7);
        const FeatureLayout layout(steps);
        const FeatureMaker maker(steps);
        const double turn = directions <= 4 ? std::numbers::pi : 2 * std::numbers::pi;
        for (int direction = 0; direction < directions; ++direction) {
            const double angle = turn * direction / directions;
            const FeatureLayout::Place place = layout.place(strongest(maker, edge(angle)));
            INFO(directions << " directions, " << angle << ": " << layout.text(place).toStdString());
            CHECK(place.direction == direction);
            const QPointF tip =
                layout.cellOf(place).center() + QPointF(std::cos(angle), std::sin(angle)) * 0.35 / layout.cells();
            REQUIRE(layout.placeAt(tip));
            CHECK(*layout.placeAt(tip) == place);
        }
    }
}

TEST_CASE("Pictures of features show their values where the features lie", "[features]")
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    const FeaturePicture picture(parseSteps("none+gradients-8x5x5").value());
    std::array<std::uint8_t, kPixels> bytes{};
    std::array<float, kPixels> values{};
    const FeatureLayout::Place place{3, 1, 2};
    const auto index = static_cast<std::size_t>(picture.index(place));
    bytes[index] = 64;
    values[index] = 1;
    const DivergingMap map(Theme::instance().table());
    const QImage ink = picture.ink(bytes), colours = picture.colours(map, values, 1);
    for (int y = 0; y < picture.side(); ++y)
        for (int x = 0; x < picture.side(); ++x) {
            const bool own = picture.ownerOf(y, x) == static_cast<int>(index);
            REQUIRE(qGray(ink.pixel(x, y)) == (own ? 127 : 0)); // the root of a quarter
            REQUIRE(colours.pixel(x, y) == map(own ? 1 : 0, 1));
        }
    CHECK(picture.text(place) == QStringLiteral("row 3, column 1, direction 90°"));
    CHECK(picture.moved(place, 9, -9) == FeatureLayout::Place{0, 4, 2});
    CHECK(picture.turned({0, 0, 7}, 1).direction == 0);
    CHECK(picture.turned({0, 0, 0}, -1).direction == 7);
}
