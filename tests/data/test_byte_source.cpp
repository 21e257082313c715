// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/random.h"
#include "engine/data/byte_source.h"
#include "tests/data/idx_files.h"
#include "tests/support.h"

using namespace qlab;
using namespace qlab::test;

namespace {

/// Bytes that neither pack away to nothing nor not at all.
std::string someBytes(std::size_t count)
{
    Random random(9);
    std::string bytes(count, '\0');
    for (char& byte : bytes)
        byte = static_cast<char>(random.below(20));
    return bytes;
}

Result<std::string> readAll(const std::filesystem::path& path, std::size_t step)
{
    auto source = ByteSource::open(path);
    if (!source)
        return source.error();
    std::string all;
    std::vector<std::uint8_t> block(step);
    for (;;) {
        const auto got = (*source)->read(block, {});
        if (!got)
            return got.error();
        all.append(block.begin(), block.begin() + static_cast<std::ptrdiff_t>(*got));
        if (*got < step)
            return all;
    }
}

} // namespace

TEST_CASE("Raw and gzipped bytes come back the same", "[data][bytes]")
{
    const TemporaryFolder folder;
    const auto path = folder.path() / "bytes";
    for (const std::size_t size : {0u, 1u, 2u, 3u, 65'536u, 2'500'000u}) {
        const std::string bytes = someBytes(size);
        for (const std::size_t step : {std::size_t{1000}, std::size_t{3'000'000}}) {
            INFO(size << " bytes in steps of " << step);
            writeBytes(path, bytes);
            const auto raw = readAll(path, step);
            REQUIRE(raw.ok());
            CHECK(*raw == bytes);
            writeBytes(path, gzipped(bytes));
            const auto unpacked = readAll(path, step);
            REQUIRE(unpacked.ok());
            CHECK(*unpacked == bytes);
        }
    }
}

TEST_CASE("A gzip file may have several members", "[data][bytes]")
{
    const TemporaryFolder folder;
    const std::string bytes = someBytes(100'000);
    writeBytes(folder.path() / "parts", gzipped(bytes.substr(0, 30'000)) + gzipped("") + gzipped(bytes.substr(30'000)));
    const auto all = readAll(folder.path() / "parts", 4096);
    REQUIRE(all.ok());
    CHECK(*all == bytes);
}

TEST_CASE("The size limit never lies below what a gzip file holds", "[data][bytes]")
{
    const TemporaryFolder folder;
    writeBytes(folder.path() / "zeros", gzipped(std::string(20'000'000, '\0')));
    const auto zeros = ByteSource::open(folder.path() / "zeros");
    REQUIRE(zeros.ok());
    CHECK((*zeros)->isPacked());
    CHECK((*zeros)->sizeLimit() >= 20'000'000);

    writeBytes(folder.path() / "raw", someBytes(1234));
    const auto raw = ByteSource::open(folder.path() / "raw");
    REQUIRE(raw.ok());
    CHECK_FALSE((*raw)->isPacked());
    CHECK((*raw)->sizeLimit() == 1234);
}

TEST_CASE("A damaged gzip file never passes for a whole one", "[data][bytes]")
{
    const TemporaryFolder folder;
    const auto path = folder.path() / "packed.gz";
    const std::string bytes = someBytes(3000);
    const std::string packed = gzipped(bytes);

    SECTION("broken off anywhere")
    {
        for (std::size_t length = 2; length < packed.size(); ++length) {
            INFO(length << " of " << packed.size() << " bytes");
            writeBytes(path, packed.substr(0, length));
            const auto result = readAll(path, 512);
            REQUIRE_FALSE(result.ok());
            CHECK(contains(result.error().message, path.string()));
            CHECK(contains(result.error().message, "breaks off"));
        }
    }
    SECTION("any byte changed")
    {
        for (std::size_t at = 2; at < packed.size(); ++at) {
            INFO("byte " << at << " of " << packed.size());
            std::string changed = packed;
            changed[at] = static_cast<char>(changed[at] ^ 0x15);
            writeBytes(path, changed);
            const auto result = readAll(path, 512);
            // The header's date and system do not matter; the data are guarded by their checksum.
            if (result.ok())
                CHECK(*result == bytes);
            else
                CHECK(contains(result.error().message, path.string()));
            if (at >= 10)
                CHECK_FALSE(result.ok());
        }
    }
    SECTION("bytes behind the end")
    {
        writeBytes(path, packed + "behind");
        const auto result = readAll(path, 512);
        REQUIRE_FALSE(result.ok());
        CHECK(contains(result.error().message, "stray bytes"));
    }
}

TEST_CASE("What cannot be opened is named", "[data][bytes]")
{
    const TemporaryFolder folder;
    const auto missing = ByteSource::open(folder.path() / "none");
    REQUIRE_FALSE(missing.ok());
    CHECK(missing.error().code == Error::Code::NotFound);
    CHECK(contains(missing.error().message, (folder.path() / "none").string()));

    const auto isFolder = ByteSource::open(folder.path());
    REQUIRE_FALSE(isFolder.ok());
    CHECK(contains(isFolder.error().message, "is a folder"));

    const auto device = ByteSource::open("/dev/zero");
    REQUIRE_FALSE(device.ok());
    CHECK(contains(device.error().message, "is a device, not a file"));
}
