// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/data_source.h"

#include "engine/core/file_error.h"
#include "engine/data/data_formats.h"

#include <algorithm>
#include <cstdlib>

#include <zlib.h>

namespace qlab {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kTrainSeed = 1;
constexpr std::uint64_t kTestSeed = 2;

std::uint32_t checksum(std::span<const std::uint8_t> bytes)
{
    return static_cast<std::uint32_t>(crc32_z(0, bytes.data(), bytes.size()));
}

/// What tells a half of a data set from all others: its labels, and enough of its images to tell it from copies that
/// were altered under the same labels.
struct Fingerprint {
    std::size_t count = 0;
    std::uint32_t labels = 0; ///< CRC-32
    std::uint32_t images = 0; ///< CRC-32 of the first thousand

    bool operator==(const Fingerprint&) const = default;
};
constexpr Fingerprint kMnistTrain{60'000, 0xba07e8ef, 0xedb3d0b3};
constexpr Fingerprint kMnistTest{10'000, 0xee8604d9, 0x87ab9190};

Fingerprint fingerprint(const ImageSet& images)
{
    const std::size_t first = std::min<std::size_t>(images.size(), 1000);
    return {images.size(), checksum(images.labels()), checksum({images.pixels(), first * kPixels})};
}

std::string folderName(const fs::path& folder)
{
    std::error_code failure;
    const fs::path whole = fs::weakly_canonical(folder, failure);
    const std::string name = (failure ? folder : whole).filename().string();
    return name.empty() ? folder.string() : name;
}

std::optional<std::string> variable(const char* name)
{
    const char* value = std::getenv(name); // NOLINT(concurrency-mt-unsafe): the lab never changes its environment
    if (value == nullptr || *value == '\0')
        return std::nullopt;
    return value;
}

/// Where the desktop's conventions put data of the user (XDG Base Directory Specification).
std::optional<fs::path> userDataFolder()
{
    if (const auto data = variable("XDG_DATA_HOME"); data && fs::path(*data).is_absolute())
        return fs::path(*data) / "qlab";
    if (const auto home = variable("HOME"))
        return fs::path(*home) / ".local" / "share" / "qlab";
    return std::nullopt;
}

Result<RawData> drawBuiltin(const std::stop_token& stop)
{
    BuiltinDigits digits;
    while (!digits.step(std::chrono::seconds(1), stop))
        if (stop.stop_requested())
            return ioError("drawing the built-in digits was cancelled");
    return digits.take();
}

} // namespace

Result<DataSource> parseDataSource(const std::string& text)
{
    if (text == "builtin")
        return DataSource{};
    if (text == "mnist") {
        if (const auto folder = findMnist())
            return DataSource{DataSource::Kind::Folder, *folder};
        return notFound("MNIST was not found: set QLAB_DATA to the folder with its four files, pass the folder, or use "
                        "builtin");
    }
    if (text.empty())
        return badInput("no data source given: pass builtin, mnist or a folder with the four data files", "data");
    if (isDataSet(text)) // a file that is a whole set, too
        return DataSource{DataSource::Kind::Folder, text};
    if (const Status folder = requireFolder(text); !folder)
        return Error{
            folder.error().code, folder.error().message + ": pass builtin, mnist or a folder with the four data files"};
    return DataSource{DataSource::Kind::Folder, text};
}

std::optional<fs::path> findMnist()
{
    if (const auto named = variable("QLAB_DATA"))
        return fs::path(*named);
    const auto data = userDataFolder();
    if (data && hasOfficialFiles(*data / "mnist"))
        return *data / "mnist";
    return std::nullopt;
}

BuiltinDigits::BuiltinDigits()
    : m_train(kBuiltinTrain, kTrainSeed)
    , m_test(kBuiltinTest, kTestSeed)
{
}

bool BuiltinDigits::step(std::chrono::nanoseconds slice, const std::stop_token& stop)
{
    const auto start = std::chrono::steady_clock::now();
    for (DigitGenerator* part : {&m_train, &m_test})
        while (!part->finished()) {
            if (stop.stop_requested() || std::chrono::steady_clock::now() - start >= slice)
                return false;
            part->drawTen();
        }
    return true;
}

RawData BuiltinDigits::take() { return {"built-in digits", {m_train.take(), m_test.take()}}; }

Result<RawData> loadData(const DataSource& source, const std::stop_token& stop)
{
    if (source.kind == DataSource::Kind::Builtin)
        return drawBuiltin(stop);
    auto files = readDataSet(source.folder, stop);
    if (!files)
        return files.error();
    const bool isMnist = fingerprint(*files->train) == kMnistTrain && fingerprint(*files->test) == kMnistTest;
    return RawData{isMnist ? "MNIST" : folderName(source.folder), std::move(*files)};
}

} // namespace qlab
