// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/features/input_steps.h"

#include "tests/support.h"

using namespace qlab;

TEST_CASE("Input steps have a text that reads back as the same steps", "[features]")
{
    using Align = InputSteps::Align;
    std::vector<InputSteps> all;
    for (const Align align : {Align::None, Align::Centre, Align::Deskew, Align::Moments}) {
        InputSteps pixels;
        pixels.align = align;
        all.push_back(pixels);
        for (const int grid : {1, 3, 7, 20, 26, 28})
            all.push_back(pooledSteps(align, grid, 28));
        all.push_back(gradientSteps(align, 16, 7));
        all.push_back(gradientSteps(align, 4, 3));
        all.push_back(gradientSteps(align, 4, 14));
    }
    for (const InputSteps& steps : all) {
        INFO(stepsText(steps));
        REQUIRE(validate(steps).ok());
        const auto read = parseSteps(stepsText(steps));
        REQUIRE(read.ok());
        CHECK(*read == steps);
    }
    CHECK(stepsText({}) == "none");
    CHECK(stepsText(pooledSteps(Align::Deskew, 20)) == "deskew+pool-20");
    CHECK(stepsText(gradientSteps(Align::Moments, 16, 7)) == "moments+gradients-16x7x7");
    CHECK(gradientSteps(Align::Moments, 16, 7).count() == 784);
    CHECK(pooledSteps(Align::None, 20).count() == 400);
}

TEST_CASE("What names no input steps is refused, with the field that is wrong", "[features]")
{
    for (const char* text : {"", "turn", "none+", "none+pool-", "none+pool-0", "none+pool-29", "none+pool-20x",
             "none+pool-20/19", "none+pool-20/29", "none+gradients-16x7", "none+gradients-16x7x8",
             "none+gradients-17x5x5", "none+gradients-16x8x8", "deskew+", "none+pool-99999999999"}) {
        INFO(text);
        CHECK_FALSE(parseSteps(text).ok());
    }
    InputSteps steps = gradientSteps(InputSteps::Align::None, 17, 3);
    CHECK(validate(steps).error().field == "directions");
    steps = pooledSteps(InputSteps::Align::None, 20, 12);
    CHECK(validate(steps).error().field == "crop");
}
