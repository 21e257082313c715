// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/byte_cost.h"

#include "engine/kernels/targets.h"
#include "tests/kernels/samples.h"

#include <set>

using namespace qlab;
using namespace qlab::kernels;

namespace {

Int8Weights packed(const std::vector<std::int8_t>& q, std::int32_t zeroPoint)
{
    const std::vector<float> scale(kClasses, 0.01F), bias(kClasses, 0.0F);
    const std::vector<std::int32_t> zeroPoints(kClasses, zeroPoint);
    return packInt8(q, scale, zeroPoints, bias, 0.1307F, 0.3081F);
}

} // namespace

TEST_CASE("byte cost: counted by hand for weights of one group, widened ones and ones with a zero point", "[kernels]")
{
    const std::vector<std::int8_t> ones(std::size_t{kClasses} * kPixels, 1);
    const ByteCost collected = countByteInstructions(packed(ones, 0), 32);
    CHECK(collected.collected);
    CHECK(collected.withVnni == 10 * 25);               // 784 bytes are 25 vectors of 32
    CHECK(collected.instructions == 10 * (2 * 25 + 1)); // multiply, add; one widening at the end

    Random random(33);
    const ByteCost widened = countByteInstructions(packed(test::randomInt8(random), 0), 32);
    CHECK_FALSE(widened.collected);
    CHECK(widened.withVnni == 10 * 25);
    CHECK(widened.instructions == 49 * (1 + 10 * 2)); // 49 vectors of 16 pixels: widen; multiply and add

    const ByteCost affine = countByteInstructions(packed(ones, 3), 64);
    CHECK_FALSE(affine.collected);
    CHECK(affine.withVnni == 11 * 13);
    CHECK(affine.instructions == 25 * (1 + 11 * 2));
}

TEST_CASE("byte cost: every target without VNNI tells, and never a smaller count than with it", "[kernels]")
{
    Random random(34);
    const Int8Weights weights = packed(test::smallInt8(7, random), 0);
    for (const Target& target : availableTargets()) {
        INFO(target.name);
        REQUIRE(forceTarget(target.name));
        const auto cost = costWithoutVnni(weights);
        const std::set<std::string> withPairs{"SSSE3", "SSE4", "AVX2", "AVX3"};
        CHECK(cost.has_value() == withPairs.contains(target.name));
        if (cost) {
            CHECK(cost->target == target.title);
            CHECK(cost->instructions > cost->withVnni);
        }
    }
    REQUIRE(forceTarget(""));
}
