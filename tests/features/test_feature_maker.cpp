// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/features/feature_maker.h"

#include "engine/data/digit_generator.h"
#include "engine/data/stepped_data.h"
#include "tests/features/slow_features.h"
#include "tests/support.h"

#include <algorithm>
#include <array>
#include <cmath>

using namespace qlab;

TEST_CASE("Features are those of the definition", "[features]")
{
    const ImageSet images = test::peculiarImages();
    for (InputSteps steps : test::kindsOfSteps()) {
        steps.strength = 0.3F;
        INFO(stepsText(steps));
        const FeatureMaker maker(steps);
        const double factor = steps.features == InputSteps::Features::Gradients ? 255 / 0.3 : 1;
        for (std::size_t i = 0; i < images.size(); ++i) {
            INFO("image " << i);
            std::array<std::uint8_t, kPixels> made;
            made.fill(77);
            maker.make(images.image(i), made);
            const std::vector<double> exact = test::slowFeatures(images.image(i), steps);
            REQUIRE(exact.size() == static_cast<std::size_t>(steps.count()));
            double worst = 0;
            for (std::size_t j = 0; j < exact.size(); ++j)
                worst = std::max(worst, std::abs(made[j] - std::min(255.0, exact[j] * factor)));
            CHECK(worst < 0.505); // rounding, and floats instead of doubles
            CHECK(std::all_of(made.begin() + steps.count(), made.end(), [](int v) { return v == 0; }));
        }
    }
}

TEST_CASE("An image without ink has no features", "[features]")
{
    const std::array<std::uint8_t, kPixels> black{};
    for (const InputSteps& steps : test::kindsOfSteps()) {
        std::array<std::uint8_t, kPixels> made;
        made.fill(77);
        FeatureMaker(steps).make(black, made);
        CHECK(made == black);
    }
}

TEST_CASE("A data set goes through the steps once, in the order of its split", "[features]")
{
    RawData raw{"digits", {generateDigits(300, 2), generateDigits(100, 3)}};
    const auto data = splitData(std::move(raw), {SplitSpec::Kind::AllImages, 0.75, 9});
    REQUIRE(data.ok());
    const InputSteps steps = calibrated(gradientSteps(InputSteps::Align::Deskew, 8, 5), **data);
    CHECK(steps.strength > 0.01F);
    CHECK(steps.strength < 1);
    const DatasetPtr stepped = withSteps(*data, steps);
    REQUIRE(stepped);
    REQUIRE(stepped->trainSize() == (*data)->trainSize());
    REQUIRE(stepped->testSize() == (*data)->testSize());
    const FeatureMaker maker(steps);
    std::size_t saturated = 0;
    for (std::size_t i = 0; i < stepped->trainSize(); ++i) {
        std::array<std::uint8_t, kPixels> made;
        maker.make((*data)->trainSource->image((*data)->trainIndex[i]), made);
        CHECK(std::ranges::equal(made, stepped->trainSource->image(stepped->trainIndex[i])));
        CHECK(stepped->trainSource->labels()[stepped->trainIndex[i]]
            == (*data)->trainSource->labels()[(*data)->trainIndex[i]]);
        saturated += static_cast<std::size_t>(std::ranges::count(made, 255));
    }
    CHECK(saturated > 0);
    CHECK(saturated < stepped->trainSize()); // one in 2,000 of 200 each
    CHECK(withSteps(*data, {}) == *data);
    std::stop_source source;
    source.request_stop();
    CHECK(withSteps(*data, steps, source.get_token()) == nullptr);
}
