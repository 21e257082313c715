// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/image_set.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include <zlib.h>

namespace qlab::test {

// IDX files as other programs write them, put together byte by byte.

inline std::string bigEndian(std::uint32_t value)
{
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes += static_cast<char>(value >> shift & 0xff);
    return bytes;
}

inline std::string idxHeader(std::uint32_t magic, std::initializer_list<std::uint32_t> sizes)
{
    std::string bytes = bigEndian(magic);
    for (const std::uint32_t size : sizes)
        bytes += bigEndian(size);
    return bytes;
}

inline std::string pixelBytes(const ImageSet& images)
{
    return {reinterpret_cast<const char*>(images.pixels()), images.size() * kPixels};
}
inline std::string labelBytes(const ImageSet& images) { return {images.labels().begin(), images.labels().end()}; }

inline std::string idxImages(const ImageSet& images)
{
    return idxHeader(0x803, {static_cast<std::uint32_t>(images.size()), 28, 28}) + pixelBytes(images);
}
inline std::string idxLabels(const ImageSet& images)
{
    return idxHeader(0x801, {static_cast<std::uint32_t>(images.size())}) + labelBytes(images);
}

inline std::string gzipped(const std::string& bytes)
{
    z_stream stream{};
    deflateInit2(&stream, 6, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY);
    std::string packed(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

inline void writeBytes(const std::filesystem::path& path, const std::string& bytes)
{
    std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

inline bool sameImages(const ImageSet& a, const ImageSet& b)
{
    return labelBytes(a) == labelBytes(b) && pixelBytes(a) == pixelBytes(b);
}

inline bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

inline bool isOneLine(const std::string& text) { return !text.empty() && text.find('\n') == std::string::npos; }

} // namespace qlab::test
