// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/formats/safetensors.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cassert>
#include <limits>
#include <optional>
#include <set>

namespace qlab {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kLengthBytes = 8;
constexpr std::size_t kMaxHeader = 100'000'000;
constexpr std::size_t kDataAlignment = 8;
constexpr auto kMetadataKey = "__metadata__";

/// Bytes of one element; none for a type the format does not have.
std::optional<std::size_t> elementBytes(std::string_view type)
{
    static const std::map<std::string_view, std::size_t> widths = {{"F64", 8}, {"I64", 8}, {"U64", 8}, {"F32", 4},
        {"I32", 4}, {"U32", 4}, {"F16", 2}, {"BF16", 2}, {"I16", 2}, {"U16", 2}, {"F8_E5M2", 1}, {"F8_E4M3", 1},
        {"I8", 1}, {"U8", 1}, {"BOOL", 1}};
    const auto found = widths.find(type);
    return found == widths.end() ? std::nullopt : std::optional(found->second);
}

/// Bytes that a tensor takes; none if there are more than can be counted.
std::optional<std::size_t> tensorBytes(const std::vector<std::size_t>& shape, std::size_t elementSize)
{
    std::size_t total = elementSize;
    for (const std::size_t extent : shape) {
        if (extent != 0 && total > std::numeric_limits<std::size_t>::max() / extent)
            return std::nullopt;
        total *= extent;
    }
    return total;
}

std::string littleEndian(std::uint64_t value)
{
    std::string bytes(kLengthBytes, '\0');
    for (char& byte : bytes) {
        byte = static_cast<char>(value & 0xFF);
        value >>= 8;
    }
    return bytes;
}

std::uint64_t fromLittleEndian(std::string_view bytes)
{
    std::uint64_t value = 0;
    for (std::size_t i = kLengthBytes; i-- > 0;)
        value = value << 8 | static_cast<unsigned char>(bytes[i]);
    return value;
}

std::string inQuotes(std::string_view name) { return '"' + std::string(name) + '"'; }

/// A list of whole numbers that fit size_t.
std::optional<std::vector<std::size_t>> asSizes(const Json& value)
{
    if (!value.is_array())
        return std::nullopt;
    std::vector<std::size_t> sizes;
    for (const Json& entry : value) {
        if (!entry.is_number_unsigned())
            return std::nullopt;
        sizes.push_back(entry.get<std::size_t>());
    }
    return sizes;
}

/// The header's JSON text, after the checks on its length.
Result<std::string_view> headerText(std::string_view bytes)
{
    if (bytes.size() < kLengthBytes)
        return badInput("not a safetensors file: shorter than the 8 bytes of the header length");
    const std::uint64_t length = fromLittleEndian(bytes);
    if (length > kMaxHeader)
        return badInput("not a safetensors file: it claims a header of " + std::to_string(length)
            + " bytes, the format allows 100,000,000");
    if (length > bytes.size() - kLengthBytes)
        return badInput(
            "the file is cut short: its header of " + std::to_string(length) + " bytes ends after the file");
    const std::string_view text = bytes.substr(kLengthBytes, static_cast<std::size_t>(length));
    if (text.empty() || text.front() != '{')
        return badInput("not a safetensors file: the header does not start with '{'");
    return text;
}

/// Parses the header and refuses what JSON leaves open: the same name twice in one object, and depth that no header
/// needs.
Result<Json> parseHeader(std::string_view text)
{
    constexpr std::size_t kMaxDepth = 3; // header, tensor, list of sizes
    std::array<std::set<std::string>, kMaxDepth + 1> names;
    std::string twice;
    bool deep = false;
    const auto watch = [&](int signedDepth, Json::parse_event_t event, Json& parsed) {
        const auto depth = static_cast<std::size_t>(signedDepth);
        deep = deep || depth > kMaxDepth;
        if (deep)
            return false;
        if (event == Json::parse_event_t::object_start && depth < kMaxDepth)
            names[depth + 1].clear();
        else if (event == Json::parse_event_t::key && !names[depth].insert(parsed.get<std::string>()).second)
            twice = parsed.get<std::string>();
        return true;
    };
    const Json header = Json::parse(text, watch, false);
    if (deep)
        return badInput("the header is nested too deeply");
    if (!twice.empty())
        return badInput("the header has " + inQuotes(twice) + " twice");
    if (!header.is_object())
        return badInput("the header is not valid JSON");
    return header;
}

Result<std::map<std::string, std::string>> parseMetadata(const Json& entry)
{
    if (entry.is_null()) // the reference reader takes it for none
        return std::map<std::string, std::string>();
    if (!entry.is_object())
        return badInput("__metadata__ is not an object");
    std::map<std::string, std::string> metadata;
    for (const auto& [key, value] : entry.items()) {
        if (!value.is_string())
            return badInput("__metadata__: " + inQuotes(key) + " is not a text");
        metadata[key] = value.get<std::string>();
    }
    return metadata;
}

/// A tensor of the header with the place of its bytes in the data.
struct Placed {
    Tensor tensor;
    std::size_t begin = 0, end = 0;
};

Result<Placed> parseTensor(const std::string& name, const Json& entry)
{
    const auto wrong = [&](const std::string& what) { return badInput("tensor " + inQuotes(name) + ": " + what); };
    if (!entry.is_object() || entry.size() != 3 || !entry.contains("dtype") || !entry.contains("shape")
        || !entry.contains("data_offsets"))
        return wrong("its entry must have dtype, shape and data_offsets, and nothing else");
    if (!entry["dtype"].is_string())
        return wrong("dtype is not a text");
    const auto type = entry["dtype"].get<std::string>();
    const auto width = elementBytes(type);
    if (!width)
        return unsupported("tensor " + inQuotes(name) + ": unknown dtype " + inQuotes(type));
    const auto shape = asSizes(entry["shape"]);
    if (!shape)
        return wrong("shape is not a list of whole numbers");
    const auto offsets = asSizes(entry["data_offsets"]);
    if (!offsets || offsets->size() != 2 || (*offsets)[0] > (*offsets)[1])
        return wrong("data_offsets is not a pair of whole numbers in order");
    const auto bytes = tensorBytes(*shape, *width);
    if (!bytes || *bytes != (*offsets)[1] - (*offsets)[0])
        return wrong("its data_offsets do not fit its shape and dtype");
    return Placed{{name, type, *shape, {}}, (*offsets)[0], (*offsets)[1]};
}

/// Cuts the data into the tensors; together they must cover it exactly once.
Result<std::vector<Tensor>> cutData(std::vector<Placed> places, std::string_view data)
{
    std::stable_sort(places.begin(), places.end(),
        [](const Placed& a, const Placed& b) { return std::pair(a.begin, a.end) < std::pair(b.begin, b.end); });
    std::vector<Tensor> tensors;
    std::size_t reached = 0;
    for (Placed& place : places) {
        const std::string who = "tensor " + inQuotes(place.tensor.name);
        if (place.begin != reached)
            return badInput(who + (place.begin < reached ? " overlaps the one before it" : " leaves a gap before it"));
        if (place.end > data.size())
            return badInput("the file is cut short: " + who + " ends after the file");
        place.tensor.bytes = data.substr(place.begin, place.end - place.begin);
        reached = place.end;
        tensors.push_back(std::move(place.tensor));
    }
    if (reached != data.size())
        return badInput(std::to_string(data.size() - reached) + " bytes after the last tensor belong to no tensor");
    return tensors;
}

} // namespace

void sortByWidth(TensorFile& file)
{
    std::ranges::stable_sort(
        file.tensors, std::greater{}, [](const Tensor& tensor) { return elementBytes(tensor.type).value_or(0); });
}

std::string encodeSafetensors(const TensorFile& file)
{
    auto header = nlohmann::ordered_json::object();
    if (!file.metadata.empty())
        header[kMetadataKey] = file.metadata;
    std::size_t offset = 0;
    for (const Tensor& tensor : file.tensors) {
        assert(tensorBytes(tensor.shape, elementBytes(tensor.type).value_or(0)) == tensor.bytes.size());
        assert(!header.contains(tensor.name));
        const std::size_t end = offset + tensor.bytes.size();
        header[tensor.name] = {{"dtype", tensor.type}, {"shape", tensor.shape}, {"data_offsets", {offset, end}}};
        offset = end;
    }
    std::string text = header.dump(-1, ' ', false, Json::error_handler_t::replace);
    text.append((kDataAlignment - (kLengthBytes + text.size()) % kDataAlignment) % kDataAlignment, ' ');
    std::string bytes = littleEndian(text.size()) + text;
    for (const Tensor& tensor : file.tensors)
        bytes += tensor.bytes;
    return bytes;
}

Result<TensorFile> decodeSafetensors(std::string_view bytes)
{
    const auto text = headerText(bytes);
    if (!text)
        return text.error();
    const auto header = parseHeader(*text);
    if (!header)
        return header.error();
    TensorFile file;
    std::vector<Placed> places;
    for (const auto& [name, entry] : header->items()) {
        if (name == kMetadataKey) {
            auto metadata = parseMetadata(entry);
            if (!metadata)
                return metadata.error();
            file.metadata = std::move(*metadata);
            continue;
        }
        auto place = parseTensor(name, entry);
        if (!place)
            return place.error();
        places.push_back(std::move(*place));
    }
    auto tensors = cutData(std::move(places), bytes.substr(kLengthBytes + text->size()));
    if (!tensors)
        return tensors.error();
    file.tensors = std::move(*tensors);
    return file;
}

} // namespace qlab
