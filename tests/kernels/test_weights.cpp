// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/weights.h"

#include "tests/kernels/samples.h"

#include <algorithm>
#include <numeric>

using namespace qlab;
using namespace qlab::kernels;

namespace {

constexpr float kNever = -std::numeric_limits<float>::infinity();

template <typename T> bool isAligned(const T* address)
{
    return reinterpret_cast<std::uintptr_t>(address) % kAlignment == 0;
}

} // namespace

TEST_CASE("float weights are copied, and the lanes without a class can never win", "[kernels]")
{
    Random random(1);
    const std::vector<float> w = test::randomFloats(std::size_t{kClasses} * kPixels, -1, 1, random);
    const std::vector<float> b = test::randomFloats(kClasses, -1, 1, random);
    const auto packed = std::make_unique<FloatWeights>(packFloat(w, b));
    CHECK(test::sameBits(&packed->rows[0][0], w.data(), w.size()));
    CHECK(test::sameBits(packed->bias, b.data(), b.size()));
    CHECK(packed->bias[10] == kNever);
    CHECK(packed->bias[11] == kNever);
    CHECK(isAligned(&packed->rows));
    CHECK(isAligned(&packed->bias));
}

TEST_CASE("weights for raw pixels hold the normalization", "[kernels]")
{
    // W = 1 everywhere, mean 0.5, std 0.25: x = (p / 255 - 0.5) / 0.25, sum = sum(p) / 63.75 - 2 * 784.
    const std::vector<float> w(std::size_t{kClasses} * kPixels, 1.0F);
    const std::vector<float> b(kClasses, 3.0F);
    const auto packed = std::make_unique<FloatWeights>(packFloatForPixels(w, b, 0.5F, 0.25F));
    for (int k = 0; k < kClasses; ++k) {
        CHECK(packed->rows[k][0] == static_cast<float>(1.0 / 63.75));
        CHECK(packed->rows[k][783] == static_cast<float>(1.0 / 63.75));
        CHECK(packed->bias[k] == 3.0F - 2.0F * 784.0F);
    }
    CHECK(packed->bias[10] == kNever);
    CHECK(packed->bias[11] == kNever);
}

TEST_CASE("integer weights are kept in both widths with zeros behind them", "[kernels]")
{
    Random random(2);
    const std::vector<std::int8_t> q = test::randomInt8(random);
    const std::vector<float> scale = test::randomFloats(kClasses, 0.001, 0.01, random);
    const std::vector<float> bias = test::randomFloats(kClasses, -1, 1, random);
    const std::vector<std::int32_t> zeroPoint{0, 1, -1, 5, -128, 127, 3, 0, -7, 64};
    const auto packed = std::make_unique<Int8Weights>(packInt8(q, scale, zeroPoint, bias, 0.1307F, 0.3081F));
    CHECK(packed->hasZeroPoint);
    for (std::size_t k = 0; k < kClasses; ++k) {
        const std::int8_t* row = q.data() + k * kPixels;
        CHECK(std::equal(row, row + kPixels, packed->rows[k]));
        CHECK(std::equal(row, row + kPixels, packed->wide[k]));
        CHECK(std::all_of(packed->rows[k] + kPixels, packed->rows[k] + kInt8Stride, [](int v) { return v == 0; }));
        CHECK(std::all_of(packed->wide[k] + kPixels, packed->wide[k] + kInt16Stride, [](int v) { return v == 0; }));
        CHECK(packed->rowSum[k] == std::accumulate(row, row + kPixels, 0) - 784 * zeroPoint[k]);
        CHECK(packed->pixelScale[k] == static_cast<float>(scale[k] / (255.0 * static_cast<double>(0.3081F))));
        const double shift = static_cast<double>(0.1307F) / static_cast<double>(0.3081F);
        CHECK(packed->pixelBias[k] == static_cast<float>(bias[k] - scale[k] * shift * packed->rowSum[k]));
        CHECK(packed->bias[k] == bias[k]);
        CHECK(packed->scale[k] == scale[k]);
        CHECK(packed->zeroPoint[k] == zeroPoint[k]);
    }
    CHECK(packed->bias[10] == kNever);
    CHECK(packed->pixelBias[11] == kNever);
}

TEST_CASE("pairs of rows hold each weight once, in turns of 32 pixels", "[kernels]")
{
    Random random(5);
    const std::vector<std::int8_t> q = test::randomInt8(random);
    const std::vector<float> tens(kClasses, 1.0F);
    const std::vector<std::int32_t> zeros(kClasses, 0);
    const auto packed = std::make_unique<Int8Weights>(packInt8(q, tens, zeros, tens, 0.5F, 0.5F));
    for (int k = 0; k < kLanes; ++k)
        for (int j = 0; j < kRowPairPixels; ++j) {
            const int at = 2 * (j - j % 32) + 32 * (k % 2) + j % 32;
            const int expected = k > kClasses || j >= kPixels ? 0
                : k == kClasses                               ? 1
                                                              : q[static_cast<std::size_t>(k * kPixels + j)];
            REQUIRE(packed->rowPairs[k / 2][at] == expected);
        }
}

TEST_CASE("symmetric weights need no pixel sum", "[kernels]")
{
    Random random(3);
    const std::vector<float> ones(kClasses, 1.0F);
    const std::vector<std::int32_t> zeros(kClasses, 0);
    CHECK_FALSE(packInt8(test::randomInt8(random), ones, zeros, ones, 0.5F, 0.5F).hasZeroPoint);
}
