// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/export/chart.h"
#include "engine/export/html.h"
#include "engine/export/png.h"
#include "engine/export/svg.h"
#include "tests/support.h"

#include <zlib.h>

#include <algorithm>

using namespace qlab;

namespace {

std::size_t number(std::string_view bytes)
{
    std::size_t value = 0;
    for (const char byte : bytes.substr(0, 4))
        value = value << 8 | static_cast<unsigned char>(byte);
    return value;
}

/// Walks through the chunks, checking each sum; returns the data of those of one type.
std::string chunks(std::string_view png, std::string_view type)
{
    REQUIRE(png.substr(0, 8) == "\x89PNG\r\n\x1a\n");
    png.remove_prefix(8);
    std::string data;
    while (!png.empty()) {
        const std::size_t length = number(png);
        const std::string_view body = png.substr(4, length + 4);
        const auto sum = ::crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()));
        CHECK(number(png.substr(8 + length)) == sum);
        if (body.substr(0, 4) == type)
            data += body.substr(4);
        png.remove_prefix(12 + length);
    }
    return data;
}

std::string inflated(const std::string& bytes, std::size_t size)
{
    std::string result(size + 1, '\0');
    uLongf length = result.size();
    REQUIRE(::uncompress(reinterpret_cast<Bytef*>(result.data()), &length, reinterpret_cast<const Bytef*>(bytes.data()),
                bytes.size())
        == Z_OK);
    result.resize(length);
    return result;
}

} // namespace

TEST_CASE("markup is escaped and closed", "[export]")
{
    CHECK(escaped("<a & \"b\" 'c'>") == "&lt;a &amp; &quot;b&quot; &#39;c&#39;&gt;");
    CHECK(element("b", "x") == "<b>x</b>");
    CHECK(element("td.num.o", {{"title", "\"<"}}, "1") == "<td class=\"num o\" title=\"&quot;&lt;\">1</td>\n");
    CHECK(leaf("img", {{"alt", "a"}}) == "<img alt=\"a\" />\n");
}

TEST_CASE("a PNG holds its pixels", "[export]")
{
    const std::vector<std::uint8_t> pixels = {0, 1, 2, 253, 254, 255};
    const std::string grey = encodeGreyPng(pixels, 3);
    const std::string header = chunks(grey, "IHDR");
    CHECK(number(header) == 3);
    CHECK(number(header.substr(4)) == 2);
    CHECK(header.substr(8) == std::string("\x08\0\0\0\0", 5));
    CHECK(inflated(chunks(grey, "IDAT"), 8) == std::string("\0\x00\x01\x02\0\xfd\xfe\xff", 8));

    const std::vector<std::uint8_t> indices = {0, 1, 1, 0, 0, 1};
    const std::string palette = encodePalettePng(indices, 2, {{1, 2, 3}, {4, 5, 6}});
    CHECK(inflated(chunks(palette, "IDAT"), 9) == std::string("\0\0\1\0\1\0\0\0\1", 9));
    CHECK(chunks(palette, "PLTE") == "\x01\x02\x03\x04\x05\x06");
    CHECK(chunks(palette, "tRNS") == std::string(1, '\0'));
    CHECK(chunks(palette, "IHDR")[9] == 3);
}

TEST_CASE("base64 follows RFC 4648", "[export]")
{
    CHECK(base64("") == "");
    CHECK(base64("f") == "Zg==");
    CHECK(base64("fo") == "Zm8=");
    CHECK(base64("foo") == "Zm9v");
    CHECK(base64("foobar") == "Zm9vYmFy");
    CHECK(base64("\xff\xfe\xfd\xfc") == "//79/A==");
}

TEST_CASE("axes are marked at 1, 2 or 5 times a power of ten", "[export]")
{
    struct Case {
        double low, high;
        int most;
        double first, last, step;
        const char* label; ///< of the first mark
    };
    const Case cases[] = {
        {0, 31.6, 6, 0, 40, 10, "0"},
        {0, 0.66, 6, 0, 0.8, 0.2, "0.0"},
        {91.67, 92.72, 6, 91.5, 93, 0.5, "91.5"},
        {0, 10, 6, 0, 10, 2, "0"},
        {0, 12'000, 6, 0, 15'000, 5'000, "0"},
        {0.3, 0.4, 6, 0.3, 0.4, 0.02, "0.30"},
        {-3, 3, 4, -5, 5, 5, "-5"},
    };
    for (const Case& axis : cases) {
        INFO(axis.low << " ... " << axis.high);
        const Ticks ticks = niceTicks(axis.low, axis.high, axis.most);
        CHECK_THAT(ticks.low, Catch::Matchers::WithinAbs(axis.first, 1e-9));
        CHECK_THAT(ticks.high, Catch::Matchers::WithinAbs(axis.last, 1e-9));
        CHECK_THAT(ticks.step, Catch::Matchers::WithinAbs(axis.step, 1e-12));
        CHECK(ticks.label(ticks.low) == axis.label);
        CHECK(ticks.values().size() <= static_cast<std::size_t>(axis.most));
    }
    CHECK(niceTicks(5, 5, 6).low < 5);
    CHECK(niceTicks(5, 5, 6).high > 5);
    CHECK(niceTicks(0, 0, 6).high > 0);
}

TEST_CASE("labels keep clear of each other", "[export]")
{
    const auto places = spreadApart({100, 98, 50}, 12);
    CHECK(places[0] - places[1] >= 11.9);
    CHECK(places[2] == 50);
    CHECK(spreadApart({1, 40}, 12) == std::vector<double>{1, 40});
}

TEST_CASE("fewer points draw the same curve", "[export]")
{
    std::vector<Point> points;
    for (int i = 0; i < 1000; ++i)
        points.push_back({i / 100.0, i == 555 ? 50.0 : i % 7});
    const auto kept = decimated(points);
    CHECK(kept.size() == 20);
    CHECK(std::any_of(kept.begin(), kept.end(), [](const Point& point) { return point.y == 50; }));
    CHECK(std::is_sorted(kept.begin(), kept.end(), [](const Point& a, const Point& b) { return a.x < b.x; }));
    CHECK(decimated({}).empty());
}

TEST_CASE("coordinates are short", "[export]")
{
    CHECK(coordinate(12) == "12");
    CHECK(coordinate(0.5) == "0.5");
    CHECK(coordinate(1.0 / 3) == "0.33");
    CHECK(coordinate(-0.001) == "0");
    CHECK(coordinate(100) == "100");
}
