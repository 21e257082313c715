// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/folder_exchange.h"
#include "tests/support.h"

#include <map>

#include <sys/wait.h>
#include <unistd.h>

using namespace qlab;
namespace fs = std::filesystem;

namespace {

using Content = std::map<std::string, std::string>;

Content contentOf(const fs::path& folder)
{
    Content content;
    for (const auto& entry : fs::directory_iterator(folder))
        content[entry.path().filename()] = entry.is_directory() ? "folder" : *readWholeFile(entry.path());
    return content;
}

std::ptrdiff_t entries(const fs::path& folder)
{
    return std::distance(fs::directory_iterator(folder), fs::directory_iterator());
}

/// A folder "out" with the results of an older run, in a folder of its own.
struct Results {
    Results()
    {
        fs::create_directory(out);
        REQUIRE(writeFilesAtomically(out, {{"table", "old"}, {"loss", "old"}}).ok());
    }
    test::TemporaryFolder place;
    fs::path out = place.path() / "out";
};

const std::vector<NamedBytes> kNew = {{"table", "new"}, {"model", "new"}};

/// Exchanges as far as \p steps, and is killed there.
void exchangeAndDie(const fs::path& out, int steps)
{
    const pid_t child = ::fork();
    if (child == 0) {
        auto next = FolderExchange::prepare(out, kNew, {"loss"});
        if (steps > 0)
            (*next)->exchange();
        ::_exit(0); // no destructor runs
    }
    REQUIRE(::waitpid(child, nullptr, 0) == child);
}

} // namespace

TEST_CASE("New results leave no file of the old ones, and all files of others", "[core][folder]")
{
    Results results;
    REQUIRE(writeFileAtomically(results.out / "notes", "mine").ok());
    fs::create_symlink("/nonexistent", results.out / "link");
    fs::permissions(results.out, fs::perms(0750));
    REQUIRE(FolderExchange::prepare(results.out, kNew, {"loss"})->has_value());
    fs::remove(results.out / "link");
    SECTION("as a whole") { REQUIRE(writeFilesAtomically(results.out, kNew, {"loss"}).ok()); }
    SECTION("through a link, which stays one")
    {
        fs::create_directory_symlink("out", results.place.path() / "latest");
        REQUIRE(writeFilesAtomically(results.place.path() / "latest" / "", kNew, {"loss"}).ok());
        CHECK(fs::is_symlink(results.place.path() / "latest"));
        fs::remove(results.place.path() / "latest");
    }
    CHECK(contentOf(results.out) == Content{{"table", "new"}, {"model", "new"}, {"notes", "mine"}});
    CHECK(fs::status(results.out).permissions() == fs::perms(0750));
    CHECK(entries(results.place.path()) == 1); // nothing is left beside it
}

TEST_CASE("Killed in between, a folder holds the old files or the new ones", "[core][folder]")
{
    Results results;
    REQUIRE(writeFileAtomically(results.out / "notes", "mine").ok());
    exchangeAndDie(results.out, 0);
    CHECK(contentOf(results.out) == Content{{"table", "old"}, {"loss", "old"}, {"notes", "mine"}});
    exchangeAndDie(results.out, 1);
    CHECK(contentOf(results.out) == Content{{"table", "new"}, {"model", "new"}, {"notes", "mine"}});
    REQUIRE(
        writeFilesAtomically(results.out, {{"table", "newest"}}, {"model"}).ok()); // what was left is in no one's way
    CHECK(contentOf(results.out) == Content{{"table", "newest"}, {"notes", "mine"}});
}

TEST_CASE("Folders that had better not be exchanged get their files one by one", "[core][folder]")
{
    Results results;
    SECTION("there are folders of others in it") { fs::create_directory(results.out / "mine"); }
    SECTION("somebody works in it")
    {
        const fs::path before = fs::current_path();
        fs::current_path(results.out);
        CHECK_FALSE(FolderExchange::prepare(".", kNew, {})->has_value());
        REQUIRE(writeFilesAtomically(".", kNew, {"loss"}).ok());
        fs::current_path(before);
        fs::create_directory(results.out / "mine");
    }
    CHECK_FALSE(FolderExchange::prepare(results.out, kNew, {})->has_value());
    REQUIRE(writeFilesAtomically(results.out, kNew, {"loss"}).ok());
    CHECK(contentOf(results.out) == Content{{"table", "new"}, {"model", "new"}, {"mine", "folder"}});
    CHECK(entries(results.place.path()) == 1);
}

TEST_CASE("A folder in the way of a file stops the group before its first file", "[core][folder]")
{
    Results results;
    fs::create_directories(results.out / "model" / "inside");
    REQUIRE_FALSE(writeFilesAtomically(results.out, kNew, {"loss"}).ok());
    CHECK(contentOf(results.out) == Content{{"table", "old"}, {"loss", "old"}, {"model", "folder"}});
}

TEST_CASE("What others put into the folder while it is exchanged is not lost", "[core][folder]")
{
    Results results;
    REQUIRE(writeFileAtomically(results.out / "notes", "first").ok());
    {
        auto next = FolderExchange::prepare(results.out, kNew, {"loss"});
        REQUIRE(writeFileAtomically(results.out / "notes", "second").ok());
        REQUIRE(writeFileAtomically(results.out / "late", "late").ok());
        REQUIRE((*next)->exchange());
    }
    CHECK(contentOf(results.out) == Content{{"table", "new"}, {"model", "new"}, {"notes", "second"}, {"late", "late"}});
    CHECK(entries(results.place.path()) == 1);
}

TEST_CASE("Two writers leave one whole group", "[core][folder]")
{
    Results results;
    {
        auto one = FolderExchange::prepare(results.out, {{"table", "one"}, {"loss", "one"}}, {"model"});
        auto two = FolderExchange::prepare(results.out, {{"table", "two"}, {"model", "two"}}, {"loss"});
        REQUIRE((*one)->exchange());
        REQUIRE((*two)->exchange());
    }
    CHECK(contentOf(results.out) == Content{{"table", "two"}, {"model", "two"}});
    CHECK(entries(results.place.path()) == 1);
}
