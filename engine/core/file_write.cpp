// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/file_write.h"

#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

namespace qlab {
namespace {

bool writeAll(int descriptor, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return ::fsync(descriptor) == 0;
}

} // namespace

bool writeAndClose(int descriptor, std::string_view bytes)
{
    const bool written = writeAll(descriptor, bytes);
    const int reason = errno;
    const bool closed = ::close(descriptor) == 0;
    if (!written)
        errno = reason;
    return written && closed;
}

bool syncFolder(const std::filesystem::path& folder)
{
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return descriptor >= 0 && writeAndClose(descriptor, {});
}

} // namespace qlab
