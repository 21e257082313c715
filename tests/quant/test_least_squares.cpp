// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/quant/analysis.h"
#include "tests/model/reference_files.h"
#include "tests/quant/plain_quantizer.h"

using namespace qlab;
using S = QuantScheme;

namespace {

double plainError(const std::vector<float>& group, const test::PlainGrid& grid, const S& scheme)
{
    double total = 0;
    for (const float w : group) {
        const int q = test::plainInteger(w, grid, scheme);
        const double error =
            static_cast<double>(w) - static_cast<double>(grid.scale * static_cast<float>(q - grid.zeroPoint));
        total += error * error;
    }
    return total;
}

/// Tries all 397 limits the plain way. The engine adds in float, so it may prefer one that is worse by a millionth.
void checkBest(const LinearModel& model, const QuantizedModel& quantized, int row)
{
    const std::vector<float> group = test::groupOf(model, row);
    double largest = 0;
    for (const float w : group)
        largest = std::max(largest, std::abs(static_cast<double>(w)));
    double least = HUGE_VAL;
    bool isCandidate = false;
    const auto k = static_cast<std::size_t>(std::max(row, 0));
    const test::PlainGrid chosen = {quantized.scale[k], quantized.zeroPoint[k]};
    for (int step = 0; step < 397; ++step) {
        const auto grid = test::plainGrid(group, quantized.scheme, (0.01 + 0.0025 * step) * largest);
        least = std::min(least, plainError(group, grid, quantized.scheme));
        isCandidate |=
            std::abs(grid.scale - chosen.scale) <= 1e-6f * chosen.scale && grid.zeroPoint == chosen.zeroPoint;
    }
    CHECK(isCandidate);
    CHECK(plainError(group, chosen, quantized.scheme) <= least * (1 + 2e-6));
}

} // namespace

TEST_CASE("least squares finds the best of its 397 limits", "[quantize][least-squares]")
{
    const LinearModel model = test::referenceModel("float");
    S s;
    s.range = S::Range::LeastSquares;
    for (const int bits : {2, 3, 4, 8}) {
        for (int variant = 0; variant < 16; ++variant) {
            s.bits = bits;
            s.zero = static_cast<S::Zero>(variant & 1);
            s.levels = static_cast<S::Levels>(variant >> 1 & 1);
            s.rounding = static_cast<S::Rounding>(variant >> 2);
            s.overflow = variant == 5 || variant == 8 ? S::Overflow::Wrap : S::Overflow::Saturate;
            INFO(schemeToText(s));
            s.granularity = S::Granularity::PerChannel;
            checkBest(model, quantize(model, s), variant % kClasses);
        }
        s.granularity = S::Granularity::PerTensor;
        checkBest(model, quantize(model, s), -1);
    }
}

TEST_CASE("least squares is never worse than taking the whole range", "[quantize][least-squares]")
{
    const LinearModel model = test::referenceModel("float");
    for (int bits = 1; bits <= 8; ++bits) {
        S s;
        s.bits = bits;
        const double wholeRange = weightError(model, quantize(model, s)).meanSquared;
        s.range = S::Range::LeastSquares;
        const double best = weightError(model, quantize(model, s)).meanSquared;
        INFO(bits);
        CHECK(best <= wholeRange * (1 + 2e-6));
        if (bits <= 4)
            CHECK(best < 0.9 * wholeRange);
    }
}
