// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/atomic_file.h"

#include "engine/core/file_error.h"
#include "engine/core/input_file.h"
#include "engine/core/text.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace qlab {
namespace {

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
        const bool written = ::fchmod(file, 0644) == 0 && writeAndSync(file, bytes);
        const Error failure = cannotWrite(path); // while errno still says why
        if (::close(file) != 0)
            return cannotWrite(path);
        if (!written)
            return failure;
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

} // namespace

Status writeFileAtomically(const std::filesystem::path& path, std::string_view bytes)
{
    auto file = TemporaryFile::write(path, bytes);
    return file ? file->commit() : Status(file.error());
}

Status writeFilesAtomically(const std::filesystem::path& folder, const std::vector<NamedBytes>& files)
{
    std::vector<TemporaryFile> written;
    for (const NamedBytes& file : files) {
        auto temporary = TemporaryFile::write(folder / file.name, file.bytes);
        if (!temporary)
            return temporary.error();
        written.push_back(std::move(*temporary));
    }
    for (TemporaryFile& file : written)
        if (Status status = file.commit(); !status)
            return status;
    return {};
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
