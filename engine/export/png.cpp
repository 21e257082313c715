// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/export/png.h"

#include <png.h>

#include <cassert>
#include <cstdlib>

namespace qlab {
namespace {

void append(png_structp png, png_bytep bytes, std::size_t count)
{
    static_cast<std::string*>(::png_get_io_ptr(png))->append(reinterpret_cast<const char*>(bytes), count);
}

/// libpng must not return from an error; there is none to come: what is written is in memory and of sound sizes.
[[noreturn]] void fail(png_structp, png_const_charp) { std::abort(); }

/// \p palette null: grey.
std::string encode(std::span<const std::uint8_t> pixels, int width, const std::vector<Rgb>* palette)
{
    const auto columns = static_cast<std::size_t>(width);
    assert(width > 0 && pixels.size() % columns == 0 && !pixels.empty());
    std::string bytes;
    png_structp png = ::png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, fail, nullptr);
    png_infop info = ::png_create_info_struct(png);
    ::png_set_write_fn(png, &bytes, append, nullptr);
    ::png_set_compression_level(png, 9);
    ::png_set_filter(png, 0, PNG_FILTER_NONE); // small pictures of few values: filters only add to them
    ::png_set_IHDR(png, info, static_cast<png_uint_32>(columns), static_cast<png_uint_32>(pixels.size() / columns), 8,
        palette ? PNG_COLOR_TYPE_PALETTE : PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
        PNG_FILTER_TYPE_DEFAULT);
    if (palette) {
        std::vector<png_color> colours;
        for (const Rgb& colour : *palette)
            colours.push_back({colour[0], colour[1], colour[2]});
        ::png_set_PLTE(png, info, colours.data(), static_cast<int>(colours.size()));
        const png_byte transparent = 0;
        ::png_set_tRNS(png, info, &transparent, 1, nullptr);
    }
    ::png_write_info(png, info);
    for (std::size_t at = 0; at < pixels.size(); at += columns)
        ::png_write_row(png, pixels.data() + at);
    ::png_write_end(png, info);
    ::png_destroy_write_struct(&png, &info);
    return bytes;
}

} // namespace

std::string encodeGreyPng(std::span<const std::uint8_t> pixels, int width) { return encode(pixels, width, nullptr); }

std::string encodePalettePng(std::span<const std::uint8_t> pixels, int width, const std::vector<Rgb>& palette)
{
    return encode(pixels, width, &palette);
}

/// By hand: a dozen lines, and no library that the engine links has them.
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
