// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/picture_bytes.h"
#include "tests/support.h"

#include <string>

using namespace qlab;

namespace {

bool breaks(const std::string& file)
{
    return breaksOff({reinterpret_cast<const std::uint8_t*>(file.data()), file.size()});
}

std::string bytes(std::initializer_list<int> values)
{
    std::string text;
    for (const int value : values)
        text += static_cast<char>(value);
    return text;
}

const std::string kPng =
    std::string("\x89PNG\r\n\x1a\n") + bytes({0, 0, 0, 2}) + "IDATab" + "crc." + bytes({0, 0, 0, 0}) + "IENDcrc.";
const std::string kJpeg = bytes({0xff, 0xd8, 0xff, 0xe0, 0, 4, 'a', 'b', 0xff, 0xda, 0, 3, 1, 7, 0xff, 0, 7, 0xff, 0xd0,
    7, 0xff, 0xc4, 0, 3, 9, 0xff, 0xda, 0, 2, 5, 0xff, 0xd9});
const std::string kGif = "GIF89a"
    + bytes({1, 0, 1, 0, 0x80, 0, 0, 1, 2, 3, 4, 5, 6, 0x21, 0xf9, 1, 'x', 0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2,
        'a', 'b', 0});
const std::string kBmp = "BM"
    + bytes({0, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 1, 0, 24, 0})
    + std::string(24, '\0') + "abc.def.";
const std::string kWebp = "RIFF" + bytes({8, 0, 0, 0}) + "WEBPVP8 ";

} // namespace

TEST_CASE("A picture that breaks off is known by its structure, at every length", "[data][picture]")
{
    const std::vector<std::pair<std::string, std::size_t>> files{// and where the magic is whole
        {kPng, 8}, {kJpeg, 3}, {kGif, 4}, {kBmp, 2}, {kWebp, 4}};
    for (const auto& [file, known] : files) {
        INFO(file.substr(0, 4));
        CHECK_FALSE(breaks(file));
        CHECK_FALSE(breaks(file + "anything behind it"));
        for (std::size_t length = known; length < file.size(); ++length) {
            INFO(length);
            CHECK(breaks(file.substr(0, length)));
        }
    }
    CHECK_FALSE(breaks(""));
    CHECK_FALSE(breaks("P5 1 1 255\n"));
}
