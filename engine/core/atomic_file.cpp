// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/atomic_file.h"

#include "engine/core/file_error.h"
#include "engine/core/file_write.h"
#include "engine/core/folder_exchange.h"
#include "engine/core/input_file.h"
#include "engine/core/text.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace qlab {
namespace {

/// A finished file under a temporary name beside its final place; removed unless commit() renames it.
class TemporaryFile {
public:
    static Result<TemporaryFile> write(const std::filesystem::path& path, std::string_view bytes)
    {
        std::string name = path.string() + ".XXXXXX";
        const int file = ::mkstemp(name.data());
        if (file < 0)
            return cannotWrite(path);
        TemporaryFile temporary(name, path);
        ::fchmod(file, 0644); // refused by disks without permissions, which need none
        if (!writeAndClose(file, bytes))
            return cannotWrite(path);
        return temporary;
    }

    TemporaryFile(TemporaryFile&& other) noexcept
        : m_name(std::exchange(other.m_name, {}))
        , m_path(std::move(other.m_path))
    {
    }
    TemporaryFile& operator=(TemporaryFile&&) = delete;
    ~TemporaryFile()
    {
        if (!m_name.empty())
            ::unlink(m_name.c_str());
    }

    Status commit()
    {
        if (::rename(m_name.c_str(), m_path.c_str()) != 0)
            return cannotWrite(m_path);
        m_name.clear();
        return {};
    }

private:
    TemporaryFile(std::string name, std::filesystem::path path)
        : m_name(std::move(name))
        , m_path(std::move(path))
    {
    }
    static Error cannotWrite(const std::filesystem::path& path) { return fileError("write", path, errno); }

    std::string m_name; ///< empty once renamed
    std::filesystem::path m_path;
};

/// A folder in the way would stop the renames half-way.
Status checkTargets(const std::filesystem::path& folder, const std::vector<NamedBytes>& files)
{
    for (const NamedBytes& file : files) {
        struct stat facts { };
        const std::filesystem::path path = folder / file.name;
        if (::lstat(path.c_str(), &facts) == 0 && S_ISDIR(facts.st_mode))
            return fileError("write", path, EISDIR);
    }
    return {};
}

/// File by file, one after the other: for folders that cannot be exchanged as a whole. Two writers take turns.
Status writeInPlace(
    const std::filesystem::path& folder, const std::vector<NamedBytes>& files, const std::vector<std::string>& obsolete)
{
    std::vector<TemporaryFile> written;
    for (const NamedBytes& file : files) {
        auto temporary = TemporaryFile::write(folder / file.name, file.bytes);
        if (!temporary)
            return temporary.error();
        written.push_back(std::move(*temporary));
    }
    if (Status free = checkTargets(folder, files); !free)
        return free;
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    ::flock(descriptor, LOCK_EX); // a disk without locks does not matter much: the renames are fast
    Status status;
    for (TemporaryFile& file : written)
        if (status)
            status = file.commit();
    if (status)
        for (const std::string& name : obsolete)
            ::unlink((folder / name).c_str());
    if (descriptor >= 0)
        writeAndClose(descriptor, {}); // syncs the names and lets the next writer in
    return status;
}

} // namespace

Status writeFileAtomically(const std::filesystem::path& path, std::string_view bytes)
{
    auto file = TemporaryFile::write(path, bytes);
    return file ? file->commit() : Status(file.error());
}

Status writeFilesAtomically(
    const std::filesystem::path& folder, const std::vector<NamedBytes>& files, const std::vector<std::string>& obsolete)
{
    auto whole = FolderExchange::prepare(folder, files, obsolete);
    if (!whole)
        return whole.error();
    if (*whole && (*whole)->exchange())
        return {};
    return writeInPlace(folder, files, obsolete);
}

Result<std::string> readWholeFile(const std::filesystem::path& path, std::size_t limit)
{
    auto file = InputFile::open(path, InputFile::Accept::Streams);
    if (!file)
        return file.error();
    std::string bytes;
    std::array<std::uint8_t, 1 << 16> block;
    while (true) {
        const auto got = file->read(block);
        if (!got)
            return got.error();
        bytes.append(reinterpret_cast<const char*>(block.data()), *got);
        if (bytes.size() > limit)
            return badInput(shownPath(path) + " is too large: more than "
                + groupedText(static_cast<std::int64_t>(limit)) + " bytes");
        if (*got < block.size())
            return bytes;
    }
}

} // namespace qlab
