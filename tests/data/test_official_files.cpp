// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/digit_generator.h"
#include "engine/data/official_files.h"
#include "tests/data/idx_files.h"
#include "tests/support.h"

#include <array>

using namespace qlab;
using namespace qlab::test;

namespace {

const ImagesPtr kTrain = generateDigits(30, 1);
const ImagesPtr kTest = generateDigits(20, 2);

/// Writes the four files under the names that \p names gives: training images, labels, test images, labels.
void writeFour(const std::filesystem::path& folder, const std::array<std::string, 4>& names)
{
    const std::array<std::string, 4> contents{
        idxImages(*kTrain), idxLabels(*kTrain), idxImages(*kTest), idxLabels(*kTest)};
    for (std::size_t i = 0; i < names.size(); ++i)
        writeBytes(folder / names[i], names[i].ends_with(".gz") ? gzipped(contents[i]) : contents[i]);
}

const std::array<std::string, 4> kNames{
    "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"};

} // namespace

TEST_CASE("The four files are found under all their names", "[data][official]")
{
    const std::vector<std::array<std::string, 4>> spellings{kNames,
        {"train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz",
            "t10k-labels-idx1-ubyte.gz"},
        {"train-images.idx3-ubyte", "train-labels.idx1-ubyte", "t10k-images.idx3-ubyte", "t10k-labels.idx1-ubyte"},
        {"train-images.idx3-ubyte.gz", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte.gz",
            "t10k-labels.idx1-ubyte"}};
    for (const auto& names : spellings) {
        INFO(names[0]);
        const TemporaryFolder folder;
        writeFour(folder.path(), names);
        CHECK(hasOfficialFiles(folder.path()));
        const auto files = readOfficialFiles(folder.path());
        REQUIRE(files.ok());
        CHECK(sameImages(*files->train, *kTrain));
        CHECK(sameImages(*files->test, *kTest));
    }
}

TEST_CASE("EMNIST's digits are found under their own names", "[data][official]")
{
    const TemporaryFolder folder;
    writeFour(folder.path(),
        {"emnist-digits-train-images-idx3-ubyte.gz", "emnist-digits-train-labels-idx1-ubyte.gz",
            "emnist-digits-test-images-idx3-ubyte", "emnist-digits-test-labels-idx1-ubyte"});
    const auto files = readOfficialFiles(folder.path());
    REQUIRE(files.ok());
    CHECK(files->train->size() == 30);
    CHECK(files->test->image(3)[5 * kSide + 11] == kTest->image(3)[11 * kSide + 5]);
    CHECK(labelBytes(*files->test) == labelBytes(*kTest));
}

TEST_CASE("The raw file is read where both are there", "[data][official]")
{
    const TemporaryFolder folder;
    writeFour(folder.path(), kNames);
    writeBytes(folder.path() / "train-images-idx3-ubyte.gz", "not read");
    CHECK(readOfficialFiles(folder.path()).ok());
}

TEST_CASE("Missing files are named", "[data][official]")
{
    const TemporaryFolder folder;
    writeFour(folder.path(), kNames);
    for (const std::string& name : kNames) {
        std::filesystem::rename(folder.path() / name, folder.path() / "away");
        CHECK_FALSE(hasOfficialFiles(folder.path()));
        const auto files = readOfficialFiles(folder.path());
        REQUIRE_FALSE(files.ok());
        INFO(files.error().message);
        CHECK(files.error().code == Error::Code::NotFound);
        CHECK(isOneLine(files.error().message));
        CHECK(contains(files.error().message, folder.path().string()));
        for (const std::string& other : kNames)
            CHECK(contains(files.error().message, other) == (other == name));
        std::filesystem::rename(folder.path() / "away", folder.path() / name);
    }
    CHECK(hasOfficialFiles(folder.path()));
}

TEST_CASE("A folder without data, or none at all, is told", "[data][official]")
{
    const TemporaryFolder folder;
    const auto empty = readOfficialFiles(folder.path());
    REQUIRE_FALSE(empty.ok());
    for (const std::string& name : kNames)
        CHECK(contains(empty.error().message, name));

    const auto missing = readOfficialFiles(folder.path() / "none");
    REQUIRE_FALSE(missing.ok());
    CHECK(contains(missing.error().message, "does not exist"));
    CHECK_FALSE(hasOfficialFiles(folder.path() / "none"));

    writeBytes(folder.path() / "file", "text");
    const auto file = readOfficialFiles(folder.path() / "file");
    REQUIRE_FALSE(file.ok());
    CHECK(contains(file.error().message, "is not a folder"));
}

TEST_CASE("Damage in either half is reported", "[data][official]")
{
    const TemporaryFolder folder;
    writeFour(folder.path(), kNames);
    writeBytes(folder.path() / kNames[2], "short");
    const auto files = readOfficialFiles(folder.path());
    REQUIRE_FALSE(files.ok());
    CHECK(contains(files.error().message, kNames[2]));
}
