// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/csv_reader.h"
#include "engine/data/data_formats.h"
#include "engine/data/digit_generator.h"
#include "tests/data/idx_files.h"
#include "tests/support.h"

using namespace qlab;
using namespace qlab::test;

namespace {

struct Style {
    std::string heading, between = ",", end = "\n";
    bool shares = false;
};

std::string table(const ImageSet& images, const Style& style = {})
{
    std::string text = style.heading;
    for (std::size_t i = 0; i < images.size(); ++i) {
        text += std::to_string(images.labels()[i]);
        for (const std::uint8_t pixel : images.image(i))
            text += style.between + (style.shares ? std::to_string(pixel / 255.0) : std::to_string(pixel));
        text += style.end;
    }
    return text;
}

const ImagesPtr kImages = generateDigits(15, 4);

} // namespace

TEST_CASE("Tables of images are read in every dress", "[data][csv]")
{
    const TemporaryFolder folder;
    const auto path = folder.path() / "train.csv";
    const std::vector<std::pair<const char*, std::string>> texts{{"plain", table(*kImages)},
        {"a heading", table(*kImages, {"label,pixel0,pixel1\n"})},
        {"CR LF", table(*kImages, {"label,1x1\r\n", ",", "\r\n"})},
        {"semicolons and blanks", table(*kImages, {"", " ; "})}, {"tabs", table(*kImages, {"", "\t"})},
        {"blanks", table(*kImages, {"", " "})}, {"shares of 255", table(*kImages, {"label,pixel0\n", ",", "\n", true})},
        {"a byte order mark", "\xef\xbb\xbf" + table(*kImages)}, {"empty lines", "\n\n" + table(*kImages) + "\n\n"},
        {"no last line end", table(*kImages).substr(0, table(*kImages).size() - 1)},
        {"gzip", gzipped(table(*kImages))}};
    for (const auto& [name, text] : texts) {
        INFO(name);
        writeBytes(path, text);
        const auto read = readCsv(path);
        REQUIRE(read.ok());
        CHECK(sameImages(**read, *kImages));
    }
}

TEST_CASE("A table that is none of images says where", "[data][csv]")
{
    const TemporaryFolder folder;
    const auto path = folder.path() / "train.csv";
    const std::string good = table(*kImages);
    const std::string line = good.substr(0, good.find('\n') + 1);
    const std::vector<std::pair<std::string, std::string>> texts{{"", "no images"}, {"label,pixel0\n", "no images"},
        {line + line.substr(0, line.rfind(',')) + "\n", "line 2: there are 784 numbers"},
        {line + "3,,5\n", "line 2: field 2 is no number"}, {"11" + line.substr(1), "the label is 11"},
        {line.substr(0, line.rfind(',')) + ",256\n", "pixel 784 is 256"},
        {line.substr(0, line.rfind(',')) + ",7.5\n", "no whole numbers"},
        {line.substr(0, line.rfind(',')) + ",nan\n", "pixel 784"}, {std::string(3 << 20, '1'), "train.csv"}};
    for (const auto& [text, reason] : texts) {
        INFO(reason);
        writeBytes(path, text);
        const auto read = readCsv(path);
        REQUIRE_FALSE(read.ok());
        INFO(read.error().message);
        CHECK(contains(read.error().message, reason));
        CHECK(isOneLine(read.error().message));
    }
}

TEST_CASE("A folder of tables is a data set", "[data][csv]")
{
    const TemporaryFolder folder;
    CHECK_FALSE(isDataSet(folder.path()));
    writeBytes(folder.path() / "train.csv", table(*kImages));
    SECTION("one table is divided")
    {
        const auto files = readDataSet(folder.path());
        REQUIRE(files.ok());
        CHECK(files->train->size() == 13);
        CHECK(files->test->size() == 2);
        CHECK(files->test->labels()[0] == kImages->labels()[6]);
        CHECK(readDataSet(folder.path() / "train.csv")->test->size() == 2);
    }
    SECTION("Kaggle's test.csv has no labels")
    {
        std::string unlabelled = table(*kImages);
        unlabelled = unlabelled.substr(unlabelled.find(',') + 1);
        writeBytes(folder.path() / "test.csv", unlabelled.substr(0, unlabelled.find('\n') + 1));
        CHECK(readDataSet(folder.path())->test->size() == 2);
    }
    SECTION("two tables are the two halves")
    {
        writeBytes(folder.path() / "test.csv", table(*generateDigits(4, 9)));
        const auto files = readDataSet(folder.path());
        REQUIRE(files.ok());
        CHECK(files->train->size() == 15);
        CHECK(files->test->size() == 4);
    }
}
