// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/folder_exchange.h"

#include "engine/core/file_error.h"
#include "engine/core/file_write.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace qlab {
namespace {

namespace fs = std::filesystem;

/// So many files of others are worth a link each; a folder with more is somebody's home, not a place for results.
constexpr std::size_t kMostOthers = 100;

std::optional<fs::path> whole(const fs::path& path)
{
    std::error_code failure;
    fs::path result = fs::canonical(path, failure);
    return failure ? std::nullopt : std::optional(result);
}

/// Whoever works in a folder that is exchanged finds himself in the old one.
bool isWorkedIn(const fs::path& folder)
{
    const auto here = whole(".");
    return !here || std::mismatch(folder.begin(), folder.end(), here->begin(), here->end()).first == folder.end();
}

bool hasAccessList(const fs::path& folder)
{
    return ::getxattr(folder.c_str(), "system.posix_acl_access", nullptr, 0) > 0
        || ::getxattr(folder.c_str(), "system.posix_acl_default", nullptr, 0) > 0;
}

bool mayBeExchanged(const fs::path& folder, const struct stat& facts)
{
    struct stat parent { };
    if (!folder.has_relative_path() || ::lstat(folder.parent_path().c_str(), &parent) != 0)
        return false;
    return facts.st_uid == ::geteuid() && facts.st_dev == parent.st_dev
        && ::access(folder.parent_path().c_str(), W_OK | X_OK) == 0 && !isWorkedIn(folder) && !hasAccessList(folder);
}

/// Names in a folder; none if there are folders or too many among them.
std::optional<std::vector<std::string>> plainEntries(const fs::path& folder)
{
    std::error_code failure;
    std::vector<std::string> names;
    for (fs::directory_iterator entry(folder, failure), end; !failure && entry != end; entry.increment(failure)) {
        if (entry->symlink_status(failure).type() == fs::file_type::directory || names.size() > 2 * kMostOthers)
            return std::nullopt;
        names.push_back(entry->path().filename().string());
    }
    return failure ? std::nullopt : std::optional(names);
}

bool sameFile(const fs::path& one, const fs::path& other)
{
    struct stat a {
    }, b{};
    return ::lstat(one.c_str(), &a) == 0 && ::lstat(other.c_str(), &b) == 0 && a.st_dev == b.st_dev
        && a.st_ino == b.st_ino;
}

} // namespace

FolderExchange::FolderExchange(fs::path folder, fs::path other, std::vector<std::string> replaced)
    : m_folder(std::move(folder))
    , m_other(std::move(other))
    , m_replaced(std::move(replaced))
{
    std::sort(m_replaced.begin(), m_replaced.end());
}

Result<std::optional<FolderExchange>> FolderExchange::prepare(
    const fs::path& path, const std::vector<NamedBytes>& files, const std::vector<std::string>& obsolete)
{
    const auto folder = whole(path);
    struct stat facts { };
    if (!folder || ::stat(folder->c_str(), &facts) != 0 || !mayBeExchanged(*folder, facts))
        return std::optional<FolderExchange>();
    auto others = plainEntries(*folder);
    std::string sibling = (folder->parent_path() / ("." + folder->filename().string() + ".XXXXXX")).string();
    if (!others || ::mkdtemp(sibling.data()) == nullptr)
        return std::optional<FolderExchange>();

    std::vector<std::string> replaced = obsolete;
    for (const NamedBytes& file : files)
        replaced.push_back(file.name);
    FolderExchange next(*folder, sibling, std::move(replaced));
    std::erase_if(*others, [&next](const std::string& name) {
        return std::binary_search(next.m_replaced.begin(), next.m_replaced.end(), name);
    });
    if (others->size() > kMostOthers || ::chown(sibling.c_str(), facts.st_uid, facts.st_gid) != 0
        || ::chmod(sibling.c_str(), facts.st_mode & 07777) != 0 || !next.linkOthers(*others))
        return std::optional<FolderExchange>();
    if (const Status written = next.writeFiles(files); !written)
        return written.error();
    return std::optional<FolderExchange>(std::move(next));
}

Status FolderExchange::writeFiles(const std::vector<NamedBytes>& files) const
{
    for (const NamedBytes& file : files) {
        const fs::path path = m_other / file.name;
        const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
        // The message names the place where the file was to go.
        if (descriptor < 0 || !writeAndClose(descriptor, file.bytes))
            return fileError("write", m_folder / file.name, errno);
    }
    return syncFolder(m_other) ? Status() : Status(fileError("write", m_folder, errno));
}

bool FolderExchange::linkOthers(const std::vector<std::string>& others) const
{
    return std::all_of(others.begin(), others.end(), [this](const std::string& name) {
        return ::linkat(AT_FDCWD, (m_folder / name).c_str(), AT_FDCWD, (m_other / name).c_str(), 0) == 0;
    });
}

bool FolderExchange::exchange()
{
#ifdef RENAME_EXCHANGE
    m_exchanged = ::renameat2(AT_FDCWD, m_other.c_str(), AT_FDCWD, m_folder.c_str(), RENAME_EXCHANGE) == 0;
    if (m_exchanged)
        syncFolder(m_folder.parent_path());
#endif
    return m_exchanged;
}

/// What others have put into the old state after it was linked, or saved anew, is theirs: back to the folder with it.
void FolderExchange::takeAway(const std::string& name) const
{
    const bool replaced = std::binary_search(m_replaced.begin(), m_replaced.end(), name);
    if (m_exchanged && !replaced && !sameFile(m_other / name, m_folder / name))
        ::rename((m_other / name).c_str(), (m_folder / name).c_str());
    else
        ::unlink((m_other / name).c_str());
}

FolderExchange::~FolderExchange()
{
    if (m_other.empty())
        return;
    std::error_code failure;
    std::vector<std::string> names;
    for (fs::directory_iterator entry(m_other, failure), end; !failure && entry != end; entry.increment(failure))
        names.push_back(entry->path().filename().string());
    for (const std::string& name : names)
        takeAway(name);
    ::rmdir(m_other.c_str()); // stays, as it should, if anything that nobody may delete is inside
}

} // namespace qlab
