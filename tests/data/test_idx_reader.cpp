// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/digit_generator.h"
#include "engine/data/idx_reader.h"
#include "tests/data/idx_files.h"
#include "tests/support.h"

#include <algorithm>

using namespace qlab;
using namespace qlab::test;

namespace {

/// A pair of files in a folder of their own.
struct Pair {
    TemporaryFolder folder;
    std::filesystem::path images = folder.path() / "images";
    std::filesystem::path labels = folder.path() / "labels";

    Result<ImagesPtr> read(
        const std::string& imageBytes, const std::string& labelBytes, const std::stop_token& stop = {}) const
    {
        writeBytes(images, imageBytes);
        writeBytes(labels, labelBytes);
        return readIdx(images, labels, stop);
    }
};

/// Checks that reading fails in one line that names \p file and holds \p reason, raw and gzipped.
void checkRefused(const Pair& pair, const std::string& imageBytes, const std::string& labelBytes,
    const std::filesystem::path& file, const std::string& reason)
{
    for (const bool packed : {false, true}) {
        const auto result =
            packed ? pair.read(gzipped(imageBytes), gzipped(labelBytes)) : pair.read(imageBytes, labelBytes);
        REQUIRE_FALSE(result.ok());
        INFO((packed ? "gzipped: " : "raw: ") << result.error().message);
        CHECK(isOneLine(result.error().message));
        CHECK(contains(result.error().message, file.string()));
        CHECK(contains(result.error().message, reason));
    }
}

} // namespace

TEST_CASE("IDX files come back as written, raw or gzipped in any mixture", "[data][idx]")
{
    const Pair pair;
    for (const std::size_t count : {1u, 7u, 1500u}) {
        const ImagesPtr digits = generateDigits(count, 5);
        const std::string images = idxImages(*digits), labels = idxLabels(*digits);
        for (const bool packImages : {false, true}) {
            for (const bool packLabels : {false, true}) {
                const auto result =
                    pair.read(packImages ? gzipped(images) : images, packLabels ? gzipped(labels) : labels);
                REQUIRE(result.ok());
                CHECK(sameImages(**result, *digits));
            }
        }
    }
}

TEST_CASE("Loaded images keep the kernels' promises", "[data][idx]")
{
    const Pair pair;
    const ImagesPtr digits = generateDigits(3, 5);
    const auto result = pair.read(idxImages(*digits), idxLabels(*digits));
    REQUIRE(result.ok());
    const ImageSet& images = **result;
    CHECK(reinterpret_cast<std::uintptr_t>(images.pixels()) % kAlignment == 0);
    const std::uint8_t* const end = images.pixels() + images.size() * kPixels;
    CHECK(std::all_of(end, end + ImageSet::kReadablePadding, [](std::uint8_t byte) { return byte == 0; }));
}

TEST_CASE("EMNIST's images are turned upright", "[data][idx]")
{
    const Pair pair;
    const ImagesPtr digits = generateDigits(20, 5);
    ImageSet lying(20);
    std::copy(digits->labels().begin(), digits->labels().end(), lying.mutableLabels().begin());
    for (std::size_t i = 0; i < 20; ++i)
        for (std::size_t y = 0; y < kSide; ++y)
            for (std::size_t x = 0; x < kSide; ++x)
                lying.mutableImage(i)[x * kSide + y] = digits->image(i)[y * kSide + x];
    writeBytes(pair.images, idxImages(lying));
    writeBytes(pair.labels, idxLabels(lying));
    const auto upright = readIdx(pair.images, pair.labels, {}, PixelOrder::Columns);
    REQUIRE(upright.ok());
    CHECK(sameImages(**upright, *digits));
}

TEST_CASE("Unusable IDX files are refused with the file and the reason", "[data][idx]")
{
    const Pair pair;
    const ImagesPtr digits = generateDigits(20, 5);
    const std::string images = idxImages(*digits), labels = idxLabels(*digits);
    const std::string pixels = pixelBytes(*digits);

    SECTION("wrong magic")
    {
        checkRefused(pair, idxHeader(0x804, {20, 28, 28}) + pixels, labels, pair.images, "not an IDX file");
        checkRefused(pair, images, idxHeader(0x1234, {20}) + labelBytes(*digits), pair.labels, "0x00001234");
        checkRefused(pair, std::string(5000, 'x'), labels, pair.images, "not an IDX file");
    }
    SECTION("files swapped") { checkRefused(pair, labels + std::string(20, '\0'), images, pair.images, "swapped"); }
    SECTION("too short for a header")
    {
        checkRefused(pair, "", labels, pair.images, "too short");
        checkRefused(pair, images.substr(0, 3), labels, pair.images, "too short");
        checkRefused(pair, images.substr(0, 15), labels, pair.images, "too short");
        checkRefused(pair, images, labels.substr(0, 7), pair.labels, "too short");
    }
    SECTION("other sizes than 28 x 28")
    {
        checkRefused(pair, idxHeader(0x803, {5, 56, 56}) + pixels, labels, pair.images, "56 x 56");
        checkRefused(pair, idxHeader(0x803, {20, 28, 29}) + pixels, labels, pair.images, "28 x 29");
        checkRefused(pair, idxHeader(0x803, {20, 0, 0xffffffff}) + pixels, labels, pair.images, "0 x 4294967295");
    }
    SECTION("different counts")
    {
        const ImagesPtr fewer = generateDigits(19, 5);
        checkRefused(pair, images, idxLabels(*fewer), pair.labels, "19 labels");
        checkRefused(pair, images, idxLabels(*fewer), pair.images, "20 images");
    }
    SECTION("labels that are no digits")
    {
        std::string wrong = labels;
        wrong[8 + 13] = 10;
        checkRefused(pair, images, wrong, pair.labels, "label 10 at image 13");
        wrong[8 + 13] = static_cast<char>(255);
        checkRefused(pair, images, wrong, pair.labels, "label 255");
    }
    SECTION("no images at all")
    {
        checkRefused(pair, idxHeader(0x803, {0, 28, 28}), idxHeader(0x801, {0}), pair.images, "holds no images");
        checkRefused(pair, images, idxHeader(0x801, {0}), pair.labels, "holds no labels");
    }
}

TEST_CASE("Data that break off or go on are refused", "[data][idx]")
{
    const Pair pair;
    const ImagesPtr digits = generateDigits(20, 5);
    const std::string images = idxImages(*digits), labels = idxLabels(*digits);

    SECTION("raw, by the file's size")
    {
        auto result = pair.read(images.substr(0, images.size() - 1), labels);
        REQUIRE_FALSE(result.ok());
        CHECK(contains(result.error().message, pair.images.string() + " is too short for the 20 images"));
        result = pair.read(images, labels.substr(0, labels.size() - 1));
        REQUIRE_FALSE(result.ok());
        CHECK(contains(result.error().message, pair.labels.string() + " is too short for the 20 labels"));
        result = pair.read(images + "xy", labels);
        REQUIRE_FALSE(result.ok());
        CHECK(contains(result.error().message, pair.images.string() + " has 2 bytes too many"));
        result = pair.read(images, labels + std::string(1, '\0'));
        REQUIRE_FALSE(result.ok());
        CHECK(contains(result.error().message, pair.labels.string() + " has 1 byte too many"));
    }
    SECTION("gzipped, by what unpacks")
    {
        auto result = pair.read(gzipped(images.substr(0, images.size() - 1)), labels);
        REQUIRE_FALSE(result.ok());
        CHECK(contains(result.error().message, pair.images.string() + " ends after 19 of 20 images"));
        result = pair.read(images, gzipped(labels.substr(0, labels.size() - 3)));
        REQUIRE_FALSE(result.ok());
        CHECK(contains(result.error().message, pair.labels.string() + " ends after 17 of 20 labels"));
        result = pair.read(gzipped(images + "x"), labels);
        REQUIRE_FALSE(result.ok());
        CHECK(contains(result.error().message, pair.images.string() + " goes on behind its 20 images"));
        result = pair.read(images, gzipped(labels + "x"));
        REQUIRE_FALSE(result.ok());
        CHECK(contains(result.error().message, pair.labels.string() + " goes on behind its 20 labels"));
    }
    SECTION("gzipped and damaged")
    {
        std::string packed = gzipped(images);
        packed[packed.size() - 6] = static_cast<char>(packed[packed.size() - 6] ^ 1); // in the checksum
        const auto result = pair.read(packed, labels);
        REQUIRE_FALSE(result.ok());
        CHECK(contains(result.error().message, pair.images.string() + " is damaged"));
    }
}

TEST_CASE("A lying count does not cost memory", "[data][idx]")
{
    // Four thousand million images would need 3 TB; each of these fails before any pixel gets its room.
    const Pair pair;
    const ImagesPtr digits = generateDigits(20, 5);
    for (const std::uint32_t count : {0xffffffffu, 0x7fffffffu, 100'000'000u}) {
        const std::string images = idxHeader(0x803, {count, 28, 28}) + pixelBytes(*digits);
        const std::string labels = idxHeader(0x801, {count}) + labelBytes(*digits);
        checkRefused(pair, images, labels, pair.images, "too short");
        checkRefused(pair, idxImages(*digits), labels, pair.labels, "too short");
    }

    // Within what gzip could hold: the labels, read first, tell that they are fewer.
    const std::string images = idxHeader(0x803, {2000, 28, 28}) + pixelBytes(*digits);
    const std::string labels = idxHeader(0x801, {2000}) + labelBytes(*digits);
    const auto result = pair.read(gzipped(images), gzipped(labels));
    REQUIRE_FALSE(result.ok());
    CHECK(contains(result.error().message, pair.labels.string() + " ends after 20 of 2,000 labels"));
}

TEST_CASE("Reading can be cancelled", "[data][idx]")
{
    const Pair pair;
    const ImagesPtr digits = generateDigits(20, 5);
    std::stop_source stop;
    stop.request_stop();
    for (const bool packed : {false, true}) {
        const std::string images = idxImages(*digits);
        const auto result = pair.read(packed ? gzipped(images) : images, idxLabels(*digits), stop.get_token());
        REQUIRE_FALSE(result.ok());
        CHECK(contains(result.error().message, "cancelled"));
    }
}

TEST_CASE("A missing file of a pair is named", "[data][idx]")
{
    const Pair pair;
    const ImagesPtr digits = generateDigits(2, 5);
    writeBytes(pair.images, idxImages(*digits));
    const auto result = readIdx(pair.images, pair.labels);
    REQUIRE_FALSE(result.ok());
    CHECK(result.error().code == Error::Code::NotFound);
    CHECK(contains(result.error().message, pair.labels.string()));
}
