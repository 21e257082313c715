// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/atomic_file.h"
#include "engine/data/data_formats.h"
#include "engine/data/digit_generator.h"
#include "tests/support.h"

#include <functional>

#include <png.h>
#include <zip.h>

using namespace qlab;
using namespace qlab::test;

namespace {

const ImagesPtr kTrain = generateDigits(21, 4), kTest = generateDigits(7, 5);

std::string npy(
    const std::string& type, const std::string& shape, const std::string& elements, const char* order = "False")
{
    std::string header = "{'descr': '" + type + "', 'fortran_order': " + order + ", 'shape': (" + shape + "), }";
    header.resize(118 - 1, ' ');
    header += '\n';
    return std::string("\x93NUMPY\x01\x00", 8) + static_cast<char>(header.size()) + '\0' + header + elements;
}

std::string pixels(const ImageSet& images)
{
    return {reinterpret_cast<const char*>(images.pixels()), images.size() * kPixels};
}

/// Labels as NumPy's usual int64.
std::string wideLabels(const ImageSet& images)
{
    std::string bytes;
    for (const std::uint8_t label : images.labels())
        bytes += static_cast<char>(label) + std::string(7, '\0');
    return bytes;
}

std::string count(const ImageSet& images) { return std::to_string(images.size()); }

using Members = std::vector<std::pair<std::string, std::string>>;

Members goodMembers()
{
    const std::string labels(reinterpret_cast<const char*>(kTrain->labels().data()), kTrain->size());
    return {{"x_train.npy", npy("|u1", count(*kTrain) + ", 28, 28", pixels(*kTrain))},
        {"y_train.npy", npy("|u1", count(*kTrain) + ",", labels)},
        {"x_test.npy", npy("|u1", count(*kTest) + ", 784", pixels(*kTest))},
        {"y_test.npy", npy("<i8", count(*kTest) + ",", wideLabels(*kTest))}};
}

void writeArchive(const std::filesystem::path& path, const Members& members)
{
    zip_t* const archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
    REQUIRE(archive != nullptr);
    for (const auto& [name, bytes] : members)
        REQUIRE(zip_file_add(archive, name.c_str(), zip_source_buffer(archive, bytes.data(), bytes.size(), 0), 0) >= 0);
    REQUIRE(zip_close(archive) == 0);
}

void checkSame(const ImageSet& read, const ImageSet& expected)
{
    REQUIRE(read.size() == expected.size());
    CHECK(std::equal(read.labels().begin(), read.labels().end(), expected.labels().begin()));
    CHECK(pixels(read) == pixels(expected));
}

void writePng(const std::filesystem::path& path, const std::uint8_t* grey, png_uint_32 side)
{
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = image.height = side;
    image.format = PNG_FORMAT_GRAY;
    std::filesystem::create_directories(path.parent_path());
    REQUIRE(png_image_write_to_file(&image, path.c_str(), 0, grey, 0, nullptr) != 0);
}

void writePictures(const std::filesystem::path& folder, const ImageSet& images)
{
    for (std::size_t i = 0; i < images.size(); ++i)
        writePng(folder / std::to_string(images.labels()[i]) / (std::to_string(100 + i) + ".PNG"),
            images.image(i).data(), kSide);
}

/// As the folders list them: class after class.
ImageSet byClass(const ImageSet& images)
{
    ImageSet sorted(images.size());
    std::size_t to = 0;
    for (std::uint8_t digit = 0; digit < kClasses; ++digit)
        for (std::size_t i = 0; i < images.size(); ++i)
            if (images.labels()[i] == digit) {
                std::copy_n(images.image(i).begin(), kPixels, sorted.mutableImage(to).begin());
                sorted.mutableLabels()[to++] = digit;
            }
    return sorted;
}

} // namespace

TEST_CASE("Keras' archive is read, alone and in its folder", "[data][npz]")
{
    const TemporaryFolder folder;
    const auto file = folder.path() / "mnist.npz";
    writeArchive(file, goodMembers());
    for (const auto& path : {file, folder.path()}) {
        CHECK(isDataSet(path));
        const auto data = readDataSet(path);
        REQUIRE(data.ok());
        checkSame(*data->train, *kTrain);
        checkSame(*data->test, *kTest);
    }
}

TEST_CASE("An archive that will not do is refused by the name of its array", "[data][npz]")
{
    struct Case {
        const char* word;
        std::function<void(Members&)> spoil;
    };
    const auto replace = [](std::size_t at, std::string bytes) {
        return [at, bytes](Members& members) { members[at].second = bytes; };
    };
    const std::string twenty = std::string(20, '\1');
    for (const Case& bad : {
             Case{"no array y_test", [](Members& members) { members.pop_back(); }},
             Case{"float", replace(0, npy("<f4", "1, 28, 28", std::string(4 * kPixels, '\0')))},
             Case{"[21, 32, 32]", replace(0, npy("|u1", "21, 32, 32", ""))},
             Case{"Fortran", replace(0, npy("|u1", "21, 28, 28", pixels(*kTrain), "True"))},
             Case{"as long as", replace(0, npy("|u1", "99999999999999999999, 28, 28", ""))},
             Case{"as long as", replace(1, npy("|u1", "21,", twenty))},
             Case{"20 labels", replace(1, npy("|u1", "20,", twenty))},
             Case{"label 12", replace(1, npy("|u1", "21,", std::string(21, '\x0c')))},
             Case{"no NumPy array", replace(2, "rubbish, and more of it")},
         }) {
        INFO(bad.word);
        const TemporaryFolder folder;
        Members members = goodMembers();
        bad.spoil(members);
        writeArchive(folder.path() / "a.npz", members);
        const auto data = readDataSet(folder.path() / "a.npz");
        REQUIRE_FALSE(data.ok());
        const std::string word = bad.word == std::string("float") ? "<f4" : bad.word;
        CHECK_THAT(data.error().message, ContainsSubstring(word) && ContainsSubstring("a.npz"));
    }
    const TemporaryFolder folder;
    REQUIRE(writeFileAtomically(folder.path() / "b.npz", "not a zip file at all").ok());
    CHECK_THAT(readDataSet(folder.path() / "b.npz").error().message, ContainsSubstring("no archive"));
}

TEST_CASE("Pictures in folders named by digit are read", "[data][png]")
{
    const TemporaryFolder folder;
    SECTION("two halves")
    {
        writePictures(folder.path() / "train", *kTrain);
        writePictures(folder.path() / "test", *kTest);
        CHECK(isDataSet(folder.path()));
        const auto data = readDataSet(folder.path());
        REQUIRE(data.ok());
        checkSame(*data->train, byClass(*kTrain));
        checkSame(*data->test, byClass(*kTest));
    }
    SECTION("one piece: every seventh is for testing")
    {
        writePictures(folder.path(), *kTrain);
        const auto data = readDataSet(folder.path());
        REQUIRE(data.ok());
        CHECK(data->train->size() == 18);
        CHECK(data->test->size() == 3);
    }
    SECTION("another size, and a picture that is none, are named")
    {
        writePictures(folder.path(), *kTrain);
        const std::vector<std::uint8_t> large(32 * 32);
        writePng(folder.path() / "3" / "large.png", large.data(), 32);
        CHECK_THAT(
            readDataSet(folder.path()).error().message, ContainsSubstring("large.png") && ContainsSubstring("32 x 32"));
        REQUIRE(writeFileAtomically(folder.path() / "3" / "large.png", "rubbish").ok());
        CHECK_THAT(readDataSet(folder.path()).error().message, ContainsSubstring("large.png"));
    }
}
