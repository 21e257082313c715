// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/quant/quantized_model.h"
#include "tests/model/reference_files.h"
#include "tests/quant/plain_quantizer.h"

using namespace qlab;
using S = QuantScheme;

namespace {

/// Distance in units in the last place; both above 0.
int ulps(float a, float b)
{
    std::int32_t x = 0;
    std::int32_t y = 0;
    std::memcpy(&x, &a, sizeof x);
    std::memcpy(&y, &b, sizeof y);
    return std::abs(x - y);
}

S scheme(const std::string& preset, int bits = 8)
{
    S result = *parseScheme(preset);
    result.bits = bits;
    return result;
}

/// Compares one group of the quantized model with the plain formulas; counts the integers that differ.
std::size_t wrongIntegers(const LinearModel& model, const QuantizedModel& quantized, int row)
{
    const S& s = quantized.scheme;
    const std::vector<float> group = test::groupOf(model, row);
    const test::PlainGrid grid = test::plainGrid(group, s, test::plainLimit(group, s));
    const auto k = static_cast<std::size_t>(std::max(row, 0));
    CHECK(quantized.scale[k] == grid.scale);
    CHECK(quantized.zeroPoint[k] == grid.zeroPoint);
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < group.size(); ++i)
        wrong += quantized.q[k * kPixels + i] != test::plainInteger(group[i], grid, s);
    return wrong;
}

} // namespace

TEST_CASE("quantized weights are the reference integers", "[quantize]")
{
    const LinearModel model = test::referenceModel("float");
    struct Row {
        const char* name;
        S scheme;
    };
    for (const Row& row : {Row{"fixed128", scheme("lab")}, Row{"absmax_tensor_int8", scheme("tensor")},
             Row{"absmax_tensor_int4", scheme("tensor", 4)}, Row{"absmax_channel_int8", scheme("channel")},
             Row{"absmax_channel_int4", scheme("channel", 4)}, Row{"affine_channel_int8", scheme("affine")},
             Row{"sign_channel_int1", scheme("sign", 1)}}) {
        INFO(row.name);
        const QuantizedModel quantized = quantize(model, row.scheme);
        const auto q = test::readReference<std::int8_t>(std::string(row.name) + ".q.i8");
        CHECK(std::equal(q.begin(), q.end(), quantized.q.begin(), quantized.q.end()));
        const auto scales = test::readReference<float>(std::string(row.name) + ".scale.f32");
        for (std::size_t k = 0; k < kClasses; ++k)
            CHECK(ulps(quantized.scale[k], scales[k]) <= 1);
        CHECK(quantized.bias == model.bias);
        CHECK(quantized.scheme == row.scheme);
    }
    const auto zeroPoints = quantize(model, scheme("affine")).zeroPoint;
    CHECK(zeroPoints == std::array<std::int32_t, kClasses>{35, -13, 23, 13, 11, -33, -5, 37, -6, 0});
}

TEST_CASE("dynamic weights are PyTorch's", "[quantize]")
{
    const QuantizedModel quantized = quantize(test::referenceModel("float"), scheme("dynamic"));
    const auto q = test::readReference<std::int8_t>("dynamic_weight.q.i8");
    CHECK(std::equal(q.begin(), q.end(), quantized.q.begin(), quantized.q.end()));
    CHECK(ulps(quantized.scale[0], 0.002570126438513398f) <= 1);
}

TEST_CASE("every scheme follows the written formulas", "[quantize]")
{
    // Weights beyond what Fixed and Manual cover, so that clipping and wrapping happen.
    LinearModel model = test::referenceModel("float");
    model.weights.row(3) *= 9.0f;
    S s;
    s.clip = 0.11;
    s.percentile = 98.5;
    s.exponent = 3;
    std::size_t schemes = 0;
    for (int variant = 0; variant < 7 * 2 * 2 * 3 * 5 * 2 * 4; ++variant) {
        int rest = variant;
        const auto take = [&rest](int choices) {
            const int choice = rest % choices;
            rest /= choices;
            return choice;
        };
        s.bits = 2 + take(7);
        s.granularity = static_cast<S::Granularity>(take(2));
        s.zero = static_cast<S::Zero>(take(2));
        s.levels = static_cast<S::Levels>(take(3));
        s.range = std::array{S::Range::Fixed, S::Range::MinMax, S::Range::Percentile, S::Range::Manual,
            S::Range::Sigmas}[static_cast<std::size_t>(take(5))];
        s.overflow = static_cast<S::Overflow>(take(2));
        s.rounding = static_cast<S::Rounding>(take(4));
        INFO(schemeToText(s));
        const QuantizedModel quantized = quantize(model, s);
        if (s.granularity == S::Granularity::PerTensor) {
            CHECK(wrongIntegers(model, quantized, -1) == 0);
            CHECK(quantized.scale[9] == quantized.scale[0]);
            CHECK(quantized.zeroPoint[9] == quantized.zeroPoint[0]);
        } else {
            for (int row = 0; row < kClasses; ++row)
                CHECK(wrongIntegers(model, quantized, row) == 0);
        }
        ++schemes;
    }
    CHECK(schemes == 3360);
}

TEST_CASE("one bit keeps the sign, and the range rule sets its scale", "[quantize]")
{
    LinearModel model;
    model.weights.row(0).setConstant(-0.25f);
    model.weights(0, 0) = 0.75f;
    model.weights(0, 1) = -0.0f; // zero counts as positive, whatever its sign
    S s;
    s.bits = 1;
    s.zero = S::Zero::Affine; // means nothing for a sign
    s.overflow = S::Overflow::Wrap;
    s.rounding = S::Rounding::Floor;
    const QuantizedModel byLargest = quantize(model, s);
    CHECK(byLargest.q[0] == 1);
    CHECK(byLargest.q[1] == 1);
    CHECK(byLargest.q[2] == -1);
    CHECK(byLargest.zeroPoint[0] == 0);
    CHECK(byLargest.scale[0] == 0.75f);

    s.range = S::Range::LeastSquares;
    CHECK(quantize(model, s).scale[0] == static_cast<float>((0.75 + 782 * 0.25) / 784));
    s.range = S::Range::Fixed;
    s.exponent = 4;
    CHECK(quantize(model, s).scale[0] == 0.0625f);
    s.range = S::Range::Manual;
    s.clip = 0.1;
    CHECK(quantize(model, s).scale[0] == 0.1f);
    s.range = S::Range::Percentile;
    s.percentile = 60;
    CHECK(quantize(model, s).scale[0] == 0.25f);
    s.range = S::Range::Sigmas;
    s.sigmas = 2;
    const double meanSquare = (0.75 * 0.75 + 782 * 0.25 * 0.25) / 784;
    CHECK(quantize(model, s).scale[0] == static_cast<float>(2 * std::sqrt(meanSquare)));
    s.bits = 4;
    s.zero = S::Zero::Symmetric;
    s.overflow = S::Overflow::Saturate;
    CHECK(quantize(model, s).scale[0] == static_cast<float>(2 * std::sqrt(meanSquare) / 7));
}

TEST_CASE("weights of zero and of extreme size give finite grids", "[quantize]")
{
    LinearModel model;
    model.weights.row(1).setConstant(1e-44f);
    model.weights(2, 0) = 1e37f;
    model.weights(2, 1) = -1e37f;
    for (int bits = 1; bits <= 8; ++bits) {
        for (const auto range : {S::Range::Fixed, S::Range::MinMax, S::Range::Percentile, S::Range::LeastSquares,
                 S::Range::Manual, S::Range::Sigmas}) {
            for (int variant = 0; variant < 8; ++variant) {
                S s;
                s.bits = bits;
                s.range = range;
                s.zero = static_cast<S::Zero>(variant & 1);
                s.overflow = static_cast<S::Overflow>(variant >> 1 & 1);
                s.granularity = static_cast<S::Granularity>(variant >> 2);
                INFO(schemeToText(s));
                const QuantizedModel quantized = quantize(model, s);
                CHECK(isFinite(quantized.dequantized()));
                for (const float scale : quantized.scale)
                    CHECK(std::isnormal(scale));
                if (bits > 1)
                    CHECK(quantized.restored(0, 0) == 0.0f);
                else if (s.range == S::Range::MinMax && s.granularity == S::Granularity::PerChannel)
                    CHECK(quantized.restored(0, 0) < 1e-37f);
            }
        }
    }
}
