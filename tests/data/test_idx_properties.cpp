// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever the bytes of the two files: refused with a reason, or the images that they hold.
#include "engine/core/random.h"
#include "engine/data/idx_reader.h"
#include "tests/data/idx_files.h"
#include "tests/property.h"

#include <algorithm>

using namespace qlab;

namespace {

/// A number that a header has, or one near it, or any.
std::uint32_t nearTo(std::uint32_t usual)
{
    switch (*rc::gen::inRange(0, 30)) {
    case 0:
        return *rc::gen::arbitrary<std::uint32_t>();
    case 1:
        return usual + static_cast<std::uint32_t>(*rc::gen::inRange(-1, 2));
    default:
        return usual;
    }
}

std::string arbitraryBytes(std::size_t count, std::uint64_t below)
{
    Random random(*rc::gen::arbitrary<std::uint64_t>());
    std::string bytes(count, '\0');
    for (char& byte : bytes)
        byte = static_cast<char>(random.below(below));
    return bytes;
}

/// As long as it should be, or a little shorter or longer.
std::size_t nearLength(std::size_t usual)
{
    if (*rc::gen::inRange(0, 6) > 0)
        return usual;
    const int change = *rc::gen::inRange(-3, 4);
    return change < 0 && usual < 3 ? 0 : usual + static_cast<std::size_t>(change);
}

std::string arbitraryImages(std::uint32_t count)
{
    return test::idxHeader(nearTo(0x803), {nearTo(count), nearTo(28), nearTo(28)})
        + arbitraryBytes(nearLength(count * kPixels), 256);
}

std::string arbitraryLabels(std::uint32_t count)
{
    return test::idxHeader(nearTo(0x801), {nearTo(count)})
        + arbitraryBytes(nearLength(count), *rc::gen::element<std::uint64_t>(10, 10, 10, 256));
}

/// As it is, gzipped, gzipped and damaged, or something else altogether.
std::string asFile(const std::string& bytes)
{
    switch (*rc::gen::inRange(0, 6)) {
    case 0:
        return test::gzipped(bytes);
    case 1: {
        std::string packed = test::gzipped(bytes);
        packed[static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(packed.size())))] ^= 0x11;
        return packed;
    }
    case 2:
        return *rc::gen::arbitrary<std::string>();
    default:
        return bytes;
    }
}

/// The bytes of a file behind its header, if it is raw.
std::string_view behind(const std::string& file, std::size_t header)
{
    return std::string_view(file).substr(std::min(header, file.size()));
}

} // namespace

TEST_CASE("any two files are refused with a reason or read as they are", "[data][property]")
{
    const test::TemporaryFolder folder;
    const auto images = folder.path() / "images", labels = folder.path() / "labels";
    int taken = 0;
    test::holds(
        [&] {
            const auto count = static_cast<std::uint32_t>(*rc::gen::inRange(0, 5));
            const std::string imageFile = asFile(arbitraryImages(count)), labelFile = asFile(arbitraryLabels(count));
            test::writeBytes(images, imageFile);
            test::writeBytes(labels, labelFile);
            const auto read = readIdx(images, labels);
            if (!read) {
                RC_ASSERT(test::isOneLine(read.error().message));
                return;
            }
            ++taken;
            const ImageSet& set = **read;
            RC_ASSERT(set.size() >= std::size_t{1});
            RC_ASSERT(std::ranges::all_of(set.labels(), [](std::uint8_t label) { return label < kClasses; }));
            const bool rawImages = imageFile.starts_with(test::bigEndian(0x803));
            const bool rawLabels = labelFile.starts_with(test::bigEndian(0x801));
            RC_ASSERT(!rawImages || test::pixelBytes(set) == behind(imageFile, 16));
            RC_ASSERT(!rawLabels || test::labelBytes(set) == behind(labelFile, 8));
        },
        400);
    CHECK(taken > 20); // not all of them are refused
}
