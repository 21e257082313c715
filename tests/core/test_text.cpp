// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/text.h"
#include "tests/support.h"

#include <charconv>
#include <clocale>
#include <cstdint>
#include <limits>

using namespace qlab;

TEST_CASE("Fixed decimals", "[core][text]")
{
    CHECK(fixedText(0.5, 2) == "0.50");
    CHECK(fixedText(92.214, 1) == "92.2");
    CHECK(fixedText(-0.005, 1) == "-0.0");
    CHECK(fixedText(1234567.0, 0) == "1234567");
    CHECK(fixedText(std::numeric_limits<double>::max(), 6).size() == 309 + 1 + 6);
}

TEST_CASE("Exact text reads back as the same double", "[core][text]")
{
    CHECK(exactText(0.8) == "0.8");
    CHECK(exactText(64.0) == "64");
    for (const double value : {0.1, 1.0 / 3.0, 1e-300, -2.5e17, std::numeric_limits<double>::denorm_min(),
             std::numeric_limits<double>::max()}) {
        const std::string text = exactText(value);
        double back = 0.0;
        const auto result = std::from_chars(text.data(), text.data() + text.size(), back);
        CHECK(result.ptr == text.data() + text.size());
        CHECK(back == value);
    }
}

TEST_CASE("Thousands are separated by commas", "[core][text]")
{
    CHECK(groupedText(0) == "0");
    CHECK(groupedText(999) == "999");
    CHECK(groupedText(1000) == "1,000");
    CHECK(groupedText(10000) == "10,000");
    CHECK(groupedText(1234567) == "1,234,567");
    CHECK(groupedText(-1) == "-1");
    CHECK(groupedText(-999) == "-999");
    CHECK(groupedText(-1000) == "-1,000");
    CHECK(groupedText(-123456) == "-123,456");
    CHECK(groupedText(std::numeric_limits<std::int64_t>::max()) == "9,223,372,036,854,775,807");
    CHECK(groupedText(std::numeric_limits<std::int64_t>::min()) == "-9,223,372,036,854,775,808");
}

TEST_CASE("Text does not follow the locale", "[core][text]")
{
    const char* german = nullptr;
    for (const char* name : {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8"})
        german = german != nullptr ? german : std::setlocale(LC_ALL, name);
    if (german == nullptr)
        WARN("no locale with a decimal comma is installed; checked in the C locale only");
    CHECK(fixedText(1234.5, 2) == "1234.50");
    CHECK(exactText(0.25) == "0.25");
    CHECK(groupedText(1234567) == "1,234,567");
    std::setlocale(LC_ALL, "C");
}
