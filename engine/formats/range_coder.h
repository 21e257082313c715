// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace qlab {

/// A symbol's place among all: it takes \p frequency of \p total, after \p below. 0 < frequency <= total <= 2^16.
struct SymbolRange {
    std::uint32_t below = 0, frequency = 1, total = 1;
};

/// Arithmetic coding byte by byte (G. N. N. Martin, "Range encoding", 1979), carries passed on at once.
class RangeEncoder {
public:
    void encode(const SymbolRange& symbol);
    /// The fewest bytes from which the decoder, which reads zeros behind the end, finds all symbols. Once.
    std::vector<std::uint8_t> finish();

private:
    void carry();

    std::vector<std::uint8_t> m_bytes;
    std::uint32_t m_low = 0;
    std::uint32_t m_range = 0xFFFFFFFF;
};

class RangeDecoder {
public:
    explicit RangeDecoder(std::span<const std::uint8_t> bytes);
    /// Where the next symbol lies, 0 ... total - 1: the caller finds the symbol whose range holds it. Never fails:
    /// bytes that were damaged give other symbols.
    std::uint32_t target(std::uint32_t total);
    /// Precondition: target(symbol.total) lies in it.
    void take(const SymbolRange& symbol);

private:
    std::uint8_t next();

    std::span<const std::uint8_t> m_bytes;
    std::size_t m_position = 0;
    std::uint32_t m_code = 0;
    std::uint32_t m_range = 0xFFFFFFFF;
};

} // namespace qlab
