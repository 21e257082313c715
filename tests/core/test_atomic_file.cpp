// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/atomic_file.h"
#include "tests/support.h"

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iterator>

#include <sys/resource.h>

using namespace qlab;
namespace fs = std::filesystem;

namespace {

std::ptrdiff_t filesIn(const fs::path& folder)
{
    return std::distance(fs::directory_iterator(folder), fs::directory_iterator());
}

std::string contentOf(const fs::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

bool names(const Error& error, const std::string& text) { return error.message.find(text) != std::string::npos; }

/// Lets no file of this process grow above a limit: the nearest thing to a full disk that a test can make.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t bytes)
    {
        m_handler = std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        rlimit limit = m_before;
        limit.rlim_cur = bytes;
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit()
    {
        ::setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_handler);
    }

private:
    rlimit m_before{};
    void (*m_handler)(int) = nullptr;
};

} // namespace

TEST_CASE("A file is written whole and alone", "[core][atomic]")
{
    const test::TemporaryFolder folder;
    const fs::path path = folder.path() / "numbers.csv";
    const std::string bytes("a,b\n\0\xff", 6);
    REQUIRE(writeFileAtomically(path, bytes).ok());
    CHECK(contentOf(path) == bytes);
    CHECK(filesIn(folder.path()) == 1);
    CHECK((fs::status(path).permissions() & fs::perms::mask) == fs::perms(0644));

    REQUIRE(writeFileAtomically(path, "newer").ok());
    CHECK(contentOf(path) == "newer");
    REQUIRE(writeFileAtomically(path, "").ok());
    CHECK(contentOf(path).empty());
    CHECK(filesIn(folder.path()) == 1);
}

TEST_CASE("A failed write leaves nothing behind", "[core][atomic]")
{
    const test::TemporaryFolder folder;

    SECTION("the folder does not exist")
    {
        const fs::path path = folder.path() / "none" / "numbers.csv";
        const Status status = writeFileAtomically(path, "1");
        REQUIRE_FALSE(status.ok());
        CHECK(status.error().code == Error::Code::Io);
        CHECK(names(status.error(), path.string()));
        CHECK(filesIn(folder.path()) == 0);
    }
    SECTION("a folder is in the way")
    {
        const fs::path path = folder.path() / "numbers.csv";
        fs::create_directories(path / "inside");
        const Status status = writeFileAtomically(path, "1");
        REQUIRE_FALSE(status.ok());
        CHECK(names(status.error(), path.string()));
        CHECK(filesIn(folder.path()) == 1);
        CHECK(fs::is_directory(path / "inside"));
    }
    SECTION("the disk is full: the old file stays")
    {
        const fs::path path = folder.path() / "numbers.csv";
        REQUIRE(writeFileAtomically(path, "old").ok());
        const FileSizeLimit full(1000);
        const Status status = writeFileAtomically(path, std::string(5000, 'x'));
        REQUIRE_FALSE(status.ok());
        CHECK(names(status.error(), path.string()));
        CHECK(contentOf(path) == "old");
        CHECK(filesIn(folder.path()) == 1);
    }
}

TEST_CASE("Several files appear together or not at all", "[core][atomic]")
{
    const test::TemporaryFolder folder;
    REQUIRE(writeFilesAtomically(folder.path(), {{"a", "first"}, {"b", "second"}}).ok());
    CHECK(contentOf(folder.path() / "a") == "first");
    CHECK(contentOf(folder.path() / "b") == "second");
    CHECK(filesIn(folder.path()) == 2);

    const FileSizeLimit full(1000);
    const Status status =
        writeFilesAtomically(folder.path(), {{"c", "small"}, {"a", "changed"}, {"d", std::string(5000, 'x')}});
    REQUIRE_FALSE(status.ok());
    CHECK(names(status.error(), (folder.path() / "d").string()));
    CHECK(contentOf(folder.path() / "a") == "first");
    CHECK(filesIn(folder.path()) == 2);
}

TEST_CASE("A whole file is read, or the error says why not", "[core][atomic]")
{
    const test::TemporaryFolder folder;
    const fs::path path = folder.path() / "file";
    std::string bytes(200'000, '\0');
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<char>(i * 7);
    REQUIRE(writeFileAtomically(path, bytes).ok());

    const auto whole = readWholeFile(path);
    REQUIRE(whole.ok());
    CHECK(*whole == bytes);
    CHECK(readWholeFile(path, bytes.size()).ok());

    const auto tooLarge = readWholeFile(path, bytes.size() - 1);
    REQUIRE_FALSE(tooLarge.ok());
    CHECK(names(tooLarge.error(), path.string()));

    const auto missing = readWholeFile(folder.path() / "none");
    REQUIRE_FALSE(missing.ok());
    CHECK(missing.error().code == Error::Code::NotFound);

    const auto isFolder = readWholeFile(folder.path());
    REQUIRE_FALSE(isFolder.ok());
    CHECK(isFolder.error().code == Error::Code::BadInput);
}
