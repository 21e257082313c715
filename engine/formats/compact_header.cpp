// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/formats/compact_header.h"

#include <bit>

#include <zlib.h>

namespace qlab {
namespace {

constexpr std::uint8_t kMagic[] = {'Q', 'L'};
constexpr unsigned kVersion = 1;

std::uint16_t halfOf(float value) { return static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(value) >> 16); }
float floatOf(unsigned half) { return std::bit_cast<float>(static_cast<std::uint32_t>(half) << 16); }

unsigned pairAt(std::span<const std::uint8_t> bytes, std::size_t at)
{
    return bytes[at] | static_cast<unsigned>(bytes[at + 1]) << 8;
}

/// False for flags that no grid has: a sign needs none, an affine grid has all its levels, odd ones stand alone.
bool fitTogether(const CompactHeader& header)
{
    if (header.ownWidths && (!header.perChannel || header.codebook))
        return false;
    if (header.bits == 1)
        return !header.affine && !header.full && !header.odd;
    if (header.odd) // rows of eight bits beside odd ones have all their levels
        return !header.affine && !header.full && (header.bits < 8 || header.ownWidths);
    return header.full || !header.affine;
}

} // namespace

bool isFileScale(float value) { return value > 0 && value < 1e30F; }

std::array<std::uint8_t, CompactHeader::kBytes> CompactHeader::encoded() const
{
    std::array<std::uint8_t, kBytes> bytes{kMagic[0], kMagic[1]};
    bytes[2] = static_cast<std::uint8_t>(
        kVersion << 4 | unsigned{coded} | unsigned{perChannel} << 1 | unsigned{affine} << 2 | unsigned{full} << 3);
    bytes[3] = static_cast<std::uint8_t>(static_cast<unsigned>(bits - 1) | static_cast<unsigned>(steps.align) << 3
        | static_cast<unsigned>(steps.features) << 5 | unsigned{codebook} << 7);
    const unsigned shape = static_cast<unsigned>(steps.grid - 1) | static_cast<unsigned>(steps.crop - 1) << 5
        | static_cast<unsigned>(steps.directions - 1) << 10 | unsigned{odd} << 14 | unsigned{ownWidths} << 15;
    const std::uint16_t pairs[] = {
        static_cast<std::uint16_t>(shape), halfOf(steps.strength), halfOf(biasScale), halfOf(scale), checksum};
    for (std::size_t i = 0; i < std::size(pairs); ++i) {
        bytes[4 + 2 * i] = static_cast<std::uint8_t>(pairs[i]);
        bytes[5 + 2 * i] = static_cast<std::uint8_t>(pairs[i] >> 8);
    }
    return bytes;
}

Result<CompactHeader> decodeHeader(std::span<const std::uint8_t> bytes)
{
    if (bytes[0] != kMagic[0] || bytes[1] != kMagic[1])
        return badInput("it does not begin as a compact model file does");
    if (bytes[2] >> 4 != kVersion)
        return badInput("it is of version " + std::to_string(bytes[2] >> 4) + ", and this program reads version 1");
    CompactHeader header;
    header.coded = (bytes[2] & 1) != 0;
    header.perChannel = (bytes[2] & 2) != 0;
    header.affine = (bytes[2] & 4) != 0;
    header.full = (bytes[2] & 8) != 0;
    header.bits = (bytes[3] & 7) + 1;
    header.steps.align = static_cast<InputSteps::Align>(bytes[3] >> 3 & 3);
    const unsigned features = bytes[3] >> 5 & 3U;
    if (features > 2)
        return badInput("its features are of a kind that this program does not know");
    header.steps.features = static_cast<InputSteps::Features>(features);
    header.codebook = bytes[3] >> 7 != 0;
    const unsigned shape = pairAt(bytes, 4);
    header.steps.grid = static_cast<int>(shape & 31) + 1;
    header.steps.crop = static_cast<int>(shape >> 5 & 31) + 1;
    header.steps.directions = static_cast<int>(shape >> 10 & 15) + 1;
    header.odd = (shape >> 14 & 1) != 0;
    header.ownWidths = shape >> 15 != 0;
    if (header.codebook && (header.bits == 8 || header.affine || header.full || header.odd))
        return badInput("it has a codebook beside levels that know none");
    header.steps.strength = floatOf(pairAt(bytes, 6));
    header.biasScale = floatOf(pairAt(bytes, 8));
    header.scale = floatOf(pairAt(bytes, 10));
    header.checksum = static_cast<std::uint16_t>(pairAt(bytes, 12));
    if (!fitTogether(header))
        return badInput("its grid is none that this program knows");
    if (!validate(header.steps))
        return badInput("its input steps are none that this program knows");
    if (!isFileScale(header.steps.strength) || !isFileScale(header.biasScale) || !isFileScale(header.scale))
        return badInput("one of its scales is no number above 0 and below 1e30");
    return header;
}

std::uint16_t compactChecksum(std::span<const std::uint8_t> file)
{
    constexpr std::size_t kOwn = CompactHeader::kBytes - 2;
    uLong sum = crc32(0, file.data(), static_cast<uInt>(kOwn));
    sum = crc32(sum, file.data() + CompactHeader::kBytes, static_cast<uInt>(file.size() - CompactHeader::kBytes));
    return static_cast<std::uint16_t>(sum);
}

} // namespace qlab
