// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/png_folders.h"

#include "engine/core/atomic_file.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <utility>

#include <png.h>

namespace qlab {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestPicture = std::size_t{1} << 24;

bool isFolder(const fs::path& path)
{
    std::error_code ignored;
    return fs::is_directory(path, ignored);
}

fs::path digitFolder(const fs::path& folder, int digit) { return folder / std::to_string(digit); }

/// At least two classes: a single folder named "0" could be anything.
bool hasDigits(const fs::path& folder)
{
    int found = 0;
    for (int digit = 0; digit < kClasses; ++digit)
        found += isFolder(digitFolder(folder, digit));
    return found >= 2;
}

bool isPng(const fs::path& path)
{
    std::string end = path.extension().string();
    std::transform(end.begin(), end.end(), end.begin(), [](unsigned char letter) { return std::tolower(letter); });
    return end == ".png";
}

/// In the order of their names, whatever the order of the disk.
Result<std::vector<fs::path>> picturesIn(const fs::path& folder)
{
    std::vector<fs::path> files;
    std::error_code failure;
    for (fs::directory_iterator entry(folder, failure), end; !failure && entry != end; entry.increment(failure))
        if (isPng(entry->path()))
            files.push_back(entry->path());
    if (failure)
        return ioError("cannot read the folder " + folder.string() + ": " + failure.message());
    std::sort(files.begin(), files.end());
    return files;
}

Status readPng(const fs::path& file, std::uint8_t* pixels)
{
    const auto bytes = readWholeFile(file, kLargestPicture);
    if (!bytes)
        return bytes.error();
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    Status status;
    if (png_image_begin_read_from_memory(&image, bytes->data(), bytes->size()) == 0) {
        status = badInput(file.string() + " is no PNG picture: " + image.message);
    } else if (image.width != kSide || image.height != kSide) {
        status = badInput(file.string() + " has " + std::to_string(image.width) + " x " + std::to_string(image.height)
            + " pixels: pictures of a data set must have 28 x 28");
    } else {
        image.format = PNG_FORMAT_GRAY;
        image.flags |= PNG_IMAGE_FLAG_16BIT_sRGB; // as programs write them, whatever the standard says
        const png_color black{0, 0, 0};
        if (png_image_finish_read(&image, &black, pixels, 0, nullptr) == 0)
            status = badInput(file.string() + " is damaged: " + image.message);
    }
    png_image_free(&image);
    return status;
}

} // namespace

PngFolders findPngFolders(const fs::path& folder)
{
    for (const char* train : {"train", "training"})
        for (const char* test : {"test", "testing", "valid", "validation", "t10k"})
            if (hasDigits(folder / train) && hasDigits(folder / test))
                return {folder / train, folder / test};
    return hasDigits(folder) ? PngFolders{folder, {}} : PngFolders{};
}

Result<ImagesPtr> readPngFolder(const fs::path& folder, const std::stop_token& stop)
{
    std::vector<std::pair<fs::path, int>> files;
    for (int digit = 0; digit < kClasses; ++digit) {
        if (!isFolder(digitFolder(folder, digit)))
            continue;
        const auto pictures = picturesIn(digitFolder(folder, digit));
        if (!pictures)
            return pictures.error();
        for (const fs::path& picture : *pictures)
            files.emplace_back(picture, digit);
    }
    if (files.empty())
        return badInput("there are no PNG pictures in the folders 0 to 9 of " + folder.string());
    auto images = std::make_shared<ImageSet>(files.size());
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (stop.stop_requested())
            return ioError("reading " + folder.string() + " was cancelled");
        if (const Status read = readPng(files[i].first, images->mutableImage(i).data()); !read)
            return read.error();
        images->mutableLabels()[i] = static_cast<std::uint8_t>(files[i].second);
    }
    return ImagesPtr(std::move(images));
}

} // namespace qlab
