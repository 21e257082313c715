// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/input_file.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include <zlib.h>

namespace qlab {

/// The bytes of a file, front to back, unpacked on the way if it is gzipped, or gzipped twice as browsers sometimes
/// leave it. Which one it is is told by the first bytes (1f 8b), not by the name. Raw files are read straight into
/// their destination.
class ByteSource {
public:
    /// Fails if there is no such file, if it is a folder, a pipe or a device, or if it may not be read.
    static Result<std::unique_ptr<ByteSource>> open(const std::filesystem::path& path);

    ~ByteSource();
    ByteSource(const ByteSource&) = delete;
    ByteSource& operator=(const ByteSource&) = delete;

    const std::filesystem::path& path() const { return m_path; }
    bool isPacked() const { return m_packed; }

    /// How many bytes there can be in all, unpacked: the size of a raw file exactly; of a gzipped one what deflate
    /// could at most have packed into it. Lets a reader doubt a count in a header before it asks for the memory.
    std::uint64_t sizeLimit() const;

    /// Reads until \p destination is full or the file ends; the number of bytes read. Fails if the packed data are
    /// damaged or break off, or if stopped: \p stop is looked at every megabyte.
    Result<std::size_t> read(std::span<std::uint8_t> destination, const std::stop_token& stop);

private:
    explicit ByteSource(std::filesystem::path path);
    static Result<std::unique_ptr<ByteSource>> openLayer(const std::filesystem::path& path);
    Status openFile();
    Status detectPacking();
    Status beginUnpacking();
    Result<std::size_t> readStored(std::span<std::uint8_t> destination);
    Result<std::size_t> readPacked(std::span<std::uint8_t> slice);
    Status refill();
    bool skipPadding();
    Status inflateSome();

    std::filesystem::path m_path;
    std::optional<InputFile> m_file;
    std::unique_ptr<ByteSource> m_inner; ///< in place of the file: what this one unpacks is itself unpacked
    bool m_packed = false;
    bool m_memberEnded = false; ///< a gzip file is one member or several, one after the other
    z_stream m_inflater{};
    std::vector<std::uint8_t> m_buffer; ///< packed bytes that wait for the inflater
};

} // namespace qlab
