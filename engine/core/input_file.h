// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <utility>

namespace qlab {

/// A file open for reading, front to back. Every reader of the lab opens through here, so that none waits for ever on a
/// pipe that nobody writes, and each says the true reason if a file cannot be read.
class InputFile {
public:
    enum class Accept {
        Files,   ///< regular files only
        Streams, ///< also what stands behind /dev/stdin and /dev/fd/N (a shell's <(...)): a pipe, a terminal
    };
    /// Named pipes, devices, sockets and folders are refused at once.
    static Result<InputFile> open(const std::filesystem::path& path, Accept accept = Accept::Files);

    InputFile(InputFile&& other) noexcept
        : m_path(std::move(other.m_path))
        , m_descriptor(std::exchange(other.m_descriptor, -1))
        , m_size(other.m_size)
    {
    }
    InputFile& operator=(InputFile&&) = delete;
    ~InputFile();

    /// As it was when opened; none for a stream.
    std::optional<std::uint64_t> size() const { return m_size; }
    /// Reads until \p destination is full or the file ends; the number of bytes read.
    Result<std::size_t> read(std::span<std::uint8_t> destination);
    /// Back to the first byte. Precondition: a regular file.
    Status rewind();

private:
    InputFile(std::filesystem::path path, int descriptor);
    Status accept(Accept accept, bool stream);

    std::filesystem::path m_path;
    int m_descriptor;
    std::optional<std::uint64_t> m_size;
};

} // namespace qlab
