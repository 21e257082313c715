// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/atomic_file.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace qlab {
namespace {

std::string reason() { return std::strerror(errno); }

/// Writes all of \p bytes, and waits until they are on the disk.
bool writeAndSync(int file, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return ::fsync(file) == 0;
}

} // namespace

Status writeFileAtomically(const std::filesystem::path& path, std::string_view bytes)
{
    std::string temporary = path.string() + ".XXXXXX";
    const int file = ::mkstemp(temporary.data());
    if (file < 0)
        return ioError("cannot write " + path.string() + ": " + reason());
    ::fchmod(file, 0644);
    bool good = writeAndSync(file, bytes);
    std::string why = good ? std::string() : reason();
    if (::close(file) != 0 && good) {
        good = false;
        why = reason();
    }
    if (good && ::rename(temporary.c_str(), path.c_str()) != 0) {
        good = false;
        why = reason();
    }
    if (good)
        return {};
    ::unlink(temporary.c_str());
    return ioError("cannot write " + path.string() + ": " + why);
}

Result<std::string> readWholeFile(const std::filesystem::path& path, std::size_t limit)
{
    std::error_code failure;
    const auto status = std::filesystem::status(path, failure);
    if (!std::filesystem::exists(status))
        return notFound(path.string() + " does not exist");
    if (std::filesystem::is_directory(status))
        return badInput(path.string() + " is a folder, not a file");
    std::ifstream stream(path, std::ios::binary);
    if (!stream)
        return ioError("cannot read " + path.string() + ": " + reason());
    std::string bytes;
    char block[1 << 16];
    while (stream.read(block, sizeof block) || stream.gcount() > 0) {
        bytes.append(block, static_cast<std::size_t>(stream.gcount()));
        if (bytes.size() > limit)
            return badInput(path.string() + " is too large: more than " + std::to_string(limit) + " bytes");
    }
    if (stream.bad())
        return ioError("cannot read " + path.string() + ": " + reason());
    return bytes;
}

} // namespace qlab
