// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/picture_bytes.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <string_view>

namespace qlab {
namespace {

using Bytes = std::span<const std::uint8_t>;

/// Reads numbers at offsets that may lie behind the end: then it has failed, and the number is 0.
struct Cursor {
    Bytes bytes;
    bool ended = false;

    std::uint64_t number(std::uint64_t at, int width, bool bigEndian)
    {
        if (at + static_cast<std::uint64_t>(width) > bytes.size()) {
            ended = true;
            return 0;
        }
        std::uint64_t value = 0;
        for (int i = 0; i < width; ++i)
            value = value << 8 | bytes[at + static_cast<std::uint64_t>(bigEndian ? i : width - 1 - i)];
        return value;
    }
    std::uint64_t big(std::uint64_t at, int width) { return number(at, width, true); }
    std::uint64_t little(std::uint64_t at, int width) { return number(at, width, false); }
    int byte(std::uint64_t at) { return static_cast<int>(number(at, 1, true)); }
};

bool begins(Bytes file, std::uint64_t at, std::string_view magic)
{
    return at + magic.size() <= file.size()
        && std::equal(magic.begin(), magic.end(), file.begin() + static_cast<std::ptrdiff_t>(at),
            [](char letter, std::uint8_t byte) { return static_cast<std::uint8_t>(letter) == byte; });
}

/// Chunks of a length, a type, the data and a checksum, up to IEND.
bool pngBreaksOff(Bytes file)
{
    Cursor cursor{file};
    for (std::uint64_t at = 8;;) {
        const bool last = begins(file, at + 4, "IEND");
        at += 12 + cursor.big(at, 4);
        if (cursor.ended || at > file.size())
            return true;
        if (last)
            return false;
    }
}

/// The first byte behind coded data: that of the next marker that is not a part of them.
std::uint64_t behindScan(Cursor& cursor, std::uint64_t at)
{
    for (; !cursor.ended; ++at) {
        const int next = cursor.byte(at) == 0xff ? cursor.byte(at + 1) : 0;
        if (next != 0 && next != 0xff && !(next >= 0xd0 && next <= 0xd7))
            break;
    }
    return at;
}

/// Segments behind their markers, up to the end of the image, FF D9.
bool jpegBreaksOff(Bytes file)
{
    Cursor cursor{file};
    for (std::uint64_t at = 2; !cursor.ended;) {
        if (cursor.byte(at) != 0xff) { // stray bytes: readers skip them
            ++at;
            continue;
        }
        const int marker = cursor.byte(at + 1);
        if (marker == 0xd9)
            return false;
        if (marker == 0xff) {
            ++at;
        } else if (marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
            at += 2;
        } else {
            at += 2 + std::max<std::uint64_t>(2, cursor.big(at + 2, 2));
            if (marker == 0xda)
                at = behindScan(cursor, at);
        }
    }
    return true;
}

std::uint64_t behindSubBlocks(Cursor& cursor, std::uint64_t at)
{
    while (!cursor.ended) {
        const auto length = static_cast<std::uint64_t>(cursor.byte(at));
        at += 1 + length;
        if (length == 0)
            break;
    }
    return at;
}

std::uint64_t colorTableBytes(int flags) { return (flags & 0x80) != 0 ? std::uint64_t{3} << ((flags & 7) + 1) : 0; }

/// Up to the end of the first frame, which is the one that is shown.
bool gifBreaksOff(Bytes file)
{
    Cursor cursor{file};
    std::uint64_t at = 13 + colorTableBytes(cursor.byte(10));
    while (!cursor.ended && cursor.byte(at) == 0x21)
        at = behindSubBlocks(cursor, at + 2);
    if (cursor.byte(at) != 0x2c)
        return true;
    behindSubBlocks(cursor, at + 11 + colorTableBytes(cursor.byte(at + 9)));
    return cursor.ended;
}

bool bmpBreaksOff(Bytes file)
{
    Cursor cursor{file};
    const std::uint64_t pixels = cursor.little(10, 4), header = cursor.little(14, 4);
    if (cursor.ended || header < 40)
        return cursor.ended;
    const std::uint64_t width = cursor.little(18, 4), bits = cursor.little(28, 2), packing = cursor.little(30, 4);
    const auto height = static_cast<std::uint64_t>(
        std::abs(static_cast<std::int64_t>(static_cast<std::int32_t>(cursor.little(22, 4)))));
    const bool plain = packing == 0 || packing == 3;
    const std::uint64_t bytes = plain ? (width * bits + 31) / 32 * 4 * height : cursor.little(34, 4);
    return cursor.ended || pixels + bytes > file.size();
}

bool webpBreaksOff(Bytes file)
{
    Cursor cursor{file};
    return cursor.little(4, 4) + 8 > file.size();
}

struct Format {
    std::string_view magic;
    bool (*breaksOff)(Bytes file);
};
constexpr std::array<Format, 5> kFormats{{{"\x89PNG\r\n\x1a\n", pngBreaksOff}, {"\xff\xd8\xff", jpegBreaksOff},
    {"GIF8", gifBreaksOff}, {"BM", bmpBreaksOff}, {"RIFF", webpBreaksOff}}};

} // namespace

bool breaksOff(Bytes file)
{
    const auto format = std::find_if(
        kFormats.begin(), kFormats.end(), [file](const Format& each) { return begins(file, 0, each.magic); });
    return format != kFormats.end() && format->breaksOff(file);
}

} // namespace qlab
