// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/formats/weight_codes.h"

#include "engine/formats/range_coder.h"

#include <bit>
#include <cassert>
#include <map>
#include <string>

namespace qlab {
namespace {

constexpr int kTernary = 3, kTrits = 5; ///< 3^5 = 243 fit a byte
constexpr std::uint16_t kStart = 1, kRise = 3;

int bitsOf(int levels) { return std::bit_width(static_cast<unsigned>(levels - 1)); }

std::size_t packedBytes(std::size_t count, int levels)
{
    if (levels == kTernary)
        return (count + kTrits - 1) / kTrits;
    return (count * static_cast<std::size_t>(bitsOf(levels)) + 7) / 8;
}

/// Neighbouring rows of as many levels: \p count symbols.
struct Run {
    int levels;
    std::size_t count;
};

std::vector<Run> runsOf(const CodeShape& shape)
{
    std::vector<Run> runs;
    for (const int levels : shape.levels) {
        if (runs.empty() || runs.back().levels != levels)
            runs.push_back({levels, 0});
        runs.back().count += static_cast<std::size_t>(shape.features);
    }
    return runs;
}

std::size_t packedBytes(const CodeShape& shape)
{
    std::size_t bytes = 0;
    for (const Run& run : runsOf(shape))
        bytes += packedBytes(run.count, run.levels);
    return bytes;
}

void packRun(std::span<const std::uint8_t> codes, int levels, std::span<std::uint8_t> bytes)
{
    if (levels == kTernary) {
        for (std::size_t i = codes.size(); i-- > 0;)
            bytes[i / kTrits] = static_cast<std::uint8_t>(bytes[i / kTrits] * kTernary + codes[i]);
        return;
    }
    const auto bits = static_cast<std::size_t>(bitsOf(levels));
    for (std::size_t i = 0; i < codes.size(); ++i) {
        const std::size_t first = i * bits;
        const unsigned shifted = static_cast<unsigned>(codes[i]) << (first % 8);
        bytes[first / 8] = static_cast<std::uint8_t>(bytes[first / 8] | shifted);
        if (first % 8 + bits > 8)
            bytes[first / 8 + 1] = static_cast<std::uint8_t>(shifted >> 8);
    }
}

/// False if there is a symbol that does not exist.
bool unpackRun(std::span<const std::uint8_t> bytes, int levels, std::span<std::uint8_t> codes)
{
    const auto bits = static_cast<std::size_t>(bitsOf(levels));
    unsigned trits = 0; // of the byte, those not yet taken
    for (std::size_t i = 0; i < codes.size(); ++i) {
        if (levels == kTernary) {
            trits = i % kTrits == 0 ? bytes[i / kTrits] : trits / kTernary;
            codes[i] = static_cast<std::uint8_t>(trits % kTernary);
            continue;
        }
        const std::size_t first = i * bits;
        unsigned pair = bytes[first / 8];
        if (first / 8 + 1 < bytes.size())
            pair |= static_cast<unsigned>(bytes[first / 8 + 1]) << 8;
        codes[i] = static_cast<std::uint8_t>(pair >> (first % 8) & ((1U << bits) - 1));
        if (codes[i] >= levels)
            return false;
    }
    return true;
}

/// The counts of what followed each pair of neighbours.
class Contexts {
public:
    Contexts(const CodeShape& shape, int levels)
        : m_features(static_cast<std::size_t>(shape.features))
        , m_width(shape.width)
        , m_height(shape.height)
        , m_levels(levels)
        , m_states(levels <= kMostSeen ? levels + 1 : 1)
        , m_counts(static_cast<std::size_t>(m_states * m_states * levels), kStart)
        , m_totals(static_cast<std::size_t>(m_states * m_states), static_cast<std::uint32_t>(levels * kStart))
    {
    }

    /// Of symbol \p at, from those before it.
    void enter(std::span<const std::uint8_t> codes, std::size_t at)
    {
        m_context = 0;
        if (m_states == 1)
            return;
        const int inPlane = static_cast<int>(at % m_features) % (m_width * m_height);
        const int left = inPlane % m_width > 0 ? codes[at - 1] + 1 : 0;
        const int above = inPlane >= m_width ? codes[at - static_cast<std::size_t>(m_width)] + 1 : 0;
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
        return m_context * static_cast<std::size_t>(m_levels) + static_cast<std::size_t>(symbol);
    }
    std::uint32_t count(int symbol) const { return m_counts[index(symbol)]; }

    std::size_t m_features;
    int m_width, m_height, m_levels;
    int m_states; ///< of a neighbour: its symbol, or none
    std::vector<std::uint16_t> m_counts;
    std::vector<std::uint32_t> m_totals;
    std::size_t m_context = 0;
};

/// Calls \p work with every symbol's place and its contexts, entered; the codes before it are there by then.
template <typename Work> void walk(const CodeShape& shape, std::span<const std::uint8_t> codes, const Work& work)
{
    std::map<int, Contexts> all;
    std::size_t at = 0;
    for (const int levels : shape.levels) {
        Contexts& contexts = all.try_emplace(levels, shape, levels).first->second;
        for (const std::size_t end = at + static_cast<std::size_t>(shape.features); at < end; ++at) {
            contexts.enter(codes, at);
            work(at, contexts);
        }
    }
}

} // namespace

std::vector<std::uint8_t> packCodes(std::span<const std::uint8_t> codes, const CodeShape& shape)
{
    assert(codes.size() == shape.count());
    std::vector<std::uint8_t> bytes(packedBytes(shape), 0);
    std::span<std::uint8_t> left = bytes;
    for (const Run& run : runsOf(shape)) {
        packRun(codes.first(run.count), run.levels, left);
        codes = codes.subspan(run.count);
        left = left.subspan(packedBytes(run.count, run.levels));
    }
    return bytes;
}

Result<std::vector<std::uint8_t>> unpackCodes(std::span<const std::uint8_t> bytes, const CodeShape& shape)
{
    if (bytes.size() != packedBytes(shape))
        return badInput("the packed weights have " + std::to_string(bytes.size()) + " bytes instead of "
            + std::to_string(packedBytes(shape)));
    std::vector<std::uint8_t> codes(shape.count());
    std::span<std::uint8_t> left = codes;
    for (const Run& run : runsOf(shape)) {
        const std::size_t size = packedBytes(run.count, run.levels);
        if (!unpackRun(bytes.first(size), run.levels, left.first(run.count)))
            return badInput("the packed weights hold a level that the scheme does not have");
        bytes = bytes.subspan(size);
        left = left.subspan(run.count);
    }
    return codes;
}

std::vector<std::uint8_t> codeWeights(std::span<const std::uint8_t> codes, const CodeShape& shape)
{
    assert(codes.size() == shape.count());
    RangeEncoder encoder;
    walk(shape, codes, [&](std::size_t at, Contexts& contexts) {
        encoder.encode(contexts.rangeOf(codes[at]));
        contexts.learn(codes[at]);
    });
    return encoder.finish();
}

std::vector<std::uint8_t> decodeWeights(std::span<const std::uint8_t> bytes, const CodeShape& shape)
{
    std::vector<std::uint8_t> codes(shape.count());
    RangeDecoder decoder(bytes);
    walk(shape, codes, [&](std::size_t at, Contexts& contexts) {
        const int symbol = contexts.symbolAt(decoder.target(contexts.rangeOf(0).total));
        decoder.take(contexts.rangeOf(symbol));
        contexts.learn(symbol);
        codes[at] = static_cast<std::uint8_t>(symbol);
    });
    return codes;
}

} // namespace qlab
