// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/quant/packing.h"

#include "engine/quant/codebook.h"

#include <algorithm>
#include <cassert>
#include <string>

namespace qlab {

namespace {

/// The lowest \p bits bits of the weight; of an odd one its place among the odd ones.
unsigned codeOf(std::int8_t weight, int bits, bool odd)
{
    const int place = odd ? (weight + (1 << bits) - 1) / 2 : weight;
    return static_cast<unsigned>(place) & ((1u << bits) - 1);
}

std::int8_t weightOf(unsigned code, int bits, bool odd)
{
    if (odd)
        return static_cast<std::int8_t>(2 * static_cast<int>(code) - (1 << bits) + 1);
    const unsigned sign = 1u << (bits - 1);
    return static_cast<std::int8_t>(static_cast<int>(code ^ sign) - static_cast<int>(sign));
}

/// Appends one row.
void packRow(std::span<const std::uint8_t> codes, int bits, std::vector<std::uint8_t>& bytes)
{
    unsigned pending = 0; // bits not yet written, the oldest lowest
    int count = 0;
    for (const std::uint8_t code : codes) {
        pending |= static_cast<unsigned>(code) << count;
        count += bits;
        for (; count >= 8; count -= 8, pending >>= 8)
            bytes.push_back(static_cast<std::uint8_t>(pending));
    }
    if (count > 0)
        bytes.push_back(static_cast<std::uint8_t>(pending));
}

/// Precondition: \p bytes are as many as the codes take.
void unpackRow(std::span<const std::uint8_t> bytes, int bits, std::span<std::uint8_t> codes)
{
    auto next = bytes.begin();
    unsigned pending = 0;
    int count = 0;
    for (std::uint8_t& code : codes) {
        if (count < bits) {
            pending |= static_cast<unsigned>(*next++) << count;
            count += 8;
        }
        code = static_cast<std::uint8_t>(pending & ((1u << bits) - 1));
        pending >>= bits;
        count -= bits;
    }
}

} // namespace

std::size_t packedRowBytes(int bits, int columns)
{
    return (static_cast<std::size_t>(columns) * static_cast<std::size_t>(bits) + 7) / 8;
}

std::vector<std::uint8_t> packIndices(std::span<const std::uint8_t> indices, int bits, int columns)
{
    assert(bits >= 1 && bits <= 8 && indices.size() == kClasses * kPixels);
    std::vector<std::uint8_t> bytes;
    bytes.reserve(kClasses * packedRowBytes(bits, columns));
    for (std::size_t row = 0; row < kClasses; ++row)
        packRow(indices.subspan(row * kPixels, static_cast<std::size_t>(columns)), bits, bytes);
    return bytes;
}

Result<std::vector<std::uint8_t>> unpackIndices(std::span<const std::uint8_t> bytes, int bits, int columns)
{
    if (bits < 1 || bits > 8)
        return badInput("packed weights: width is " + std::to_string(bits) + " bits: it must be 1 to 8");
    const std::size_t rowBytes = packedRowBytes(bits, columns);
    if (bytes.size() != kClasses * rowBytes)
        return badInput("packed weights: " + std::to_string(bytes.size()) + " bytes found, but 10 rows of "
            + std::to_string(columns) + " weights in " + std::to_string(bits) + " bits take "
            + std::to_string(kClasses * rowBytes));
    std::vector<std::uint8_t> indices(kClasses * kPixels, 0);
    for (std::size_t row = 0; row < kClasses; ++row)
        unpackRow(bytes.subspan(row * rowBytes, rowBytes), bits,
            std::span(indices).subspan(row * kPixels, static_cast<std::size_t>(columns)));
    return indices;
}

std::vector<std::uint8_t> packWeights(std::span<const std::int8_t> q, int bits, bool odd, int columns)
{
    assert(bits >= 1 && bits <= 8);
    std::vector<std::uint8_t> codes(q.size());
    std::ranges::transform(q, codes.begin(),
        [&](std::int8_t weight) { return static_cast<std::uint8_t>(codeOf(weight, bits, odd || bits == 1)); });
    return packIndices(codes, bits, columns);
}

Result<std::vector<std::int8_t>> unpackWeights(std::span<const std::uint8_t> bytes, int bits, bool odd, int columns)
{
    const auto codes = unpackIndices(bytes, bits, columns);
    if (!codes)
        return codes.error();
    std::vector<std::int8_t> q(codes->size(), 0);
    for (std::size_t row = 0; row < q.size(); row += kPixels)
        for (std::size_t j = row; j < row + static_cast<std::size_t>(columns); ++j)
            q[j] = weightOf((*codes)[j], bits, odd || bits == 1);
    return q;
}

std::vector<std::uint8_t> packWeights(const QuantizedModel& model)
{
    const auto columns = static_cast<std::size_t>(model.steps.count());
    if (model.scheme.isCodebook())
        return packIndices(levelIndices(model), model.scheme.bits, model.steps.count());
    std::vector<std::uint8_t> bytes, codes(columns);
    for (int k = 0; k < kClasses; ++k) {
        const QuantScheme scheme = model.schemeOf(k);
        const auto row = std::span(model.q).subspan(static_cast<std::size_t>(k * kPixels), columns);
        std::ranges::transform(row, codes.begin(),
            [&](std::int8_t weight) { return static_cast<std::uint8_t>(codeOf(weight, scheme.bits, scheme.isOdd())); });
        packRow(codes, scheme.bits, bytes);
    }
    return bytes;
}

Status unpackWeights(std::span<const std::uint8_t> bytes, QuantizedModel& model)
{
    assert(!model.scheme.isCodebook());
    if (bytes.size() != packedBytes(model))
        return badInput("packed weights: " + std::to_string(bytes.size()) + " bytes found, but its rows take "
            + std::to_string(packedBytes(model)));
    std::vector<std::uint8_t> codes(static_cast<std::size_t>(model.steps.count()));
    for (int k = 0; k < kClasses; ++k) {
        const QuantScheme scheme = model.schemeOf(k);
        const std::size_t rowBytes = packedRowBytes(scheme.bits, model.steps.count());
        unpackRow(bytes.first(rowBytes), scheme.bits, codes);
        bytes = bytes.subspan(rowBytes);
        std::ranges::transform(codes, model.q.begin() + k * kPixels,
            [&](std::uint8_t code) { return weightOf(code, scheme.bits, scheme.isOdd()); });
    }
    return {};
}

std::size_t packedBytes(const QuantizedModel& model)
{
    std::size_t bytes = 0;
    for (int k = 0; k < kClasses; ++k)
        bytes += packedRowBytes(model.bitsOf(k), model.steps.count());
    return bytes;
}

std::size_t weightBytes(const QuantizedModel& model) { return packedBytes(model) + codebookBytes(model.scheme); }

} // namespace qlab
