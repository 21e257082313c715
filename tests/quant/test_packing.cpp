// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/random.h"
#include "engine/core/shape.h"
#include "engine/quant/packing.h"
#include "tests/support.h"

using namespace qlab;

namespace {

constexpr std::size_t kWeights = std::size_t{kClasses} * kPixels;

} // namespace

TEST_CASE("packed rows have the size of their bits", "[packing]")
{
    CHECK(packedRowBytes(1) == 98);
    CHECK(packedRowBytes(2) == 196);
    CHECK(packedRowBytes(3) == 294);
    CHECK(packedRowBytes(4) == 392);
    CHECK(packedRowBytes(7) == 686);
    CHECK(packedRowBytes(8) == 784);
}

TEST_CASE("bits lie lowest first", "[packing]")
{
    std::vector<std::int8_t> q(kWeights, 0);
    q[0] = 1;
    q[1] = -2;
    q[2] = 3;
    q[3] = -4;
    // 3 bits: 001, 110, 011, 100 from the lowest bit on: 100 011 110 001 = 0x8F1
    const auto three = packWeights(q, 3);
    REQUIRE(three.size() == 2940);
    CHECK(three[0] == 0xF1);
    CHECK(three[1] == 0x08);
    // 4 bits: nibbles 1, E, 3, C
    const auto four = packWeights(q, 4);
    CHECK(four[0] == 0xE1);
    CHECK(four[1] == 0xC3);
    const auto eight = packWeights(q, 8);
    CHECK(eight[0] == 0x01);
    CHECK(eight[1] == 0xFE);

    std::vector<std::int8_t> signs(kWeights, -1);
    signs[0] = signs[3] = signs[9] = 1;
    signs[kPixels] = 1; // the second row starts on a byte of its own
    const auto one = packWeights(signs, 1);
    CHECK(one[0] == 0x09);
    CHECK(one[1] == 0x02);
    CHECK(one[98] == 0x01);
}

TEST_CASE("what was packed is unpacked, in every width", "[packing]")
{
    for (int bits = 1; bits <= 8; ++bits) {
        INFO(bits);
        Random random(static_cast<std::uint64_t>(bits));
        std::vector<std::int8_t> q(kWeights);
        for (std::int8_t& value : q) {
            const auto code = static_cast<int>(random.below(std::uint64_t{1} << bits));
            value = static_cast<std::int8_t>(bits == 1 ? 2 * code - 1 : code - (1 << (bits - 1)));
        }
        const auto bytes = packWeights(q, bits);
        CHECK(bytes.size() == kClasses * packedRowBytes(bits));
        const auto back = unpackWeights(bytes, bits);
        REQUIRE(back.ok());
        CHECK(*back == q);
    }
}

TEST_CASE("odd integers take as many bits as they have places", "[packing]")
{
    for (int bits = 1; bits <= 7; ++bits) {
        INFO(bits);
        Random random(static_cast<std::uint64_t>(bits));
        std::vector<std::int8_t> q(kWeights);
        for (std::int8_t& value : q)
            value = static_cast<std::int8_t>(
                2 * static_cast<int>(random.below(std::uint64_t{1} << bits)) - (1 << bits) + 1);
        const auto bytes = packWeights(q, bits, true);
        CHECK(bytes.size() == kClasses * packedRowBytes(bits));
        const auto back = unpackWeights(bytes, bits, true);
        REQUIRE(back.ok());
        CHECK(*back == q);
    }
    std::vector<std::int8_t> q(kWeights, -3);
    q[1] = -1;
    q[2] = 1;
    q[3] = 3;
    CHECK(packWeights(q, 2, true)[0] == 0b11100100);
}

TEST_CASE("packed weights of the wrong size are refused", "[packing]")
{
    const std::vector<std::uint8_t> bytes(2940);
    CHECK(unpackWeights(bytes, 3).ok());
    CHECK_FALSE(unpackWeights(bytes, 4).ok());
    CHECK_FALSE(unpackWeights({}, 3).ok());
    CHECK_FALSE(unpackWeights(bytes, 0).ok());
    CHECK_FALSE(unpackWeights(bytes, 9).ok());
    CHECK(unpackWeights(bytes, 4).error().message.find("2940") != std::string::npos);
}
