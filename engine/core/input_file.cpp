// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/input_file.h"

#include "engine/core/file_error.h"

#include <cerrno>
#include <charconv>
#include <string_view>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace qlab {
namespace {

/// The number of a file that this process has open already, if the path names one.
std::optional<int> openDescriptor(const std::filesystem::path& path)
{
    const std::string text = path.string();
    if (text == "/dev/stdin")
        return STDIN_FILENO;
    for (const std::string_view folder : {"/dev/fd/", "/proc/self/fd/"}) {
        int number = -1;
        const char* const end = text.data() + text.size();
        if (text.starts_with(folder) && std::from_chars(text.data() + folder.size(), end, number).ptr == end)
            return number;
    }
    return std::nullopt;
}

} // namespace

InputFile::InputFile(std::filesystem::path path, int descriptor)
    : m_path(std::move(path))
    , m_descriptor(descriptor)
{
}

InputFile::~InputFile()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

Result<InputFile> InputFile::open(const std::filesystem::path& path, Accept accept)
{
    auto stream = openDescriptor(path);
    if (struct stat facts{}; stream && ::fstat(*stream, &facts) == 0 && S_ISREG(facts.st_mode))
        stream.reset(); // a file like any other: opened anew, it is read from its start, however often
    // Not blocking: to open a named pipe would else wait for a writer.
    InputFile file(
        path, stream ? ::fcntl(*stream, F_DUPFD_CLOEXEC, 0) : ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    if (file.m_descriptor < 0 && errno == ENXIO)
        return badInput(shownPath(path) + " is a socket, not a file");
    if (file.m_descriptor < 0)
        return fileError("read", path, errno);
    if (const Status accepted = file.accept(accept, stream.has_value()); !accepted)
        return accepted.error();
    return file;
}

Status InputFile::accept(Accept accept, bool stream)
{
    struct stat facts { };
    if (::fstat(m_descriptor, &facts) != 0)
        return fileError("read", m_path, errno);
    if (S_ISREG(facts.st_mode)) {
        m_size = static_cast<std::uint64_t>(facts.st_size);
        return {};
    }
    if (S_ISDIR(facts.st_mode))
        return badInput(shownPath(m_path) + " is a folder, not a file");
    if (stream && accept == Accept::Streams)
        return {};
    return badInput(shownPath(m_path) + (S_ISFIFO(facts.st_mode) ? " is a pipe" : " is a device") + ", not a file");
}

Result<std::size_t> InputFile::read(std::span<std::uint8_t> destination)
{
    std::size_t done = 0;
    while (done < destination.size()) {
        const ssize_t got = ::read(m_descriptor, destination.data() + done, destination.size() - done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fileError("read", m_path, errno);
        if (got == 0)
            break;
        done += static_cast<std::size_t>(got);
    }
    return done;
}

Status InputFile::rewind()
{
    return ::lseek(m_descriptor, 0, SEEK_SET) == 0 ? Status() : Status(fileError("read", m_path, errno));
}

} // namespace qlab
