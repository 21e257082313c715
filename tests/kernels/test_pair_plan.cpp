// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/pair_plan.h"

#include "tests/kernels/samples.h"

using namespace qlab;
using namespace qlab::kernels;

namespace {

constexpr int kVectorBytes[] = {16, 32, 64};

/// [10][784] with the kernels' stride.
std::vector<std::int8_t> strided(const std::vector<std::int8_t>& q)
{
    std::vector<std::int8_t> rows(std::size_t{kClasses} * kInt8Stride, 0);
    for (std::size_t k = 0; k < kClasses; ++k)
        std::copy_n(q.begin() + static_cast<std::ptrdiff_t>(k * kPixels), kPixels,
            rows.begin() + static_cast<std::ptrdiff_t>(k * kInt8Stride));
    return rows;
}

PairPlan planOf(const std::vector<std::int8_t>& q, int vectorBytes)
{
    return planPairs(strided(q), kInt8Stride, vectorBytes);
}

/// The farthest that any lane of a group can get from 0, in products, by adding up one sign of the weights only.
int farthest(const std::vector<std::int8_t>& q, int vectorBytes, int begin, int end)
{
    int top = 0;
    for (int k = 0; k < kClasses; ++k)
        for (int lane = 0; lane < vectorBytes / 2; ++lane) {
            int positive = 0, negative = 0;
            for (int j = begin; j < std::min(end, kPixels); ++j)
                if (j % vectorBytes / 2 == lane) {
                    const int w = q[static_cast<std::size_t>(k * kPixels + j)];
                    (w > 0 ? positive : negative) += w;
                }
            top = std::max({top, 255 * positive, -255 * negative});
        }
    return top;
}

} // namespace

TEST_CASE("pair plan: groups cover the image and stay within 16 bits, and one more step would not", "[kernels]")
{
    Random random(31);
    for (const int most : {1, 3, 7, 15, 31, 42, 63})
        for (const int bytes : kVectorBytes) {
            INFO("weights up to " << most << ", vectors of " << bytes << " bytes");
            const std::vector<std::int8_t> q = test::smallInt8(most, random);
            const PairPlan plan = planOf(q, bytes);
            int begin = 0;
            for (int group = 0; group < plan.groups; ++group) {
                const int end = plan.ends[static_cast<std::size_t>(group)];
                REQUIRE(end > begin);
                REQUIRE(end % bytes == 0);
                CHECK(farthest(q, bytes, begin, end) <= 32767);
                if (group + 1 < plan.groups)
                    CHECK(farthest(q, bytes, begin, end + bytes) > 32767);
                begin = end;
            }
            if (plan.groups > 0)
                CHECK((begin >= kPixels && begin < kPixels + bytes));
            if (most <= 15)
                CHECK(plan.groups > 0);
        }
}

TEST_CASE("pair plan: a single pair beyond 16 bits forbids it, one just within does not", "[kernels]")
{
    for (const int bytes : kVectorBytes)
        for (const int sign : {1, -1}) {
            INFO("vectors of " << bytes << " bytes, sign " << sign);
            std::vector<std::int8_t> q(std::size_t{kClasses} * kPixels, 0);
            const std::size_t pair = 6 * kPixels + 400;
            q[pair] = static_cast<std::int8_t>(sign * 64);
            q[pair + 1] = static_cast<std::int8_t>(sign * 64);
            CHECK(planOf(q, bytes).groups == 1); // 255 * 128 = 32,640
            q[pair + 1] = static_cast<std::int8_t>(sign * 65);
            CHECK(planOf(q, bytes).groups == 0);             // 255 * 129 = 32,895
            q[pair] = static_cast<std::int8_t>(sign * -127); // of opposite signs, they cannot add up
            q[pair + 1] = static_cast<std::int8_t>(sign * 127);
            CHECK(planOf(q, bytes).groups == 1);
        }
}

TEST_CASE("pair plan: weights stretched to the full range are widened", "[kernels]")
{
    Random random(32);
    for (const int bytes : kVectorBytes)
        CHECK(planOf(test::randomInt8(random), bytes).groups == 0);
}
