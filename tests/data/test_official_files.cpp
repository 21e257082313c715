// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/digit_generator.h"
#include "engine/data/idx_facts.h"
#include "engine/data/official_files.h"
#include "tests/data/idx_files.h"
#include "tests/support.h"

#include <algorithm>
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

TEST_CASE("The files are found where unpackers and other programs put them", "[data][official]")
{
    const TemporaryFolder folder;
    const std::filesystem::path& root = folder.path();
    SECTION("torchvision's folder, and the one above")
    {
        std::filesystem::create_directories(root / "MNIST/raw");
        writeFour(root / "MNIST/raw", kNames);
        CHECK(hasOfficialFiles(root / "MNIST"));
    }
    SECTION("a folder named after each file, dashes or dots within")
    {
        std::array<std::string, 4> names = kNames;
        for (std::string& name : names) {
            std::filesystem::create_directories(root / name);
            const std::string inner = GENERATE(true, false) ? name : [&name] {
                std::string dotted = name;
                dotted[dotted.find("-idx")] = '.';
                return dotted;
            }();
            name += "/" + inner;
        }
        writeFour(root, names);
    }
    CHECK(hasOfficialFiles(root));
    const auto files = readOfficialFiles(root);
    REQUIRE(files.ok());
    CHECK(sameImages(*files->train, *kTrain));
    CHECK(sameImages(*files->test, *kTest));
}

TEST_CASE("QMNIST's labels are the first of eight numbers", "[data][official]")
{
    const TemporaryFolder folder;
    const auto wide = [](const ImageSet& images, std::uint32_t columns) {
        std::string bytes = idxHeader(0xc02, {static_cast<std::uint32_t>(images.size()), columns});
        for (const std::uint8_t label : images.labels())
            bytes += bigEndian(label) + std::string(4 * (columns - 1), '\7');
        return bytes;
    };
    writeBytes(folder.path() / "qmnist-train-images-idx3-ubyte", idxImages(*kTrain));
    writeBytes(folder.path() / "qmnist-train-labels-idx2-int.gz", gzipped(wide(*kTrain, 8)));
    writeBytes(folder.path() / "qmnist-test-images-idx3-ubyte", idxImages(*kTest));
    writeBytes(folder.path() / "qmnist-test-labels-idx2-int", wide(*kTest, 8));
    const auto files = readOfficialFiles(folder.path());
    REQUIRE(files.ok());
    CHECK(sameImages(*files->train, *kTrain));
    CHECK(sameImages(*files->test, *kTest));
    writeBytes(folder.path() / "qmnist-test-labels-idx2-int", wide(*kTest, 5));
    const auto narrow = readOfficialFiles(folder.path());
    REQUIRE_FALSE(narrow.ok());
    CHECK(contains(narrow.error().message, "5 numbers a label"));
}

TEST_CASE("EMNIST's letters are refused for their classes", "[data][official]")
{
    const TemporaryFolder folder;
    writeFour(folder.path(),
        {"emnist-letters-train-images-idx3-ubyte", "emnist-letters-train-labels-idx1-ubyte",
            "emnist-letters-test-images-idx3-ubyte", "emnist-letters-test-labels-idx1-ubyte"});
    const auto files = readOfficialFiles(folder.path());
    REQUIRE_FALSE(files.ok());
    CHECK(contains(files.error().message, "emnist-letters, which has 26 classes"));
}

TEST_CASE("Zeros behind gzip are passed over, files packed twice are unpacked twice", "[data][official]")
{
    const TemporaryFolder folder;
    writeFour(folder.path(), kNames);
    writeBytes(folder.path() / kNames[0], gzipped(idxImages(*kTrain)) + std::string(100'000, '\0'));
    CHECK(readOfficialFiles(folder.path()).ok());
    writeBytes(folder.path() / kNames[0], gzipped(gzipped(idxImages(*kTrain))));
    const auto twice = readOfficialFiles(folder.path());
    REQUIRE(twice.ok());
    CHECK(sameImages(*twice->train, *kTrain));
    writeBytes(folder.path() / kNames[0], gzipped(gzipped(gzipped(idxImages(*kTrain)))));
    const auto thrice = readOfficialFiles(folder.path());
    REQUIRE_FALSE(thrice.ok());
    CHECK(contains(thrice.error().message, "gzipped three times"));
    const std::string packed = gzipped(gzipped(idxImages(*kTrain)));
    writeBytes(folder.path() / kNames[0], packed.substr(0, packed.size() / 2));
    CHECK_FALSE(readOfficialFiles(folder.path()).ok());
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

TEST_CASE("One IDX file tells what it holds", "[data][official]")
{
    const TemporaryFolder folder;
    const auto path = folder.path() / "file";
    writeBytes(path, gzipped(idxLabels(*kTrain)));
    const auto labels = idxFacts(path);
    REQUIRE(labels.ok());
    REQUIRE(labels->has_value());
    CHECK((*labels)->magic == 0x801);
    CHECK((*labels)->gzipped);
    CHECK((*labels)->whole);
    CHECK((*labels)->sizes == std::vector<std::uint32_t>{30});
    for (std::size_t k = 0; k < kClasses; ++k)
        CHECK((*labels)->counts[k]
            == static_cast<std::uint64_t>(std::count(kTrain->labels().begin(), kTrain->labels().end(), k)));
    writeBytes(path, idxHeader(0xd02, {2, 3}) + std::string(23, '\0'));
    const auto floats = idxFacts(path);
    CHECK((*floats)->type == "float32");
    CHECK((*floats)->values == 5);
    CHECK_FALSE((*floats)->whole);
    writeBytes(path, "no IDX file");
    CHECK_FALSE(idxFacts(path)->has_value());
}
