// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/data_formats.h"

#include "engine/data/csv_reader.h"
#include "engine/data/npz_reader.h"
#include "engine/data/png_folders.h"

#include <algorithm>
#include <array>
#include <new>

namespace qlab {
namespace {

namespace fs = std::filesystem;

/// Of a set in one piece every seventh image is for testing, as of MNIST's 70,000.
constexpr std::size_t kTestShare = 7;

bool isFile(const fs::path& path)
{
    std::error_code ignored;
    return fs::is_regular_file(path, ignored);
}

ImagesPtr picked(const ImageSet& all, bool test)
{
    const std::size_t tests = all.size() / kTestShare;
    auto images = std::make_shared<ImageSet>(test ? tests : all.size() - tests);
    std::size_t to = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if ((i % kTestShare == kTestShare - 1) != test)
            continue;
        std::copy_n(all.image(i).begin(), kPixels, images->mutableImage(to).begin());
        images->mutableLabels()[to++] = all.labels()[i];
    }
    return images;
}

Result<OfficialFiles> divided(const ImageSet& all, const fs::path& path)
{
    if (all.size() < kTestShare)
        return badInput(path.string() + " has too few images to keep some for testing: 7 at least");
    return OfficialFiles{picked(all, false), picked(all, true)};
}

/// The two tables of a folder, or the one; a table itself stands alone.
struct Tables {
    fs::path train, test;
};

Tables findTables(const fs::path& path)
{
    if (isFile(path))
        return {path, {}};
    for (const char* before : {"mnist_", "", "mnist-", "MNIST_"})
        for (const char* end : {".csv", ".csv.gz"}) {
            const fs::path train = path / (std::string(before) + "train" + end);
            const fs::path test = path / (std::string(before) + "test" + end);
            if (isFile(train))
                return {train, isFile(test) ? test : fs::path()};
        }
    return {};
}

bool isCsv(const fs::path& path)
{
    const std::string name = path.filename().string();
    if (isFile(path))
        return name.ends_with(".csv") || name.ends_with(".csv.gz");
    return !findTables(path).train.empty();
}

/// Kaggle's test.csv has no labels: then, as without one, a part of the training table is for testing.
Result<OfficialFiles> readTables(const fs::path& path, const std::stop_token& stop)
{
    const Tables tables = findTables(path);
    const auto train = readCsv(tables.train, stop);
    if (!train)
        return train.error();
    const auto test = tables.test.empty() ? Result<ImagesPtr>(ImagesPtr()) : readCsv(tables.test, stop);
    if (!test && test.error().message.find("784 numbers") == std::string::npos)
        return test.error();
    if (test && *test)
        return OfficialFiles{*train, *test};
    return divided(**train, tables.train);
}

/// The archive itself, or a folder with it.
fs::path npzOf(const fs::path& path)
{
    if (isFile(path))
        return path.extension() == ".npz" ? path : fs::path();
    return isFile(path / "mnist.npz") ? path / "mnist.npz" : fs::path();
}

bool isNpz(const fs::path& path) { return !npzOf(path).empty(); }

Result<OfficialFiles> readArchive(const fs::path& path, const std::stop_token& stop)
{
    return readNpz(npzOf(path), stop);
}

bool isPngFolder(const fs::path& path) { return !findPngFolders(path).train.empty(); }

Result<OfficialFiles> readPictures(const fs::path& path, const std::stop_token& stop)
{
    const PngFolders folders = findPngFolders(path);
    auto train = readPngFolder(folders.train, stop);
    if (!train)
        return train.error();
    if (folders.test.empty())
        return divided(**train, folders.train);
    auto test = readPngFolder(folders.test, stop);
    if (!test)
        return test.error();
    return OfficialFiles{std::move(*train), std::move(*test)};
}

struct Format {
    bool (*recognises)(const fs::path& path);
    Result<OfficialFiles> (*read)(const fs::path& path, const std::stop_token& stop);
};
constexpr std::array<Format, 4> kFormats{
    {{hasOfficialFiles, readOfficialFiles}, {isCsv, readTables}, {isNpz, readArchive}, {isPngFolder, readPictures}}};

const Format* formatOf(const fs::path& path)
{
    const auto format =
        std::find_if(kFormats.begin(), kFormats.end(), [&path](const Format& each) { return each.recognises(path); });
    return format == kFormats.end() ? nullptr : &*format;
}

} // namespace

Result<OfficialFiles> readDataSet(const fs::path& path, const std::stop_token& stop)
try {
    const Format* format = formatOf(path);
    return format != nullptr ? format->read(path, stop) : readOfficialFiles(path, stop); // whose errors say what to do
} catch (const std::bad_alloc&) {
    return ioError("not enough memory for the images of " + path.string());
}

bool isDataSet(const fs::path& path) { return formatOf(path) != nullptr; }

} // namespace qlab
