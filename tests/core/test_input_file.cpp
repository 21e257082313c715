// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/atomic_file.h"
#include "engine/core/file_error.h"
#include "engine/core/input_file.h"
#include "tests/support.h"

#include <array>
#include <cerrno>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

using namespace qlab;
using test::ContainsSubstring;
namespace fs = std::filesystem;

namespace {

/// Both ends of an anonymous pipe, as a shell's <(...) makes it.
struct Pipe {
    Pipe() { REQUIRE(::pipe(ends.data()) == 0); }
    ~Pipe()
    {
        ::close(ends[0]);
        if (ends[1] >= 0)
            ::close(ends[1]);
    }
    void write(const std::string& bytes)
    {
        REQUIRE(::write(ends[1], bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
    }
    void closeWriter() { ::close(std::exchange(ends[1], -1)); }
    std::array<int, 2> ends{};
};

std::string refusal(const fs::path& path)
{
    const auto bytes = readWholeFile(path);
    REQUIRE_FALSE(bytes.ok());
    return bytes.error().message;
}

} // namespace

TEST_CASE(
    "Only regular files are read; pipes that have a name, devices and folders are refused at once", "[core][files]")
{
    const test::TemporaryFolder folder;
    const fs::path fifo = folder.path() / "fifo", socket = folder.path() / "socket";
    REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
    CHECK_THAT(refusal(fifo), ContainsSubstring("fifo is a pipe, not a file")); // nobody writes to it: no waiting
    CHECK_THAT(refusal("/dev/null"), ContainsSubstring("is a device"));
    CHECK_THAT(refusal("/dev/zero"), ContainsSubstring("is a device"));
    CHECK_THAT(refusal(folder.path()), ContainsSubstring("is a folder, not a file"));

    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    REQUIRE(socket.string().size() < sizeof address.sun_path);
    socket.string().copy(address.sun_path, sizeof address.sun_path - 1);
    const int listening = ::socket(AF_UNIX, SOCK_STREAM, 0);
    REQUIRE(::bind(listening, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    CHECK_THAT(refusal(socket), ContainsSubstring("is a socket"));
    ::close(listening);
}

TEST_CASE("A pipe that the shell holds open is read to its end or to the limit", "[core][files]")
{
    Pipe pipe;
    const std::string name = GENERATE("/dev/fd/", "/proc/self/fd/") + std::to_string(pipe.ends[0]);
    pipe.write("twelve bytes");
    SECTION("to its end")
    {
        pipe.closeWriter();
        const auto bytes = readWholeFile(name);
        REQUIRE(bytes.ok());
        CHECK(*bytes == "twelve bytes");
    }
    SECTION("to the limit")
    {
        pipe.closeWriter();
        CHECK_THAT(readWholeFile(name, 11).error().message, ContainsSubstring("more than 11 bytes"));
    }
    SECTION("not where only files will do") { CHECK_FALSE(InputFile::open(name).ok()); }
}

TEST_CASE("The reason why a path leads nowhere is the true one", "[core][files]")
{
    const test::TemporaryFolder folder;
    const fs::path loop = folder.path() / "loop", file = folder.path() / "file";
    fs::create_symlink("loop", loop);
    REQUIRE(writeFileAtomically(file, "x").ok());
    CHECK_THAT(refusal(loop), ContainsSubstring("loop"));
    CHECK_THAT(refusal(folder.path() / "none"), ContainsSubstring("none does not exist"));
    CHECK_THAT(refusal(file / "below"), ContainsSubstring("is a file, not a folder"));
    const std::string tooLong = refusal(std::string(5000, 'a'));
    CHECK_THAT(tooLong, ContainsSubstring("too long"));
    CHECK(tooLong.size() < 400);
    CHECK_THAT(kindOf(loop).error().message, ContainsSubstring("loop"));
    CHECK(kindOf(folder.path() / "none").error().code == Error::Code::NotFound);
    CHECK_THAT(requireFolder(file).error().message, ContainsSubstring("is not a folder"));
    CHECK(*kindOf(folder.path()) == PathKind::Folder);
    CHECK(*kindOf(file) == PathKind::File);
}

TEST_CASE("What may not be read is not said to be missing", "[core][files]")
{
    CHECK(fileError("read", "x", EACCES).message == "cannot read x: Permission denied");
    CHECK(fileError("read", "x", EACCES).code == Error::Code::Io);
    if (::geteuid() == 0) {
        WARN("root may read everything: the rest is not tested");
        return;
    }
    const test::TemporaryFolder folder;
    const fs::path shut = folder.path() / "shut";
    fs::create_directory(shut);
    REQUIRE(writeFileAtomically(shut / "file", "x").ok());
    fs::permissions(shut, fs::perms::none);
    CHECK_THAT(refusal(shut / "file"), ContainsSubstring("Permission denied"));
    CHECK_THAT(kindOf(shut / "file").error().message, ContainsSubstring("Permission denied"));
    fs::permissions(shut, fs::perms::owner_all);
}
