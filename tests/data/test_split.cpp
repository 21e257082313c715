// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/split.h"
#include "tests/data/idx_files.h"
#include "tests/support.h"

#include <algorithm>
#include <limits>
#include <numeric>

using namespace qlab;
using namespace qlab::test;

namespace {

/// Images that carry their number in their first bytes.
std::shared_ptr<ImageSet> numbered(std::size_t count, std::size_t first)
{
    auto images = std::make_shared<ImageSet>(count);
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t number = first + i;
        images->mutableImage(i)[0] = static_cast<std::uint8_t>(number & 0xff);
        images->mutableImage(i)[1] = static_cast<std::uint8_t>(number >> 8);
        images->mutableLabels()[i] = static_cast<std::uint8_t>(number % 10);
    }
    return images;
}

std::size_t numberOf(const ImageSet& images, std::size_t index)
{
    const auto image = images.image(index);
    CHECK(images.labels()[index] == (image[0] | image[1] << 8) % 10);
    return static_cast<std::size_t>(image[0] | image[1] << 8);
}

constexpr std::size_t kTrainCount = 1000;
constexpr std::size_t kTestCount = 250;
RawData rawData() { return {"numbers", {numbered(kTrainCount, 0), numbered(kTestCount, kTrainCount)}}; }

std::vector<std::size_t> trainNumbers(const Dataset& data)
{
    std::vector<std::size_t> numbers;
    for (const std::uint32_t index : data.trainIndex)
        numbers.push_back(numberOf(*data.trainSource, index));
    return numbers;
}
std::vector<std::size_t> testNumbers(const Dataset& data)
{
    std::vector<std::size_t> numbers;
    for (std::size_t i = 0; i < data.test->size(); ++i)
        numbers.push_back(numberOf(*data.test, i));
    return numbers;
}

DatasetPtr split(const std::string& text, std::uint64_t seed = 1)
{
    auto spec = parseSplit(text);
    REQUIRE(spec.ok());
    spec->seed = seed;
    const auto data = splitData(rawData(), *spec);
    REQUIRE(data.ok());
    CHECK((*data)->name == "numbers");
    CHECK((*data)->split == *spec);
    CHECK((*data)->trainSize() == (*data)->trainIndex.size());
    CHECK((*data)->testSize() == (*data)->test->size());
    return *data;
}

/// Every number from 0 to count - 1 is on exactly one side.
void checkDivides(const Dataset& data, std::size_t count)
{
    std::vector<std::size_t> all = trainNumbers(data);
    const auto test = testNumbers(data);
    all.insert(all.end(), test.begin(), test.end());
    std::sort(all.begin(), all.end());
    std::vector<std::size_t> expected(count);
    std::iota(expected.begin(), expected.end(), std::size_t{0});
    CHECK(all == expected);
}

} // namespace

TEST_CASE("Splits are read and written as text", "[data][split]")
{
    for (const std::string text : {"official", "0.8", "all:0.8", "0.5", "all:0.125", "1e-05"}) {
        const auto spec = parseSplit(text);
        REQUIRE(spec.ok());
        CHECK(splitText(*spec) == text);
    }
    CHECK(parseSplit("official")->kind == SplitSpec::Kind::Official);
    CHECK(parseSplit("0.75")->kind == SplitSpec::Kind::TrainFile);
    CHECK(parseSplit("0.75")->trainFraction == 0.75);
    CHECK(parseSplit("all:0.75")->kind == SplitSpec::Kind::AllImages);

    for (const std::string text : {"", "0", "1", "1.5", "-0.2", "nan", "inf", "0.8x", " 0.8", "0,8", "80%", "all",
             "all:", "all:1", "all:official", "Official", "0.8 "}) {
        INFO('"' << text << '"');
        const auto spec = parseSplit(text);
        REQUIRE_FALSE(spec.ok());
        CHECK(isOneLine(spec.error().message));
        CHECK(spec.error().field == "split");
        CHECK(contains(spec.error().message, '"' + text + '"'));
    }
}

TEST_CASE("The official split keeps the halves without a copy", "[data][split]")
{
    const RawData raw = rawData();
    const auto data = splitData(raw, *parseSplit("official"));
    REQUIRE(data.ok());
    CHECK((*data)->trainSource == raw.files.train);
    CHECK((*data)->test == raw.files.test);
    CHECK((*data)->trainSize() == kTrainCount);
    CHECK(std::is_sorted((*data)->trainIndex.begin(), (*data)->trainIndex.end()));
    checkDivides(**data, kTrainCount + kTestCount);
}

TEST_CASE("A share of the training file", "[data][split]")
{
    const DatasetPtr data = split("0.8");
    CHECK(data->trainSize() == 800);
    CHECK(data->testSize() == 200);
    checkDivides(*data, kTrainCount);
    CHECK_FALSE(std::is_sorted(data->trainIndex.begin(), data->trainIndex.end()));

    SECTION("takes the training images from their source")
    {
        const RawData raw = rawData();
        const auto shared = splitData(raw, *parseSplit("0.8"));
        REQUIRE(shared.ok());
        CHECK((*shared)->trainSource == raw.files.train);
    }
    SECTION("does not need the test file")
    {
        const auto alone = splitData({"numbers", {numbered(10, 0), nullptr}}, *parseSplit("0.8"));
        REQUIRE(alone.ok());
        CHECK((*alone)->testSize() == 2);
    }
}

TEST_CASE("A share of all images", "[data][split]")
{
    const DatasetPtr data = split("all:0.8");
    CHECK(data->trainSize() == 1000);
    CHECK(data->testSize() == 250);
    checkDivides(*data, kTrainCount + kTestCount);
    const auto test = testNumbers(*data);
    const auto fromTestFile = std::count_if(test.begin(), test.end(), [](std::size_t n) { return n >= kTrainCount; });
    CHECK(fromTestFile > 20); // 50 expected
    CHECK(fromTestFile < 80);
}

TEST_CASE("The seed decides the split, and nothing else does", "[data][split]")
{
    for (const std::string text : {"0.8", "all:0.8"}) {
        CHECK(trainNumbers(*split(text, 1)) == trainNumbers(*split(text, 1)));
        CHECK(testNumbers(*split(text, 1)) == testNumbers(*split(text, 1)));
        CHECK(testNumbers(*split(text, 1)) != testNumbers(*split(text, 2)));
    }
}

TEST_CASE("The training share is rounded down, but not by a binary fraction's error", "[data][split]")
{
    const auto trainSize = [](std::size_t count, double fraction) {
        const auto data = splitData({"n", {numbered(count, 0), nullptr}}, {SplitSpec::Kind::TrainFile, fraction, 1});
        return data.ok() ? (*data)->trainSize() : 0;
    };
    CHECK(trainSize(100, 0.29) == 29);
    CHECK(trainSize(10, 0.7) == 7);
    CHECK(trainSize(3, 0.5) == 1);
    CHECK(trainSize(9, 0.999) == 8);
    CHECK(trainSize(2, 0.5) == 1);
}

TEST_CASE("A split that leaves a side empty is refused", "[data][split]")
{
    const auto refused = [](RawData raw, const SplitSpec& spec) {
        const auto data = splitData(std::move(raw), spec);
        REQUIRE_FALSE(data.ok());
        CHECK(isOneLine(data.error().message));
        CHECK(data.error().field == "split");
        return data.error().message;
    };
    const auto one = [] { return RawData{"single", {numbered(1, 0), nullptr}}; };
    CHECK(contains(refused(one(), *parseSplit("0.8")), "single"));
    CHECK(contains(refused(one(), *parseSplit("all:0.8")), "all:0.8"));
    CHECK(contains(refused(one(), *parseSplit("official")), "official"));
    CHECK(contains(refused({"nothing", {}}, *parseSplit("0.5")), "nothing"));
    CHECK(contains(refused({"many", {numbered(9, 0), nullptr}}, *parseSplit("0.1")), "many"));
    for (const double fraction : {0.0, 1.0, -1.0, 2.0, std::numeric_limits<double>::quiet_NaN()})
        CHECK(contains(refused(rawData(), {SplitSpec::Kind::TrainFile, fraction, 1}), "between 0 and 1"));
}
