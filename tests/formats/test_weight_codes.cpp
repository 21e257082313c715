// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/formats/weight_codes.h"

#include "engine/core/random.h"
#include "engine/formats/range_coder.h"
#include "tests/support.h"

#include <algorithm>
#include <cmath>

using namespace qlab;

namespace {

/// \p sure of 100 symbols are the most frequent one.
std::vector<std::uint8_t> randomCodes(const CodeShape& shape, std::uint64_t sure, Random& random)
{
    std::vector<std::uint8_t> codes;
    for (const int levels : shape.levels)
        for (int j = 0; j < shape.features; ++j)
            codes.push_back(static_cast<std::uint8_t>(
                random.below(100) < sure ? levels / 2 : random.below(static_cast<std::uint64_t>(levels))));
    return codes;
}

std::vector<CodeShape> shapes()
{
    std::vector<CodeShape> all;
    for (const int levels : {2, 3, 4, 7, 8, 16, 17, 32, 64, 128, 255, 256})
        for (const auto& [features, side] : {std::pair{784, 28}, {36, 3}, {1, 1}, {63, 4}, {784, 7}})
            all.push_back({std::vector(10, levels), features, side, side});
    return all;
}

} // namespace

TEST_CASE("Codes come back from packing and from coding, at every number of levels", "[formats]")
{
    Random random(3);
    for (const CodeShape& shape : shapes())
        for (const std::uint64_t sure : {0, 60, 95, 100}) {
            const int levels = shape.levels.front();
            INFO(levels << " levels, " << shape.features << " features, " << sure << " % alike");
            const std::vector<std::uint8_t> codes = randomCodes(shape, sure, random);
            const auto packed = packCodes(codes, shape);
            const double bits = levels == 3 ? 1.6 : std::ceil(std::log2(levels));
            CHECK(packed.size() == static_cast<std::size_t>(std::ceil(bits * static_cast<double>(codes.size()) / 8)));
            const auto unpacked = unpackCodes(packed, shape);
            REQUIRE(unpacked.ok());
            CHECK((*unpacked == codes));
            const auto coded = codeWeights(codes, shape);
            CHECK((decodeWeights(coded, shape) == codes));
            if (sure == 100 && codes.size() > 1000)
                CHECK(coded.size() < 30 + 15 * static_cast<std::size_t>(levels));
        }
}

TEST_CASE("Rows of different widths: each run of equal ones begins a byte", "[formats]")
{
    // 2 x 3 ones, 1 x 3 trits, 1 x 3 of four bits
    const CodeShape shape{{2, 2, 3, 16}, 3, 3, 1};
    const std::vector<std::uint8_t> codes{1, 0, 1, 1, 1, 0, 2, 0, 1, 15, 1, 8};
    CHECK((packCodes(codes, shape) == std::vector<std::uint8_t>{0b011101, 2 + 1 * 9, 0x1F, 0x08}));
}

TEST_CASE("Coding finds what neighbours tell", "[formats]")
{
    const CodeShape shape{std::vector(10, 2), 784, 28, 28};
    std::vector<std::uint8_t> stripes(7840);
    for (std::size_t i = 0; i < stripes.size(); ++i)
        stripes[i] = i / 28 % 2; // each row of a picture is unlike the one above
    CHECK(codeWeights(stripes, shape).size() < 60);
    CHECK(packCodes(stripes, shape).size() == 980);
}

TEST_CASE("A range coder comes within a byte or two of what symbols tell", "[formats]")
{
    Random random(8);
    for (const std::uint32_t rare : {1U, 10U, 100U, 1000U}) {
        RangeEncoder encoder;
        std::vector<SymbolRange> symbols;
        double information = 0;
        for (int i = 0; i < 5000; ++i) {
            const bool isRare = random.below(65536) < rare;
            symbols.push_back(isRare ? SymbolRange{65536 - rare, rare, 65536} : SymbolRange{0, 65536 - rare, 65536});
            information -= std::log2(static_cast<double>(symbols.back().frequency) / 65536);
            encoder.encode(symbols.back());
        }
        const auto bytes = encoder.finish();
        CHECK(static_cast<double>(bytes.size()) < information / 8 + 3);
        RangeDecoder decoder(bytes);
        bool right = true;
        for (const SymbolRange& symbol : symbols) {
            const std::uint32_t target = decoder.target(65536);
            right = right && target >= symbol.below && target < symbol.below + symbol.frequency;
            decoder.take(symbol);
        }
        CHECK(right);
    }
}

TEST_CASE("Packed codes of another size or with a level too many are refused", "[formats]")
{
    const CodeShape shape{std::vector(10, 5), 36, 3, 3};
    std::vector<std::uint8_t> bytes((360 * 3 + 7) / 8, 0);
    CHECK(unpackCodes(bytes, shape).ok());
    bytes[0] = 5;
    CHECK_FALSE(unpackCodes(bytes, shape).ok());
    bytes[0] = 0;
    bytes.pop_back();
    CHECK_FALSE(unpackCodes(bytes, shape).ok());
}
