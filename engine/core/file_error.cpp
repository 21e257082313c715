// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/file_error.h"

#include <cerrno>
#include <system_error>

#include <sys/stat.h>

namespace qlab {

// Own words for what people meet: those of the system follow its language, and some name the mechanism only.
std::string systemReason(int number)
{
    switch (number) {
    case ENOENT:
        return "there is no such file or folder";
    case EACCES:
    case EPERM:
        return "Permission denied";
    case ELOOP:
        return "its links run in a loop";
    case ENAMETOOLONG:
        return "the name is too long";
    case EISDIR:
        return "it is a folder";
    case ENOTDIR:
        return "a part of the path is a file, not a folder";
    case ENOSPC:
        return "No space left on device";
    case EDQUOT:
        return "your share of the disk is used up";
    case EFBIG:
        return "the file would be larger than is allowed";
    case EROFS:
        return "the disk is read-only";
    case EMFILE:
    case ENFILE:
        return "too many files are open";
    case ENOMEM:
        return "not enough memory";
    default:
        return std::generic_category().message(number);
    }
}

std::string shownPath(const std::filesystem::path& path)
{
    constexpr std::size_t kLongest = 300, kKept = 100;
    std::string text = path.string();
    if (text.size() > kLongest)
        text.replace(kKept, text.size() - 2 * kKept, " \u2026 ");
    return text;
}

Error fileError(std::string_view verb, const std::filesystem::path& path, int number)
{
    if (number == ENOENT && verb == "read")
        return notFound(shownPath(path) + " does not exist");
    return ioError("cannot " + std::string(verb) + " " + shownPath(path) + ": " + systemReason(number));
}

Result<PathKind> kindOf(const std::filesystem::path& path)
{
    struct stat facts { };
    if (::stat(path.c_str(), &facts) != 0)
        return fileError("read", path, errno);
    switch (facts.st_mode & S_IFMT) {
    case S_IFREG:
        return PathKind::File;
    case S_IFDIR:
        return PathKind::Folder;
    case S_IFIFO:
    case S_IFSOCK:
        return PathKind::Pipe;
    default:
        return PathKind::Device;
    }
}

Status requireFolder(const std::filesystem::path& path)
{
    const auto kind = kindOf(path);
    if (!kind)
        return kind.error();
    return *kind == PathKind::Folder ? Status() : Status(badInput(shownPath(path) + " is not a folder"));
}

} // namespace qlab
