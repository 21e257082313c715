// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/formats/range_coder.h"

#include <algorithm>

namespace qlab {
namespace {

constexpr std::uint32_t kLeastRange = 1U << 24; ///< of at least 24 bits, so that 2^16 symbols have their share

} // namespace

void RangeEncoder::carry()
{
    for (auto byte = m_bytes.rbegin(); byte != m_bytes.rend() && ++*byte == 0; ++byte) { }
}

void RangeEncoder::encode(const SymbolRange& symbol)
{
    const std::uint32_t unit = m_range / symbol.total;
    const std::uint64_t low = std::uint64_t{m_low} + std::uint64_t{unit} * symbol.below;
    if (low >> 32 != 0)
        carry();
    m_low = static_cast<std::uint32_t>(low);
    m_range = unit * symbol.frequency;
    for (; m_range < kLeastRange; m_range <<= 8, m_low <<= 8)
        m_bytes.push_back(static_cast<std::uint8_t>(m_low >> 24));
}

std::vector<std::uint8_t> RangeEncoder::finish()
{
    const std::uint64_t end = std::uint64_t{m_low} + m_range;
    for (int count = 0; count <= 4; ++count) { // the first value in the range with no more bytes than this
        const std::uint64_t rest = (std::uint64_t{1} << (32 - 8 * count)) - 1;
        const std::uint64_t value = (m_low + rest) & ~rest;
        if (value >= end)
            continue;
        if (value >> 32 != 0)
            carry();
        for (int i = 0; i < count; ++i)
            m_bytes.push_back(static_cast<std::uint8_t>(value >> (24 - 8 * i)));
        break;
    }
    while (!m_bytes.empty() && m_bytes.back() == 0)
        m_bytes.pop_back();
    return std::move(m_bytes);
}

RangeDecoder::RangeDecoder(std::span<const std::uint8_t> bytes)
    : m_bytes(bytes)
{
    for (int i = 0; i < 4; ++i)
        m_code = m_code << 8 | next();
}

std::uint8_t RangeDecoder::next() { return m_position < m_bytes.size() ? m_bytes[m_position++] : std::uint8_t{0}; }

std::uint32_t RangeDecoder::target(std::uint32_t total) { return std::min(m_code / (m_range / total), total - 1); }

void RangeDecoder::take(const SymbolRange& symbol)
{
    const std::uint32_t unit = m_range / symbol.total;
    m_code -= unit * symbol.below;
    m_range = unit * symbol.frequency;
    for (; m_range < kLeastRange; m_range <<= 8)
        m_code = m_code << 8 | next();
}

} // namespace qlab
