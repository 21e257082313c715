// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/random.h"
#include "engine/quant/quantized_model.h"
#include "engine/quant/rounding.h"
#include "tests/support.h"

#include <cmath>
#include <cstring>
#include <vector>

using namespace qlab;
using S = QuantScheme;

namespace {

/// The integers that weights become under a fixed scale of 1, 8 bits.
std::vector<int> rounded(const std::vector<float>& weights, S::Rounding rounding, S::Overflow overflow)
{
    LinearModel model;
    for (std::size_t i = 0; i < weights.size(); ++i)
        model.weights(0, static_cast<int>(i)) = weights[i];
    S scheme;
    scheme.range = S::Range::Fixed;
    scheme.exponent = 0;
    scheme.rounding = rounding;
    scheme.overflow = overflow;
    const QuantizedModel quantized = quantize(model, scheme);
    return {quantized.q.begin(), quantized.q.begin() + static_cast<std::ptrdiff_t>(weights.size())};
}

/// The standard library's rounding, which the engine's own must equal.
float standard(float x, S::Rounding rounding)
{
    switch (rounding) {
    case S::Rounding::NearestEven:
        return std::nearbyint(x);
    case S::Rounding::NearestAway:
        return std::round(x);
    case S::Rounding::TowardZero:
        return std::trunc(x);
    default:
        break;
    }
    return std::floor(x);
}

constexpr S::Rounding kModes[] = {
    S::Rounding::NearestEven, S::Rounding::NearestAway, S::Rounding::TowardZero, S::Rounding::Floor};

/// Floats of every size up to \p largest, near halves and whole numbers too.
std::vector<float> trickyFloats(float largest)
{
    std::vector<float> values = {0.0f, -0.0f, 0.49999997f, -0.49999997f, 0.50000006f, 1e-30f, -1e-30f};
    Random random(11);
    while (values.size() < 200'000) {
        const double size = std::exp2(random.uniform(-10, std::log2(largest)));
        const double sign = random.uniform() < 0.5 ? -1 : 1;
        const auto value = static_cast<float>(sign * size);
        for (const float near :
            {value, std::round(value), std::round(value) + 0.5f, std::nextafter(std::floor(value) + 0.5f, 0.0f)})
            if (std::abs(near) <= largest)
                values.push_back(near);
    }
    return values;
}

} // namespace

TEST_CASE("halves tell the rounding modes apart", "[rounding]")
{
    const std::vector<float> weights = {
        0.5f, 1.5f, -0.5f, -2.5f, 2.5f, -1.5f, 0.75f, -0.75f, 1.25f, -1.25f, 3.0f, -3.0f};
    const auto saturated = [&](S::Rounding mode) { return rounded(weights, mode, S::Overflow::Saturate); };
    CHECK(saturated(S::Rounding::NearestEven) == std::vector{0, 2, 0, -2, 2, -2, 1, -1, 1, -1, 3, -3});
    CHECK(saturated(S::Rounding::NearestAway) == std::vector{1, 2, -1, -3, 3, -2, 1, -1, 1, -1, 3, -3});
    CHECK(saturated(S::Rounding::TowardZero) == std::vector{0, 1, 0, -2, 2, -1, 0, 0, 1, -1, 3, -3});
    CHECK(saturated(S::Rounding::Floor) == std::vector{0, 1, -1, -3, 2, -2, 0, -1, 1, -2, 3, -3});
    for (const S::Rounding mode : kModes)
        CHECK(rounded(weights, mode, S::Overflow::Wrap) == saturated(mode));
}

TEST_CASE("what does not fit is clipped or wraps round", "[rounding]")
{
    const std::vector<float> weights = {127.0f, 127.5f, 128.0f, -128.0f, -128.6f, 300.0f, -300.0f, 255.5f, 256.5f,
        -256.5f, 1e6f, 3e9f, 2147483648.0f, 1e30f, -1e30f};
    CHECK(rounded(weights, S::Rounding::NearestEven, S::Overflow::Saturate)
        == std::vector{127, 127, 127, -128, -128, 127, -128, 127, 127, -128, 127, 127, 127, 127, -128});
    // Modulo 256, as a cast of the rounded number to int8 gives: 128 -> -128, 300 -> 44, a million -> 64,
    // 3e9 = 11,718,750 * 256 -> 0.
    CHECK(rounded(weights, S::Rounding::NearestEven, S::Overflow::Wrap)
        == std::vector{127, -128, -128, -128, 127, 44, -44, 0, 0, 0, 64, 0, 0, 0, 0});
    CHECK(rounded(weights, S::Rounding::NearestAway, S::Overflow::Wrap)
        == std::vector{127, -128, -128, -128, 127, 44, -44, 0, 1, -1, 64, 0, 0, 0, 0});
}

TEST_CASE("the engine's rounding equals the standard library's", "[rounding]")
{
    for (const S::Rounding mode : kModes) {
        INFO(static_cast<int>(mode));
        std::size_t wrong = 0;
        for (const float x : trickyFloats(0x1p22f - 1)) {
            const float own = rounding::withMode(mode, [x](auto m) { return rounding::roundSmall<m()>(x); });
            wrong += own != standard(x, mode);
        }
        CHECK(wrong == 0);
    }
}

TEST_CASE("clamping before rounding is clamping after rounding", "[rounding]")
{
    for (const S::Rounding mode : kModes) {
        INFO(static_cast<int>(mode));
        std::size_t wrong = 0;
        for (const float x : trickyFloats(1e30f)) {
            const float own =
                rounding::withMode(mode, [x](auto m) { return rounding::roundSaturated<m()>(x, -163.0f, 92.0f); });
            wrong += own != std::clamp(standard(x, mode), -163.0f, 92.0f);
        }
        CHECK(wrong == 0);
    }
}

TEST_CASE("whole turns taken off before rounding do not matter", "[rounding]")
{
    for (const S::Rounding mode : kModes) {
        for (const int bits : {2, 5, 8}) {
            INFO(static_cast<int>(mode) << " " << bits);
            std::size_t wrong = 0;
            for (const float x : trickyFloats(0x1p62f)) {
                const float own = rounding::withMode(mode, [=](auto m) { return rounding::roundModulo<m()>(x, bits); });
                const auto exact = static_cast<std::int64_t>(standard(x, mode));
                wrong += std::abs(own) > static_cast<float>(1 << bits)
                    || (static_cast<std::int64_t>(own) - exact) % (1 << bits) != 0;
            }
            CHECK(wrong == 0);
        }
    }
}

namespace {

/// The first row's integers under a fixed scale of 1 and a seed.
std::vector<int> roundedByChance(const std::vector<float>& weights, int seed, S::Overflow overflow, int bits = 8)
{
    LinearModel model;
    for (std::size_t i = 0; i < weights.size(); ++i)
        model.weights(0, static_cast<int>(i)) = weights[i];
    S scheme;
    scheme.bits = bits;
    scheme.range = S::Range::Fixed;
    scheme.exponent = 0;
    scheme.rounding = S::Rounding::Stochastic;
    scheme.overflow = overflow;
    scheme.seed = seed;
    const QuantizedModel quantized = quantize(model, scheme);
    return {quantized.q.begin(), quantized.q.begin() + static_cast<std::ptrdiff_t>(weights.size())};
}

} // namespace

TEST_CASE("stochastic rounding is right in the mean, goes to a neighbour, and repeats with its seed", "[rounding]")
{
    const std::vector<float> weights = {0.25f, -0.25f, 1.5f, -3.9f, 0.01f, 7, -7, 0, 126.5f, 200, -200};
    std::vector<double> sums(weights.size());
    constexpr int kSeeds = 2000;
    for (int seed = 0; seed < kSeeds; ++seed) {
        const auto q = roundedByChance(weights, seed, S::Overflow::Saturate);
        REQUIRE(q == roundedByChance(weights, seed, S::Overflow::Saturate));
        for (std::size_t i = 0; i < 9; ++i) {
            REQUIRE(std::abs(static_cast<float>(q[i]) - weights[i]) < 1);
            sums[i] += q[i];
        }
        REQUIRE((q[5] == 7 && q[6] == -7 && q[7] == 0)); // whole numbers stay
        REQUIRE((q[9] == 127 && q[10] == -128));
        const auto wrapped = roundedByChance({200, -200.5f}, seed, S::Overflow::Wrap);
        REQUIRE(wrapped[0] == 200 - 256);
        REQUIRE((wrapped[1] == 256 - 200 || wrapped[1] == 256 - 201));
    }
    for (std::size_t i = 0; i < 9; ++i) {
        INFO(weights[i]);
        CHECK(std::abs(sums[i] / kSeeds - static_cast<double>(weights[i])) < 5 * 0.5 / std::sqrt(kSeeds));
    }
}

TEST_CASE("a stochastic sign has the weight as its mean", "[rounding]")
{
    const std::vector<float> weights = {0, 0.5f, -0.5f, 0.9f, 1, -1, 3, -3};
    std::vector<double> sums(weights.size());
    constexpr int kSeeds = 2000;
    for (int seed = 0; seed < kSeeds; ++seed) {
        const auto q = roundedByChance(weights, seed, S::Overflow::Saturate, 1);
        for (std::size_t i = 0; i < q.size(); ++i) {
            REQUIRE(std::abs(q[i]) == 1);
            sums[i] += q[i];
        }
    }
    for (std::size_t i = 0; i < weights.size(); ++i) {
        INFO(weights[i]);
        const double wanted = std::clamp(static_cast<double>(weights[i]), -1.0, 1.0);
        CHECK(std::abs(sums[i] / kSeeds - wanted) < 5 / std::sqrt(kSeeds));
    }
}

TEST_CASE("stochastic rounding to odd integers goes to an odd neighbour and is right in the mean", "[rounding]")
{
    LinearModel model;
    const std::vector<float> weights = {0, 0.5f, -0.3f, 2.2f, 3, -3, 1, 9, -9};
    for (std::size_t i = 0; i < weights.size(); ++i)
        model.weights(0, static_cast<int>(i)) = weights[i];
    S scheme;
    scheme.bits = 3;
    scheme.levels = S::Levels::Odd;
    scheme.range = S::Range::Manual;
    scheme.clip = 7; // a scale of 1
    scheme.rounding = S::Rounding::Stochastic;
    std::vector<double> sums(weights.size());
    constexpr int kSeeds = 2000;
    for (scheme.seed = 0; scheme.seed < kSeeds; ++scheme.seed) {
        const QuantizedModel quantized = quantize(model, scheme);
        REQUIRE(quantized.scale[0] == 1);
        for (std::size_t i = 0; i < weights.size(); ++i) {
            REQUIRE(quantized.q[i] % 2 != 0);
            REQUIRE(std::abs(static_cast<float>(quantized.q[i]) - weights[i]) <= 2);
            sums[i] += quantized.q[i];
        }
        REQUIRE((quantized.q[4] == 3 && quantized.q[5] == -3 && quantized.q[6] == 1));
        REQUIRE((quantized.q[7] == 7 && quantized.q[8] == -7));
    }
    for (std::size_t i = 0; i < 7; ++i)
        CHECK(std::abs(sums[i] / kSeeds - static_cast<double>(weights[i])) < 5 / std::sqrt(kSeeds));
}
