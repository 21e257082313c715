// SPDX-License-Identifier: GPL-3.0-or-later
// What holds of any input steps and any image.
#include "engine/features/feature_maker.h"
#include "tests/features/arbitrary_steps.h"

#include "engine/core/random.h"

#include <algorithm>
#include <array>
#include <cmath>

using namespace qlab;

namespace {

using Bytes = std::array<std::uint8_t, kPixels>;

/// Noise, strokes or a few dots: what alignment meets besides digits.
Bytes arbitraryImage()
{
    Random random(*rc::gen::arbitrary<std::uint64_t>());
    const auto inked = static_cast<std::uint64_t>(*rc::gen::inRange(0, kPixels + 1));
    const auto darkest = static_cast<std::uint64_t>(*rc::gen::inRange(1, 257));
    Bytes image{};
    for (std::uint8_t& pixel : image)
        pixel = random.below(kPixels) < inked ? static_cast<std::uint8_t>(random.below(darkest)) : std::uint8_t{0};
    return image;
}

} // namespace

TEST_CASE("any steps are written and read back, but for their strength", "[features][property]")
{
    test::holds([] {
        InputSteps steps = test::arbitrarySteps();
        RC_ASSERT(validate(steps).ok());
        const auto read = parseSteps(stepsText(steps));
        RC_ASSERT(read.ok());
        steps.strength = InputSteps{}.strength;
        RC_ASSERT(*read == steps);
    });
}

TEST_CASE("any image has as many features as its steps say, and zeros behind them", "[features][property]")
{
    test::holds([] {
        const InputSteps steps = test::arbitrarySteps();
        const auto count = static_cast<std::size_t>(steps.count());
        RC_ASSERT(count >= 1U);
        RC_ASSERT(count <= std::size_t{kPixels});
        const FeatureMaker maker(steps);
        const Bytes image = arbitraryImage();
        Bytes made;
        made.fill(99);
        maker.make(image, made);
        RC_ASSERT(std::all_of(made.begin() + static_cast<std::ptrdiff_t>(count), made.end(),
            [](std::uint8_t byte) { return byte == 0; }));

        std::array<float, kPixels> exact;
        exact.fill(99);
        maker.makeExact(image, exact);
        const bool gradients = steps.features == InputSteps::Features::Gradients;
        for (std::size_t j = 0; j < kPixels; ++j) {
            RC_ASSERT(std::isfinite(exact[j]));
            RC_ASSERT(exact[j] >= 0.0F);
            RC_ASSERT(gradients || exact[j] <= 255.001F); // a hair of rounding above the brightest pixel
            RC_ASSERT(j < count || exact[j] == 0.0F);
        }
        Bytes again;
        maker.make(image, again);
        RC_ASSERT(again == made);
    });
}

TEST_CASE("an image without ink has no features, whatever the steps", "[features][property]")
{
    test::holds([] {
        const FeatureMaker maker(test::arbitrarySteps());
        Bytes made;
        made.fill(99);
        maker.make(Bytes{}, made);
        RC_ASSERT(made == Bytes{});
    });
}

TEST_CASE("pooled cells share the ink of any image out and lose none", "[features][property]")
{
    test::holds([] {
        InputSteps steps;
        steps.features = InputSteps::Features::Pooled;
        steps.grid = *rc::gen::inRange(1, 29);
        const Bytes image = arbitraryImage();
        std::array<float, kPixels> cells{};
        FeatureMaker(steps).makeExact(image, cells);
        double ink = 0, pooled = 0;
        for (int y = 0; y < kSide; ++y)
            for (int x = 0; x < kSide; ++x) // the cells cover 0.5 ... 28.5: half of the first row and column is outside
                ink += image[static_cast<std::size_t>(y * kSide + x)] * (y == 0 ? 0.5 : 1) * (x == 0 ? 0.5 : 1);
        for (const float cell : cells)
            pooled += static_cast<double>(cell);
        RC_ASSERT(std::abs(ink / kPixels - pooled / steps.count()) < 1e-4);
    });
}
