// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/quant/analysis.h"
#include "tests/model/reference_files.h"

#include <numeric>

using namespace qlab;
using Catch::Matchers::WithinAbs;
using S = QuantScheme;

namespace {

/// Fixed scale 1, three bits: -4 ... 3.
S threeBits(S::Overflow overflow)
{
    S s;
    s.bits = 3;
    s.range = S::Range::Fixed;
    s.exponent = 0;
    s.overflow = overflow;
    return s;
}

} // namespace

TEST_CASE("the weight error counts what happened to the weights", "[analysis]")
{
    LinearModel model;
    model.weights(0, 0) = 0.25f; // becomes 0
    model.weights(0, 1) = 2.0f;  // exact
    model.weights(4, 5) = 5.0f;  // clipped to 3, or wraps to -3
    model.weights(9, 9) = -4.6f; // clipped to -4, or wraps to 3
    const WeightError clipped = weightError(model, quantize(model, threeBits(S::Overflow::Saturate)));
    CHECK(clipped.becomeZero == 1);
    CHECK(clipped.outOfRange == 2);
    CHECK(clipped.codesUsed == 4); // 0, 2, 3, -4
    CHECK(clipped.largest == 2.0);
    const double noise = 0.0625 + 4 + 0.36;
    CHECK_THAT(clipped.meanSquared, WithinAbs(noise / 7840, 1e-9));
    CHECK_THAT(clipped.sqnrDb, WithinAbs(10 * std::log10((0.0625 + 4 + 25 + 21.16) / noise), 1e-5));

    const WeightError wrapped = weightError(model, quantize(model, threeBits(S::Overflow::Wrap)));
    CHECK(wrapped.outOfRange == 2);
    CHECK(wrapped.codesUsed == 4); // 0, 2, -3, 3
    CHECK(wrapped.largest == 8.0);
}

TEST_CASE("an exact quantization has infinite signal to noise", "[analysis]")
{
    LinearModel model;
    model.weights(3, 3) = -2.0f;
    const WeightError error = weightError(model, quantize(model, threeBits(S::Overflow::Saturate)));
    CHECK(std::isinf(error.sqnrDb));
    CHECK(error.sqnrDb > 0);
    CHECK(error.meanSquared == 0);
    CHECK(error.outOfRange == 0);
    CHECK(error.becomeZero == 0);
}

TEST_CASE("out of range is counted the way weights are rounded", "[analysis]")
{
    LinearModel model;
    model.weights(0, 0) = 3.5f;  // to even 4: out; towards zero 3: in
    model.weights(0, 1) = -4.5f; // to even -4: in; floor -5: out
    S s = threeBits(S::Overflow::Saturate);
    CHECK(weightError(model, quantize(model, s)).outOfRange == 1);
    s.rounding = S::Rounding::TowardZero;
    CHECK(weightError(model, quantize(model, s)).outOfRange == 0);
    s.rounding = S::Rounding::Floor;
    CHECK(weightError(model, quantize(model, s)).outOfRange == 1);
    s.rounding = S::Rounding::NearestAway;
    CHECK(weightError(model, quantize(model, s)).outOfRange == 2);
    s.bits = 1;
    CHECK(weightError(model, quantize(model, s)).outOfRange == 0);
}

TEST_CASE("min-max over the reference weights clips nothing and uses its codes", "[analysis]")
{
    const LinearModel model = test::referenceModel("float");
    double before = -3;
    for (int bits = 2; bits <= 8; ++bits) {
        S s;
        s.bits = bits;
        const WeightError error = weightError(model, quantize(model, s));
        INFO(bits);
        CHECK(error.outOfRange == 0);
        CHECK(error.codesUsed <= std::size_t{1} << bits);
        CHECK(error.sqnrDb > before + 3); // a bit is worth 6 dB where the grid is fine
        before = error.sqnrDb;
    }
}

TEST_CASE("the histogram holds every weight once", "[analysis]")
{
    LinearModel model;
    for (int j = 0; j < kPixels; ++j)
        model.weights(2, j) = static_cast<float>(j);
    const WeightHistogram row = weightHistogram(model, 2, 8);
    CHECK(row.low == 0);
    CHECK(row.high == 783);
    CHECK(row.counts == std::vector<std::uint32_t>(8, 98));

    const WeightHistogram all = weightHistogram(model, -1, 5);
    CHECK(std::accumulate(all.counts.begin(), all.counts.end(), 0u) == 7840);
    CHECK(all.counts[4] == 157); // 627 ... 783: the last fifth begins at 626.4
}

TEST_CASE("a row of equal weights has all of them in one bin", "[analysis]")
{
    const WeightHistogram flat = weightHistogram(LinearModel{}, 0, 4);
    CHECK(flat.low == 0);
    CHECK(flat.high == 0);
    CHECK(flat.counts == std::vector<std::uint32_t>{784, 0, 0, 0});
}
