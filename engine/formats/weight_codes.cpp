// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/formats/weight_codes.h"

#include "engine/formats/range_coder.h"

#include <bit>
#include <cassert>
#include <string>

namespace qlab {
namespace {

constexpr int kTernary = 3, kTrits = 5; ///< 3^5 = 243 fit a byte
constexpr std::uint16_t kStart = 1, kRise = 3;

std::size_t countOf(const CodeShape& shape)
{
    return static_cast<std::size_t>(shape.rows) * static_cast<std::size_t>(shape.features);
}

int bitsOf(int levels) { return std::bit_width(static_cast<unsigned>(levels - 1)); }

std::size_t packedBytes(const CodeShape& shape)
{
    if (shape.levels == kTernary)
        return (countOf(shape) + kTrits - 1) / kTrits;
    return (countOf(shape) * static_cast<std::size_t>(bitsOf(shape.levels)) + 7) / 8;
}

/// The counts of what followed each pair of neighbours.
class Contexts {
public:
    explicit Contexts(const CodeShape& shape)
        : m_shape(shape)
        , m_states(shape.levels <= kMostSeen ? shape.levels + 1 : 1)
        , m_counts(static_cast<std::size_t>(m_states * m_states * shape.levels), kStart)
        , m_totals(static_cast<std::size_t>(m_states * m_states), static_cast<std::uint32_t>(shape.levels * kStart))
    {
    }

    /// Of symbol \p at, from those before it.
    void enter(std::span<const std::uint8_t> codes, std::size_t at)
    {
        m_context = 0;
        if (m_states == 1)
            return;
        const int feature = static_cast<int>(at % static_cast<std::size_t>(m_shape.features));
        const int inPlane = feature % (m_shape.width * m_shape.height);
        const int left = inPlane % m_shape.width > 0 ? codes[at - 1] + 1 : 0;
        const int above = inPlane >= m_shape.width ? codes[at - static_cast<std::size_t>(m_shape.width)] + 1 : 0;
        m_context = static_cast<std::size_t>(left * m_states + above);
    }
    SymbolRange rangeOf(int symbol) const
    {
        SymbolRange range{0, count(symbol), m_totals[m_context]};
        for (int other = 0; other < symbol; ++other)
            range.below += count(other);
        return range;
    }
    int symbolAt(std::uint32_t target) const
    {
        int symbol = 0;
        for (std::uint32_t end = count(0); end <= target; end += count(symbol))
            ++symbol;
        return symbol;
    }
    void learn(int symbol)
    {
        m_counts[index(symbol)] += kRise;
        m_totals[m_context] += kRise;
    }

private:
    static constexpr int kMostSeen = 16; ///< more levels would be too many pairs of neighbours to learn from

    std::size_t index(int symbol) const
    {
        return m_context * static_cast<std::size_t>(m_shape.levels) + static_cast<std::size_t>(symbol);
    }
    std::uint32_t count(int symbol) const { return m_counts[index(symbol)]; }

    CodeShape m_shape;
    int m_states; ///< of a neighbour: its symbol, or none
    std::vector<std::uint16_t> m_counts;
    std::vector<std::uint32_t> m_totals;
    std::size_t m_context = 0;
};

} // namespace

std::vector<std::uint8_t> packCodes(std::span<const std::uint8_t> codes, const CodeShape& shape)
{
    assert(codes.size() == countOf(shape));
    std::vector<std::uint8_t> bytes(packedBytes(shape), 0);
    if (shape.levels == kTernary) {
        for (std::size_t i = codes.size(); i-- > 0;)
            bytes[i / kTrits] = static_cast<std::uint8_t>(bytes[i / kTrits] * kTernary + codes[i]);
        return bytes;
    }
    const auto bits = static_cast<std::size_t>(bitsOf(shape.levels));
    for (std::size_t i = 0; i < codes.size(); ++i) {
        const std::size_t first = i * bits;
        const unsigned shifted = static_cast<unsigned>(codes[i]) << (first % 8);
        bytes[first / 8] = static_cast<std::uint8_t>(bytes[first / 8] | shifted);
        if (first % 8 + bits > 8)
            bytes[first / 8 + 1] = static_cast<std::uint8_t>(shifted >> 8);
    }
    return bytes;
}

Result<std::vector<std::uint8_t>> unpackCodes(std::span<const std::uint8_t> bytes, const CodeShape& shape)
{
    if (bytes.size() != packedBytes(shape))
        return badInput("the packed weights have " + std::to_string(bytes.size()) + " bytes instead of "
            + std::to_string(packedBytes(shape)));
    std::vector<std::uint8_t> codes(countOf(shape));
    std::vector<std::uint8_t> left(bytes.begin(), bytes.end());
    const auto bits = static_cast<std::size_t>(bitsOf(shape.levels));
    for (std::size_t i = 0; i < codes.size(); ++i) {
        if (shape.levels == kTernary) {
            std::uint8_t& rest = left[i / kTrits];
            codes[i] = static_cast<std::uint8_t>(rest % kTernary);
            rest = static_cast<std::uint8_t>(rest / kTernary);
            continue;
        }
        const std::size_t first = i * bits;
        unsigned pair = bytes[first / 8];
        if (first / 8 + 1 < bytes.size())
            pair |= static_cast<unsigned>(bytes[first / 8 + 1]) << 8;
        codes[i] = static_cast<std::uint8_t>(pair >> (first % 8) & ((1U << bits) - 1));
        if (codes[i] >= shape.levels)
            return badInput("the packed weights hold a level that the scheme does not have");
    }
    return codes;
}

std::vector<std::uint8_t> codeWeights(std::span<const std::uint8_t> codes, const CodeShape& shape)
{
    assert(codes.size() == countOf(shape));
    Contexts contexts(shape);
    RangeEncoder encoder;
    for (std::size_t i = 0; i < codes.size(); ++i) {
        contexts.enter(codes, i);
        encoder.encode(contexts.rangeOf(codes[i]));
        contexts.learn(codes[i]);
    }
    return encoder.finish();
}

std::vector<std::uint8_t> decodeWeights(std::span<const std::uint8_t> bytes, const CodeShape& shape)
{
    std::vector<std::uint8_t> codes(countOf(shape));
    Contexts contexts(shape);
    RangeDecoder decoder(bytes);
    for (std::size_t i = 0; i < codes.size(); ++i) {
        contexts.enter(codes, i);
        const int symbol = contexts.symbolAt(decoder.target(contexts.rangeOf(0).total));
        decoder.take(contexts.rangeOf(symbol));
        contexts.learn(symbol);
        codes[i] = static_cast<std::uint8_t>(symbol);
    }
    return codes;
}

} // namespace qlab
