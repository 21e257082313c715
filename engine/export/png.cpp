// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/export/png.h"

#include <zlib.h>

#include <cassert>

namespace qlab {
namespace {

constexpr char kGrey = 0;
constexpr char kPalette = 3;

std::string bigEndian(std::size_t value)
{
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes += static_cast<char>(value >> shift & 0xFF);
    return bytes;
}

const Bytef* zlibBytes(std::string_view bytes) { return reinterpret_cast<const Bytef*>(bytes.data()); }

std::string chunk(std::string_view type, std::string_view data)
{
    const std::string body = std::string(type) + std::string(data);
    return bigEndian(data.size()) + body + bigEndian(::crc32(0, zlibBytes(body), static_cast<uInt>(body.size())));
}

std::string compressed(std::string_view bytes)
{
    uLongf size = ::compressBound(bytes.size());
    std::string result(size, '\0');
    [[maybe_unused]] const int status =
        ::compress2(reinterpret_cast<Bytef*>(result.data()), &size, zlibBytes(bytes), bytes.size(), Z_BEST_COMPRESSION);
    assert(status == Z_OK); // the buffer is as large as zlib asked for
    result.resize(size);
    return result;
}

std::string encode(std::span<const std::uint8_t> pixels, int width, char colourType, const std::string& extraChunks)
{
    const auto columns = static_cast<std::size_t>(width);
    const std::size_t rows = pixels.size() / columns;
    std::string lines;
    for (std::size_t row = 0; row < rows; ++row) {
        lines += '\0'; // no filter
        lines.append(reinterpret_cast<const char*>(pixels.data()) + row * columns, columns);
    }
    constexpr char kDepth = 8;
    const std::string header = bigEndian(columns) + bigEndian(rows) + kDepth + colourType + std::string(3, '\0');
    return "\x89PNG\r\n\x1a\n" + chunk("IHDR", header) + extraChunks + chunk("IDAT", compressed(lines))
        + chunk("IEND", "");
}

} // namespace

std::string encodeGreyPng(std::span<const std::uint8_t> pixels, int width) { return encode(pixels, width, kGrey, ""); }

std::string encodePalettePng(std::span<const std::uint8_t> pixels, int width, const std::vector<Rgb>& palette)
{
    std::string colours;
    for (const Rgb& colour : palette)
        colours.append(colour.begin(), colour.end());
    return encode(pixels, width, kPalette, chunk("PLTE", colours) + chunk("tRNS", std::string(1, '\0')));
}

std::string base64(std::string_view bytes)
{
    constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const std::string_view group = bytes.substr(at, 3);
        std::uint32_t bits = 0;
        for (std::size_t i = 0; i < 3; ++i)
            bits = bits << 8 | (i < group.size() ? static_cast<unsigned char>(group[i]) : 0u);
        for (std::size_t i = 0; i < 4; ++i)
            text += i <= group.size() ? kDigits[bits >> (18 - 6 * i) & 63] : '=';
    }
    return text;
}

std::string pngDataUri(std::string_view png) { return "data:image/png;base64," + base64(png); }

} // namespace qlab
