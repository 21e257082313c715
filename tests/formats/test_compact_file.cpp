// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/formats/compact_file.h"

#include "engine/core/bfloat16.h"
#include "engine/core/random.h"
#include "engine/data/digit_generator.h"
#include "engine/data/stepped_data.h"
#include "engine/formats/compact_header.h"
#include "engine/quant/packing.h"
#include "tests/support.h"

#include <algorithm>
#include <cmath>

using namespace qlab;

namespace {

LinearModel someModel(const InputSteps& steps)
{
    Random random(12);
    LinearModel model = initialModel(Normalization::mnist(), random, steps);
    model.weights *= 20;
    model.bias *= 30;
    return model;
}

std::vector<InputSteps> someSteps()
{
    std::vector<InputSteps> all{{}, pooledSteps(InputSteps::Align::Deskew, 20)};
    all.push_back(gradientSteps(InputSteps::Align::Moments, 4, 3));
    all.back().strength = toBfloat16(0.31F);
    all.push_back(gradientSteps(InputSteps::Align::None, 16, 7));
    all.back().strength = toBfloat16(0.2F);
    return all;
}

std::vector<QuantScheme> someSchemes()
{
    std::vector<QuantScheme> all;
    for (int bits = 1; bits <= 8; ++bits)
        for (const auto granularity : {QuantScheme::Granularity::PerTensor, QuantScheme::Granularity::PerChannel})
            for (const auto zero : {QuantScheme::Zero::Symmetric, QuantScheme::Zero::Affine})
                for (const auto range : {QuantScheme::Range::MinMax, QuantScheme::Range::Fixed}) {
                    QuantScheme scheme;
                    scheme.bits = bits;
                    scheme.granularity = granularity;
                    scheme.zero = zero;
                    scheme.range = range;
                    scheme.exponent = bits - 1;
                    all.push_back(scheme);
                }
    for (int bits = 2; bits <= 8; ++bits) {
        QuantScheme odd;
        odd.bits = bits;
        odd.levels = QuantScheme::Levels::Odd;
        all.push_back(odd);
    }
    for (int bits = 1; bits <= 8; ++bits)
        for (const auto granularity : {QuantScheme::Granularity::PerTensor, QuantScheme::Granularity::PerChannel}) {
            QuantScheme codebook;
            codebook.bits = bits;
            codebook.granularity = granularity;
            codebook.levels = QuantScheme::Levels::Codebook;
            all.push_back(codebook);
        }
    return all;
}

std::vector<std::uint8_t> withChecksum(std::vector<std::uint8_t> file)
{
    const std::uint16_t sum = compactChecksum(file);
    file[12] = static_cast<std::uint8_t>(sum);
    file[13] = static_cast<std::uint8_t>(sum >> 8);
    return file;
}

} // namespace

TEST_CASE("A compact file gives back the same integers, steps and zero points, and encodes to itself", "[formats]")
{
    for (const InputSteps& steps : someSteps()) {
        const LinearModel original = someModel(steps);
        for (const QuantScheme& scheme : someSchemes()) {
            INFO(stepsText(steps) << ", " << schemeToText(scheme));
            const QuantizedModel model = quantize(original, scheme);
            const auto bytes = encodeCompact(model);
            const auto read = decodeCompact(bytes);
            REQUIRE(read.ok());
            CHECK(read->q == model.q);
            CHECK(read->zeroPoint == model.zeroPoint);
            CHECK(read->steps == model.steps);
            CHECK(read->scheme.bits == scheme.bits);
            CHECK(encodeCompact(*read) == bytes);
            CHECK(compactBytes(model) == bytes.size());
        }
    }
}

TEST_CASE("A model from a compact file decides as the one that was written", "[formats]")
{
    const ImagesPtr images = generateDigits(500, 4);
    for (const QuantScheme& scheme : someSchemes()) {
        INFO(schemeToText(scheme));
        const QuantizedModel model = quantize(someModel({}), scheme);
        const Evaluation before = evaluate(model, *images);
        const Evaluation after = evaluate(compacted(model), *images);
        // Logits change by a constant in common, by half a step of the biases, and by 1 in 256 of the scales.
        double widest = 0, worst = 0;
        for (std::size_t i = 0; i < images->size(); ++i)
            for (std::size_t k = 1; k < kClasses; ++k) {
                const std::size_t at = i * kClasses + k, first = i * kClasses;
                const double was = before.logits[at] - before.logits[first];
                const double is = after.logits[at] - after.logits[first];
                widest = std::max(widest, std::abs(was));
                worst = std::max(worst, std::abs(was - is));
            }
        CHECK(worst < 0.02 * widest);
    }
}

TEST_CASE("The smallest model of three levels takes a hundred bytes", "[formats]")
{
    QuantScheme ternary;
    ternary.bits = 2;
    ternary.granularity = QuantScheme::Granularity::PerTensor;
    const InputSteps steps = gradientSteps(InputSteps::Align::Moments, 4, 3);
    CHECK(compactBytes(quantize(someModel(steps), ternary)) <= 14 + 10 + 72);
    QuantScheme sign = ternary;
    sign.bits = 1;
    CHECK(compactBytes(quantize(someModel(steps), sign)) <= 14 + 10 + 45);
}

TEST_CASE("A compact file takes a codebook's levels beside the places in it", "[formats][codebook]")
{
    const InputSteps steps = gradientSteps(InputSteps::Align::Moments, 4, 3); // 36 features
    QuantScheme scheme;
    scheme.levels = QuantScheme::Levels::Codebook;
    scheme.bits = 3;
    const QuantizedModel channel = quantize(someModel(steps), scheme);
    CHECK(compactBytes(channel) <= 14 + 20 + 10 + 10 * 8 + 135);
    scheme.granularity = QuantScheme::Granularity::PerTensor;
    const QuantizedModel tensor = quantize(someModel(steps), scheme);
    CHECK(compactBytes(tensor) <= 14 + 10 + 8 + 135);
    CHECK(compactBytes(tensor) > 14 + 10 + 8 + 100);
}

TEST_CASE("Codebooks that do not rise, or are not used, are refused though the checksum fits", "[formats][codebook]")
{
    QuantScheme scheme;
    scheme.levels = QuantScheme::Levels::Codebook;
    scheme.bits = 2;
    const auto bytes = encodeCompact(quantize(someModel({}), scheme));
    constexpr std::size_t kFirst = CompactHeader::kBytes + 20 + 10; // behind ten scales and ten biases
    REQUIRE(decodeCompact(withChecksum(bytes)).ok());
    std::vector<std::uint8_t> falling = bytes;
    std::swap(falling[kFirst], falling[kFirst + 1]);
    CHECK_THAT(decodeCompact(withChecksum(falling)).error().message, test::ContainsSubstring("rise"));
    std::vector<std::uint8_t> twice = bytes;
    twice[kFirst + 3] = twice[kFirst + 2]; // weights of the last level have none now
    CHECK_THAT(decodeCompact(withChecksum(twice)).error().message, test::ContainsSubstring("level"));
    std::vector<std::uint8_t> outside = bytes;
    outside[kFirst] = 0x80;
    CHECK_THAT(decodeCompact(withChecksum(outside)).error().message, test::ContainsSubstring("-128"));
    std::vector<std::uint8_t> affine = bytes;
    affine[2] |= 4;
    CHECK_THAT(decodeCompact(withChecksum(affine)).error().message, test::ContainsSubstring("codebook"));
}

TEST_CASE("A compact file of rows with widths of their own says each in three bits", "[formats][widths]")
{
    QuantScheme scheme;
    scheme.budget = 2500;
    scheme.levels = GENERATE(QuantScheme::Levels::Restricted, QuantScheme::Levels::Full, QuantScheme::Levels::Odd);
    LinearModel original = someModel({});
    for (int k = 0; k < kClasses; ++k) // rows that want different widths
        original.weights.row(k) *= static_cast<float>(1 << k % 5);
    const QuantizedModel model = quantize(original, scheme);
    REQUIRE(model.widths);
    REQUIRE(std::ranges::min(*model.widths) < std::ranges::max(*model.widths));
    const auto bytes = encodeCompact(model);
    std::uint32_t word = 0;
    for (std::size_t k = 0; k < kClasses; ++k)
        word |= std::uint32_t((*model.widths)[k] - 1) << (3 * k);
    constexpr std::size_t kWidths = CompactHeader::kBytes + 20 + 10; // behind ten scales and ten biases
    for (std::size_t i = 0; i < 4; ++i)
        CHECK(bytes[kWidths + i] == (word >> (8 * i) & 255));
    const auto read = decodeCompact(bytes);
    REQUIRE(read.ok());
    CHECK(read->q == model.q);
    CHECK((read->widths == model.widths));
    CHECK(read->scheme.budget == static_cast<int>(weightBytes(model)));
    CHECK(encodeCompact(*read) == bytes);
    CHECK(bytes.size() <= kWidths + 4 + 2500);

    std::vector<std::uint8_t> beyond = bytes;
    beyond[kWidths + 3] |= 0x80;
    CHECK_THAT(decodeCompact(withChecksum(beyond)).error().message, test::ContainsSubstring("widths"));
    std::vector<std::uint8_t> perTensor = bytes;
    perTensor[2] &= 0xFD;
    CHECK_THAT(decodeCompact(withChecksum(perTensor)).error().message, test::ContainsSubstring("grid"));
}

TEST_CASE("A damaged or shortened compact file is refused", "[formats]")
{
    for (const InputSteps& steps : someSteps()) {
        QuantScheme scheme;
        scheme.bits = 2;
        const auto bytes = encodeCompact(quantize(someModel(steps), scheme));
        for (std::size_t size = 0; size < bytes.size(); ++size)
            CHECK_FALSE(decodeCompact(std::span(bytes).first(size)).ok());
        for (std::size_t at = 0; at < bytes.size(); ++at) {
            std::vector<std::uint8_t> damaged = bytes;
            damaged[at] ^= 0x10;
            CHECK_FALSE(decodeCompact(damaged).ok());
        }
    }
}

TEST_CASE("A file that claims what cannot be is refused, whatever its checksum", "[formats]")
{
    QuantScheme scheme;
    scheme.bits = 4;
    const auto bytes = encodeCompact(quantize(someModel(someSteps()[2]), scheme));
    Random random(77);
    int taken = 0;
    for (int round = 0; round < 20'000; ++round) {
        std::vector<std::uint8_t> file = bytes;
        for (int i = 0; i < 3; ++i)
            file[random.below(40)] = static_cast<std::uint8_t>(random.below(256));
        const std::uint16_t sum = compactChecksum(file);
        file[12] = static_cast<std::uint8_t>(sum);
        file[13] = static_cast<std::uint8_t>(sum >> 8);
        const auto read = decodeCompact(file); // no crash, no endless loop
        taken += read.ok();
        if (read.ok()) {
            CHECK(validate(read->scheme).ok());
            CHECK(validate(read->steps).ok());
            CHECK(read->dequantized().weights.allFinite());
        }
    }
    CHECK(taken < 20'000);
}
