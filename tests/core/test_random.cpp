// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/random.h"
#include "tests/support.h"

#include <array>
#include <cstring>
#include <fstream>
#include <numeric>
#include <vector>

using namespace qlab;

TEST_CASE("SplitMix64 gives its published numbers", "[core][random]")
{
    Random zero(0);
    CHECK(zero.next() == 0xe220a8397b1dcdafu);
    CHECK(zero.next() == 0x6e789e6aa1b965f4u);
    CHECK(zero.next() == 0x06c45d188009454fu);

    Random other(1234567);
    for (const std::uint64_t expected :
        {6457827717110365317u, 3203168211198807973u, 9817491932198370423u, 4593380528125082431u, 16408922859458223821u})
        CHECK(other.next() == expected);
}

TEST_CASE("Uniform numbers start the reference training's weights", "[core][random]")
{
    std::ifstream file(test::referenceFolder() / "init_w.f32", std::ios::binary);
    std::array<float, 7840> expected{};
    REQUIRE(file.read(reinterpret_cast<char*>(expected.data()), sizeof expected));
    Random random(1);
    std::size_t different = 0;
    for (const float weight : expected)
        different += static_cast<float>(random.uniform() * 2.0 / 28.0 - 1.0 / 28.0) != weight;
    CHECK(different == 0);
}

TEST_CASE("Uniform numbers keep to their range and fill it", "[core][random]")
{
    Random random(3);
    double sum = 0.0, lowest = 1.0, highest = 0.0;
    constexpr int kCount = 100'000;
    for (int i = 0; i < kCount; ++i) {
        const double value = random.uniform();
        sum += value;
        lowest = std::min(lowest, value);
        highest = std::max(highest, value);
    }
    CHECK(lowest >= 0.0);
    CHECK(lowest < 0.001);
    CHECK(highest < 1.0);
    CHECK(highest > 0.999);
    CHECK_THAT(sum / kCount, Catch::Matchers::WithinAbs(0.5, 0.005));

    for (int i = 0; i < 1000; ++i) {
        const double value = random.uniform(-2.0, 3.0);
        REQUIRE((value >= -2.0 && value < 3.0));
    }
}

TEST_CASE("Normal numbers have the mean and spread asked for", "[core][random]")
{
    Random random(4);
    constexpr int kCount = 100'000;
    double sum = 0.0, squares = 0.0;
    int withinOneSigma = 0;
    for (int i = 0; i < kCount; ++i) {
        const double value = random.normal(10.0, 2.0);
        sum += value;
        squares += (value - 10.0) * (value - 10.0);
        withinOneSigma += value > 8.0 && value < 12.0;
    }
    CHECK_THAT(sum / kCount, Catch::Matchers::WithinAbs(10.0, 0.03));
    CHECK_THAT(std::sqrt(squares / kCount), Catch::Matchers::WithinAbs(2.0, 0.03));
    CHECK_THAT(static_cast<double>(withinOneSigma) / kCount, Catch::Matchers::WithinAbs(0.6827, 0.006));
}

TEST_CASE("The shuffle is the one that the training recipe defines", "[core][random]")
{
    std::vector<int> values(10);
    std::iota(values.begin(), values.end(), 0);
    Random random(1);
    shuffle(values, random);
    CHECK(values == std::vector<int>{4, 2, 8, 1, 9, 3, 0, 6, 7, 5});

    std::vector<int> none;
    shuffle(none, random);
    CHECK(none.empty());
    std::vector<int> one{7};
    shuffle(one, random);
    CHECK(one == std::vector<int>{7});
}
