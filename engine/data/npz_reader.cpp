// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/npz_reader.h"

#include "engine/core/atomic_file.h"
#include "engine/core/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <memory>

#include <zip.h>

namespace qlab {
namespace {

constexpr std::size_t kLargestFile = std::size_t{1} << 30;
/// Of an array, unpacked: 2.7 million images.
constexpr std::size_t kLargestArray = std::size_t{1} << 31;
constexpr std::size_t kSlice = std::size_t{1} << 20;

struct Discard {
    void operator()(zip_t* archive) const { zip_discard(archive); }
    void operator()(zip_file_t* member) const { zip_fclose(member); }
};
using Archive = std::unique_ptr<zip_t, Discard>;

/// An array as it lies in its file: header and elements.
struct Array {
    std::string type; ///< NumPy's, "|u1", "<i8"
    bool fortranOrder = false;
    std::vector<std::size_t> shape;
    std::string bytes;    ///< of the whole member
    std::size_t data = 0; ///< where the elements begin

    std::size_t count() const
    {
        std::size_t product = 1;
        for (const std::size_t side : shape)
            product = side > kLargestArray / std::max<std::size_t>(product, 1) ? kLargestArray : product * side;
        return product;
    }
};

Result<Archive> openArchive(const std::string& bytes, const std::string& file)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* const source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    Archive archive(source != nullptr ? zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error) : nullptr);
    const std::string reason = zip_error_strerror(&error);
    zip_error_fini(&error);
    if (archive)
        return archive;
    if (source != nullptr)
        zip_source_free(source);
    return badInput(file + " is no archive of NumPy arrays: " + reason);
}

Result<std::string> readMember(
    zip_t& archive, const std::string& name, const std::string& file, const std::stop_token& stop)
{
    zip_stat_t facts;
    if (zip_stat(&archive, name.c_str(), 0, &facts) != 0)
        return badInput(file + " holds no array " + name
            + ": x_train, y_train, x_test and y_test are wanted; a model is read from a safetensors file");
    if (facts.size > kLargestArray)
        return badInput(file + ": the array " + name + " is larger than 2 GB");
    const std::unique_ptr<zip_file_t, Discard> member(zip_fopen(&archive, name.c_str(), 0));
    std::string bytes;
    while (member) {
        const std::size_t done = bytes.size();
        bytes.resize(done + kSlice); // never more than was really unpacked: a header may promise anything
        const zip_int64_t got = zip_fread(member.get(), bytes.data() + done, kSlice);
        if (got < 0 || bytes.size() > kLargestArray)
            break;
        bytes.resize(done + static_cast<std::size_t>(got));
        if (stop.stop_requested())
            return ioError("reading " + file + " was cancelled");
        if (got == 0)
            return bytes;
    }
    return badInput(file + ": the array " + name + " is damaged");
}

/// What stands behind a key of the header's dictionary, up to the end of its value.
std::string valueOf(std::string_view header, std::string_view key)
{
    std::size_t at = header.find("'" + std::string(key) + "'");
    at = at == std::string_view::npos ? at : header.find(':', at);
    if (at == std::string_view::npos)
        return {};
    at = std::min(header.find_first_not_of(' ', at + 1), header.size());
    const bool tuple = at < header.size() && header[at] == '(';
    const std::size_t end = header.find(tuple ? ')' : ',', at);
    return std::string(header.substr(at, std::min(end, header.size()) - at));
}

std::vector<std::size_t> sidesOf(std::string_view tuple)
{
    std::vector<std::size_t> sides;
    for (std::size_t at = tuple.find_first_of("0123456789"); at != std::string_view::npos;
         at = tuple.find_first_of("0123456789", at)) {
        std::size_t side = 0;
        const auto [end, failure] = std::from_chars(tuple.data() + at, tuple.data() + tuple.size(), side);
        sides.push_back(failure == std::errc() ? side : kLargestArray);
        at = static_cast<std::size_t>(end - tuple.data());
    }
    return sides;
}

Result<Array> parseArray(std::string bytes, const std::string& name)
{
    constexpr std::string_view kMagic = "\x93NUMPY";
    const Error broken = badInput(name + " is no NumPy array");
    if (bytes.size() < 12 || !bytes.starts_with(kMagic))
        return broken;
    const auto byte = [&bytes](
                          std::size_t at) { return static_cast<std::size_t>(static_cast<unsigned char>(bytes[at])); };
    const bool first = byte(6) == 1; // of the format's versions, the one with a short length
    const std::size_t begin = first ? 10 : 12;
    const std::size_t length = byte(8) | byte(9) << 8 | (first ? 0 : byte(10) << 16 | byte(11) << 24);
    if (length > bytes.size() - begin)
        return broken;
    const std::string_view header = std::string_view(bytes).substr(begin, length);
    Array array;
    array.type = valueOf(header, "descr");
    array.type.erase(std::remove(array.type.begin(), array.type.end(), '\''), array.type.end());
    array.fortranOrder = valueOf(header, "fortran_order").starts_with("True");
    array.shape = sidesOf(valueOf(header, "shape"));
    array.data = begin + length;
    array.bytes = std::move(bytes);
    return array;
}

std::string shapeText(const Array& array)
{
    std::string text;
    for (const std::size_t side : array.shape)
        text += (text.empty() ? "" : ", ") + std::to_string(side);
    return "[" + text + "]";
}

Status checkImages(const Array& array, const std::string& name)
{
    const auto& shape = array.shape;
    const bool flat = shape.size() == 2 && shape[1] == kPixels;
    const bool square = shape.size() == 3 && shape[1] == kSide && shape[2] == kSide;
    if (!flat && !square)
        return badInput(name + " is " + shapeText(array) + ": [images, 28, 28] is wanted");
    if (array.type != "|u1")
        return badInput(
            name + " has elements of the type " + array.type + ": uint8 (|u1) pixels from 0 to 255 are wanted");
    if (array.fortranOrder)
        return badInput(name + " is stored column by column (Fortran order): save it in C order");
    return array.bytes.size() - array.data == array.count()
        ? Status()
        : Status(badInput(name + " is not as long as its header says"));
}

/// Little endian integers, as x86 and Arm write them, or single bytes.
Result<std::vector<std::uint8_t>> labelsOf(const Array& array, const std::string& name)
{
    const bool integers = array.type.size() == 3 && (array.type[1] == 'i' || array.type[1] == 'u')
        && (array.type[0] == '<' || array.type == "|u1" || array.type == "|i1");
    if (!integers || array.shape.size() != 1)
        return badInput(
            name + " is " + shapeText(array) + " of the type " + array.type + ": a list of integers is wanted");
    const auto width = static_cast<std::size_t>(array.type[2] - '0');
    if (width == 0 || width > 8 || array.bytes.size() - array.data != array.count() * width)
        return badInput(name + " is not as long as its header says");
    std::vector<std::uint8_t> labels;
    for (std::size_t at = array.data; at < array.bytes.size(); at += width) {
        std::int64_t label = 0;
        std::memcpy(&label, array.bytes.data() + at, width);
        if (label < 0 || label >= kClasses)
            return badInput(name + " has the label " + std::to_string(label) + ": only digits 0 to 9 can be used");
        labels.push_back(static_cast<std::uint8_t>(label));
    }
    return labels;
}

Result<ImagesPtr> readHalf(
    zip_t& archive, const std::string& half, const std::string& file, const std::stop_token& stop)
{
    std::array<Array, 2> arrays;
    for (std::size_t i = 0; i < arrays.size(); ++i) {
        const std::string name = (i == 0 ? "x_" : "y_") + half + ".npy";
        auto bytes = readMember(archive, name, file, stop);
        if (!bytes)
            return bytes.error();
        auto array = parseArray(std::move(*bytes), file + ": " + name);
        if (!array)
            return array.error();
        arrays[i] = std::move(*array);
    }
    if (const Status images = checkImages(arrays[0], file + ": x_" + half); !images)
        return images.error();
    const auto labels = labelsOf(arrays[1], file + ": y_" + half);
    if (!labels)
        return labels.error();
    const std::size_t count = arrays[0].shape[0];
    if (labels->size() != count)
        return badInput(file + " has " + groupedText(static_cast<std::int64_t>(count)) + " images and "
            + groupedText(static_cast<std::int64_t>(labels->size())) + " labels in its " + half + " half");
    auto images = std::make_shared<ImageSet>(count);
    std::memcpy(images->mutablePixels(), arrays[0].bytes.data() + arrays[0].data, count * kPixels);
    std::copy(labels->begin(), labels->end(), images->mutableLabels().begin());
    return ImagesPtr(std::move(images));
}

} // namespace

Result<OfficialFiles> readNpz(const std::filesystem::path& file, const std::stop_token& stop)
{
    const auto bytes = readWholeFile(file, kLargestFile);
    if (!bytes)
        return bytes.error();
    const auto archive = openArchive(*bytes, file.string());
    if (!archive)
        return archive.error();
    auto train = readHalf(**archive, "train", file.string(), stop);
    if (!train)
        return train.error();
    auto test = readHalf(**archive, "test", file.string(), stop);
    if (!test)
        return test.error();
    return OfficialFiles{std::move(*train), std::move(*test)};
}

} // namespace qlab
