// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/idx_reader.h"

#include "engine/core/text.h"
#include "engine/data/byte_source.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <new>
#include <string>
#include <utility>
#include <vector>

namespace qlab {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t kImageMagic = 0x00000803;
constexpr std::uint32_t kLabelMagic = 0x00000801;

/// What differs between the two kinds of file.
struct Kind {
    const char* items; ///< for messages
    std::uint32_t magic;
    std::size_t dimensions; ///< numbers behind the magic: the count, and for images rows and columns
    std::size_t itemBytes;
};
constexpr Kind kImages{"images", kImageMagic, 3, kPixels};
constexpr Kind kLabels{"labels", kLabelMagic, 1, 1};
/// QMNIST's: eight big-endian int32 an image, the first of them its class (idx2-int).
constexpr Kind kWideLabels{"labels", 0x00000c02, 2, 32};

std::string hexText(std::uint32_t value)
{
    std::array<char, 11> text;
    std::snprintf(text.data(), text.size(), "0x%08x", static_cast<unsigned>(value));
    return text.data();
}

std::string countText(std::uint64_t count) { return groupedText(static_cast<std::int64_t>(count)); }

/// An IDX file whose header has been read and found sound.
struct OpenIdx {
    std::unique_ptr<ByteSource> source;
    std::uint32_t count = 0;
    std::size_t itemBytes = 1;
};

Status checkMagic(const std::string& name, const Kind& kind, std::uint32_t magic)
{
    if (magic == kind.magic)
        return {};
    if (magic == kImageMagic || magic == kLabelMagic) {
        const Kind& other = magic == kImageMagic ? kImages : kLabels;
        return badInput(name + " holds " + other.items + ", but " + kind.items + " are wanted: are two files swapped?");
    }
    if (magic >> 16 == 0x1f8b)
        return badInput(name + " is gzipped three times: unpack it once with gunzip");
    return badInput(name + " is not an IDX file of " + kind.items + ": it begins with " + hexText(magic)
        + " instead of " + hexText(kind.magic));
}

/// Doubts the count before memory is asked for: a raw file must have the very size, a gzipped one must be able to.
Status checkSize(const ByteSource& source, const Kind& kind, std::uint32_t count)
{
    const std::string name = source.path().string();
    if (count == 0)
        return badInput(name + " holds no " + kind.items + ": pick a file with at least one");
    const std::uint64_t wanted = 4 * (1 + kind.dimensions) + std::uint64_t{count} * kind.itemBytes;
    if (wanted > source.sizeLimit())
        return badInput(name + " is too short for the " + countText(count) + " " + kind.items
            + " that its header names: download it again");
    const std::uint64_t tooMany = source.isPacked() ? 0 : source.sizeLimit() - wanted;
    if (tooMany > 0)
        return badInput(name + " has " + countText(tooMany) + (tooMany == 1 ? " byte" : " bytes")
            + " too many behind its " + countText(count) + " " + kind.items + ": download it again");
    return {};
}

Result<OpenIdx> openIdx(const fs::path& path, const Kind& kind, const std::stop_token& stop)
{
    auto source = ByteSource::open(path);
    if (!source)
        return source.error();
    std::array<std::uint8_t, 16> header{};
    const std::span<std::uint8_t> bytes = std::span(header).first(4 * (1 + kind.dimensions));
    const auto got = (*source)->read(bytes, stop);
    if (!got)
        return got.error();
    if (*got < bytes.size())
        return badInput(path.string() + " is too short for an IDX file: download it again");
    const auto number = [&bytes](std::size_t index) {
        const auto at = bytes.subspan(4 * index, 4);
        return std::uint32_t{at[0]} << 24 | std::uint32_t{at[1]} << 16 | std::uint32_t{at[2]} << 8 | at[3];
    };
    if (kind.magic == kLabelMagic && number(0) == kWideLabels.magic)
        return openIdx(path, kWideLabels, stop);
    if (const Status magic = checkMagic(path.string(), kind, number(0)); !magic)
        return magic.error();
    if (kind.magic == kWideLabels.magic && number(2) != kWideLabels.itemBytes / 4)
        return unsupported(path.string() + " holds " + std::to_string(number(2))
            + " numbers a label: 1 byte, or the 8 numbers of QMNIST, are wanted");
    if (kind.dimensions == 3 && (number(2) != kSide || number(3) != kSide))
        return unsupported(path.string() + " holds images of " + std::to_string(number(2)) + " x "
            + std::to_string(number(3)) + " pixels: only 28 x 28 can be used");
    if (const Status size = checkSize(**source, kind, number(1)); !size)
        return size.error();
    return OpenIdx{std::move(*source), number(1), kind.itemBytes};
}

/// Reads items that belong at \p destination; it must be a whole number of them.
Status readItems(
    OpenIdx& file, const Kind& kind, std::size_t done, std::span<std::uint8_t> destination, const std::stop_token& stop)
{
    const auto got = file.source->read(destination, stop);
    if (!got)
        return got.error();
    if (*got == destination.size())
        return {};
    return badInput(file.source->path().string() + " ends after " + countText(done + *got / kind.itemBytes) + " of "
        + countText(file.count) + " " + kind.items + ": download it again");
}

/// Also lets zlib reach the checksum at the end of a gzipped file.
Status expectEnd(OpenIdx& file, const Kind& kind, const std::stop_token& stop)
{
    std::array<std::uint8_t, 1> more{};
    const auto got = file.source->read(more, stop);
    if (!got)
        return got.error();
    if (*got == 0)
        return {};
    return badInput(file.source->path().string() + " goes on behind its " + countText(file.count) + " " + kind.items
        + ": download it again");
}

/// One byte a label, whatever the file has; a class that no byte can hold becomes 255.
Status readClasses(OpenIdx& file, std::size_t done, std::span<std::uint8_t> classes, const std::stop_token& stop)
{
    if (file.itemBytes == 1)
        return readItems(file, kLabels, done, classes, stop);
    std::vector<std::uint8_t> wide(classes.size() * file.itemBytes);
    if (const Status read = readItems(file, kWideLabels, done, wide, stop); !read)
        return read;
    for (std::size_t i = 0; i < classes.size(); ++i) {
        // Big-endian as IDX is; files made with NumPy are found with their numbers the other way round.
        const std::uint8_t* item = wide.data() + i * file.itemBytes;
        const bool rest = item[1] != 0 || item[2] != 0;
        classes[i] = rest || (item[0] != 0 && item[3] != 0) ? std::uint8_t{255} : std::max(item[0], item[3]);
    }
    return {};
}

/// Grows with the labels that are really there, so that a lying count is found out before the pixels get their room.
Result<std::vector<std::uint8_t>> readLabels(OpenIdx& file, const std::stop_token& stop)
{
    constexpr std::size_t kChunk = std::size_t{1} << 20;
    std::vector<std::uint8_t> labels;
    while (labels.size() < file.count) {
        const std::size_t done = labels.size();
        labels.resize(std::min<std::size_t>(file.count, done + kChunk));
        const auto chunk = std::span(labels).subspan(done);
        if (const Status read = readClasses(file, done, chunk, stop); !read)
            return read.error();
        const auto wrong =
            std::find_if(chunk.begin(), chunk.end(), [](std::uint8_t label) { return label >= kClasses; });
        if (wrong != chunk.end())
            return unsupported(file.source->path().string() + " has the label " + std::to_string(*wrong) + " at image "
                + countText(static_cast<std::uint64_t>(&*wrong - labels.data())) + ": only digits 0 to 9 can be used");
    }
    if (const Status end = expectEnd(file, kLabels, stop); !end)
        return end.error();
    return labels;
}

void transpose(std::span<std::uint8_t, kPixels> image)
{
    for (std::size_t y = 0; y < kSide; ++y)
        for (std::size_t x = 0; x < y; ++x)
            std::swap(image[y * kSide + x], image[x * kSide + y]);
}

Result<ImagesPtr> readImages(
    OpenIdx& file, std::span<const std::uint8_t> labels, const std::stop_token& stop, PixelOrder order)
{
    auto images = std::make_shared<ImageSet>(labels.size());
    std::copy(labels.begin(), labels.end(), images->mutableLabels().begin());
    const std::span<std::uint8_t> pixels(images->mutablePixels(), labels.size() * kPixels);
    if (const Status read = readItems(file, kImages, 0, pixels, stop); !read)
        return read.error();
    if (const Status end = expectEnd(file, kImages, stop); !end)
        return end.error();
    for (std::size_t i = 0; order == PixelOrder::Columns && i < images->size(); ++i)
        transpose(images->mutableImage(i));
    return ImagesPtr(std::move(images));
}

} // namespace

Result<ImagesPtr> readIdx(
    const fs::path& imageFile, const fs::path& labelFile, const std::stop_token& stop, PixelOrder order)
try {
    auto images = openIdx(imageFile, kImages, stop);
    if (!images)
        return images.error();
    auto labelSource = openIdx(labelFile, kLabels, stop);
    if (!labelSource)
        return labelSource.error();
    if (images->count != labelSource->count)
        return badInput(imageFile.string() + " holds " + countText(images->count) + " images, but " + labelFile.string()
            + " " + countText(labelSource->count) + " labels: take two files that belong together");
    const auto labels = readLabels(*labelSource, stop);
    if (!labels)
        return labels.error();
    return readImages(*images, *labels, stop, order);
} catch (const std::bad_alloc&) {
    return ioError("not enough memory for the images of " + imageFile.string());
}

} // namespace qlab
