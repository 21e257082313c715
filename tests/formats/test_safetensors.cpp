// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/formats/safetensors.h"
#include "tests/support.h"

#include <nlohmann/json.hpp>

using namespace qlab;

namespace {

std::string lengthBytes(std::uint64_t length)
{
    std::string bytes;
    for (int i = 0; i < 8; ++i, length >>= 8)
        bytes += static_cast<char>(length & 0xFF);
    return bytes;
}

std::string fileOf(const std::string& header, std::size_t dataBytes)
{
    return lengthBytes(header.size()) + header + std::string(dataBytes, 'x');
}

/// Reads a file by the published rules alone, sharing nothing with the code under test.
struct PlainFile {
    nlohmann::json header;
    std::size_t headerLength = 0;
    std::string data;
};
PlainFile readPlainly(const std::string& bytes)
{
    PlainFile file;
    for (int i = 7; i >= 0; --i)
        file.headerLength = file.headerLength * 256 + static_cast<unsigned char>(bytes.at(static_cast<std::size_t>(i)));
    file.header = nlohmann::json::parse(bytes.substr(8, file.headerLength));
    file.data = bytes.substr(8 + file.headerLength);
    return file;
}

TensorFile sampleFile()
{
    TensorFile file;
    file.metadata = {{"normalization", "mnist"}, {"note", "\"quoted\", äöü, \n"}};
    file.tensors.push_back({"scale", "F32", {2}, std::string("\0\0\x80\x3f\0\0\0\x40", 8)});
    file.tensors.push_back({"weight", "I8", {2, 3}, "abcdef"});
    file.tensors.push_back({"empty", "U8", {0, 5}, ""});
    file.tensors.push_back({"single", "I32", {}, "wxyz"});
    return file;
}

} // namespace

TEST_CASE("a safetensors file follows the published layout", "[export]")
{
    const PlainFile file = readPlainly(encodeSafetensors(sampleFile()));
    CHECK((8 + file.headerLength) % 8 == 0);
    CHECK(file.header["__metadata__"]["normalization"] == "mnist");
    CHECK(file.header["weight"]["dtype"] == "I8");
    CHECK(file.header["weight"]["shape"] == nlohmann::json({2, 3}));
    CHECK(file.header["weight"]["data_offsets"] == nlohmann::json({8, 14}));
    CHECK(file.header["single"]["shape"] == nlohmann::json::array());
    CHECK(file.data.substr(8, 6) == "abcdef");
    CHECK(file.data.size() == 18);
}

TEST_CASE("safetensors come back as they were", "[export]")
{
    const TensorFile file = sampleFile();
    const auto back = decodeSafetensors(encodeSafetensors(file));
    REQUIRE(back.ok());
    CHECK(back->metadata == file.metadata);
    REQUIRE(back->tensors.size() == file.tensors.size());
    for (std::size_t i = 0; i < file.tensors.size(); ++i) {
        CHECK(back->tensors[i].name == file.tensors[i].name);
        CHECK(back->tensors[i].type == file.tensors[i].type);
        CHECK(back->tensors[i].shape == file.tensors[i].shape);
        CHECK(back->tensors[i].bytes == file.tensors[i].bytes);
    }
}

TEST_CASE("safetensors without tensors or metadata are legal", "[export]")
{
    const auto back = decodeSafetensors(encodeSafetensors({}));
    REQUIRE(back.ok());
    CHECK(back->tensors.empty());
    CHECK(decodeSafetensors(fileOf(R"({"__metadata__":{}}  )", 0)).ok());
}

TEST_CASE("the header may name tensors in any order", "[export]")
{
    const auto file = decodeSafetensors(fileOf(
        R"({"b":{"dtype":"U8","shape":[2],"data_offsets":[3,5]},"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}})",
        5));
    REQUIRE(file.ok());
    CHECK(file->tensors[0].name == "a");
    CHECK(file->tensors[1].name == "b");
}

TEST_CASE("malformed safetensors are refused with a reason", "[export]")
{
    struct Case {
        const char* what;
        std::string bytes;
        const char* reason;
    };
    const std::string good = R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})";
    const auto one = [](const std::string& entry) { return R"({"a":)" + entry + "}"; };
    const std::vector<Case> cases = {
        {"nothing", "", "shorter than"},
        {"half a length", "\x10\0\0", "shorter than"},
        {"cut in the header", fileOf(good, 8).substr(0, 30), "cut short"},
        {"cut in the data", fileOf(good, 7), "ends after the file"},
        {"huge length", lengthBytes(std::uint64_t{1} << 63) + good, "100,000,000"},
        {"length just above the limit", lengthBytes(100'000'001) + good, "100,000,000"},
        {"length beyond the file", lengthBytes(90'000'000) + good, "cut short"},
        {"empty header", lengthBytes(0), "'{'"},
        {"blank before the header", fileOf(" " + good, 8), "'{'"},
        {"a list", fileOf("[1]", 0), "'{'"},
        {"not JSON", fileOf(R"({"a")", 0), "JSON"},
        {"text after the JSON", fileOf(good + "x", 8), "JSON"},
        {"not UTF-8", fileOf("{\"\xff\":1}", 0), "JSON"},
        {"too deep", fileOf(R"({"a":{"b":[[[[1]]]]}})", 0), "deep"},
        {"the same tensor twice", fileOf(good.substr(0, good.size() - 1) + "," + good.substr(1), 8), "twice"},
        {"the same key twice", fileOf(one(R"({"dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1]})"), 1),
            "twice"},
        {"metadata no object", fileOf(R"({"__metadata__":"x"})", 0), "__metadata__"},
        {"metadata no text", fileOf(R"({"__metadata__":{"n":1}})", 0), "not a text"},
        {"entry no object", fileOf(one("3"), 0), "entry"},
        {"no dtype", fileOf(one(R"({"shape":[1],"data_offsets":[0,1]})"), 1), "entry"},
        {"a key too many", fileOf(one(R"({"dtype":"U8","shape":[1],"data_offsets":[0,1],"x":1})"), 1), "entry"},
        {"dtype no text", fileOf(one(R"({"dtype":8,"shape":[1],"data_offsets":[0,1]})"), 1), "dtype"},
        {"unknown dtype", fileOf(one(R"({"dtype":"F31","shape":[1],"data_offsets":[0,1]})"), 1), "unknown dtype"},
        {"negative extent", fileOf(one(R"({"dtype":"U8","shape":[-1],"data_offsets":[0,1]})"), 1), "shape"},
        {"broken extent", fileOf(one(R"({"dtype":"U8","shape":[1.5],"data_offsets":[0,1]})"), 1), "shape"},
        {"extent beyond 64 bits",
            fileOf(one(R"({"dtype":"U8","shape":[99999999999999999999],"data_offsets":[0,1]})"), 1), "shape"},
        {"product overflows to fit",
            fileOf(one(R"({"dtype":"U8","shape":[4294967296,4294967296],"data_offsets":[0,0]})"), 0), "do not fit"},
        {"element size overflows",
            fileOf(one(R"({"dtype":"F32","shape":[4611686018427387904],"data_offsets":[0,0]})"), 0), "do not fit"},
        {"size mismatch", fileOf(one(R"({"dtype":"F32","shape":[3],"data_offsets":[0,8]})"), 8), "do not fit"},
        {"one offset", fileOf(one(R"({"dtype":"U8","shape":[1],"data_offsets":[1]})"), 1), "data_offsets"},
        {"offsets backwards", fileOf(one(R"({"dtype":"U8","shape":[1],"data_offsets":[1,0]})"), 1), "data_offsets"},
        {"starts with a gap", fileOf(one(R"({"dtype":"U8","shape":[1],"data_offsets":[1,2]})"), 2), "gap"},
        {"gap inside",
            fileOf(R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},)"
                   R"("b":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}})",
                3),
            "gap"},
        {"overlap",
            fileOf(R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},)"
                   R"("b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}})",
                3),
            "overlaps"},
        {"trailing bytes", fileOf(good, 9), "1 bytes after the last tensor"},
    };
    for (const Case& broken : cases) {
        INFO(broken.what);
        const auto file = decodeSafetensors(broken.bytes);
        REQUIRE_FALSE(file.ok());
        INFO(file.error().message);
        CHECK(file.error().message.find(broken.reason) != std::string::npos);
        CHECK(file.error().message.find('\n') == std::string::npos);
    }
    CHECK(decodeSafetensors(fileOf(good, 8)).ok());
}

TEST_CASE("no byte of a file may be missing", "[export]")
{
    const std::string bytes = encodeSafetensors(sampleFile());
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        INFO(length);
        REQUIRE_FALSE(decodeSafetensors(std::string_view(bytes).substr(0, length)).ok());
    }
}
