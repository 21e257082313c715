// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support.h"

#include "app/charts/chart_ticks.h"
#include "app/charts/map_axis.h"

#include <cmath>
#include <limits>

using namespace qlab::app;

namespace {

std::vector<double> values(const std::vector<Tick>& ticks)
{
    std::vector<double> result;
    for (const Tick& tick : ticks)
        result.push_back(tick.value);
    return result;
}

const QLocale kEnglish(QLocale::English, QLocale::UnitedStates);

} // namespace

TEST_CASE("ticks are multiples of a 1-2-5 step inside the range", "[charts][ticks]")
{
    CHECK(values(niceTicks({0, 40}, 6)) == std::vector<double>{0, 10, 20, 30, 40});
    CHECK(values(niceTicks({0, 0.5}, 6)) == std::vector<double>{0, 0.1, 0.2, 0.3, 0.4, 0.5});
    CHECK(values(niceTicks({-0.18, 0.18}, 8)) == std::vector<double>{-0.15, -0.1, -0.05, 0, 0.05, 0.1, 0.15});
    CHECK(values(niceTicks({17.3, 17.9}, 4)) == std::vector<double>{17.4, 17.6, 17.8});
    CHECK(values(niceTicks({0, 1e6}, 3)) == std::vector<double>{0, 500'000, 1'000'000});
}

TEST_CASE("ticks are never more than asked for and have the decimals of their step", "[charts][ticks]")
{
    for (const double span : {1e-7, 0.003, 0.9, 1.0, 7.7, 42.0, 999.0, 3e8})
        for (int most = 2; most <= 8; ++most) {
            const auto ticks = niceTicks({-span / 3, span}, most);
            CAPTURE(span, most);
            REQUIRE(!ticks.empty());
            CHECK(static_cast<int>(ticks.size()) <= most);
            for (const Tick& tick : ticks) {
                CHECK(tick.decimals == ticks.front().decimals);
                // The label is the value, not a rounding of it.
                CHECK(
                    std::abs(numberText(tick.value, tick.decimals, QLocale::c()).replace(QChar(0x2212), u'-').toDouble()
                        - tick.value)
                    <= 1e-12 * span);
            }
        }
}

TEST_CASE("an axis for data ends on ticks and holds the data", "[charts][ticks]")
{
    const NiceAxis accuracy = niceAxis({91.65, 92.73}, 5);
    CHECK(accuracy.range == Range{91.5, 93.0});
    CHECK(values(accuracy.ticks) == std::vector<double>{91.5, 92, 92.5, 93});
    CHECK(niceAxis({0, 31.6}, 5).range == Range{0, 40});
    CHECK(niceAxis({0.2, 0.5}, 6).range == Range{0.2, 0.5});
}

TEST_CASE("data without extent, empty or broken still gives an axis", "[charts][ticks]")
{
    CHECK(niceAxis({3, 3}, 5).range.contains(3));
    CHECK(niceAxis({3, 3}, 5).range.span() > 0);
    CHECK(niceAxis({0, 0}, 5).range.span() > 0);
    CHECK(niceAxis({std::numeric_limits<double>::quiet_NaN(), 1}, 5).range == Range{0, 1});
    CHECK(niceTicks({2, 2}, 5).empty());
    CHECK(niceTicks({0, std::numeric_limits<double>::infinity()}, 5).empty());
    CHECK(logTicks({0, 10}).empty());
    CHECK(logTicks({-1, 10}).empty());
}

TEST_CASE("log axes show decades", "[charts][ticks]")
{
    CHECK(values(logTicks({1, 10'000})) == std::vector<double>{1, 10, 100, 1000, 10'000});
    CHECK(values(logTicks({0.05, 3})) == std::vector<double>{0.1, 1});
    CHECK(logTicks({0.001, 1}).front().decimals == 3);
    CHECK(wholeDecades({21, 300}) == Range{10, 1000});
    CHECK(wholeDecades({10, 10}) == Range{10, 100});
    CHECK(wholeDecades({0, 5}) == Range{1, 10});
}

TEST_CASE("zoomed into less than a decade, a log axis still says where it is", "[charts][ticks]")
{
    CHECK(values(logTicks({2, 60})) == std::vector<double>{2, 5, 10, 20, 50});
    CHECK(logTicks({0.26, 0.31}).size() >= 2);
}

TEST_CASE("an axis for logarithmic data has two decades' ticks and little more", "[charts][ticks]")
{
    const Range range = decadeRange({0.25, 2.3});
    CHECK(range.low == 0.1);
    CHECK_THAT(range.high, Catch::Matchers::WithinRel(2.53, 1e-9));
    const Range wide = decadeRange({0.02, 500});
    CHECK(wide.low > 0.01);
    CHECK(wide.high < 1000);
    for (const Range data : {Range{1, 1}, Range{0.5, 0.6}, Range{9, 11}, Range{1e-5, 1e5}}) {
        CHECK(decadeRange(data).low <= data.low);
        CHECK(decadeRange(data).high >= data.high);
        CHECK(logTicks(decadeRange(data)).size() >= 2);
    }
}

TEST_CASE("numbers on screen follow the locale and have a real minus sign", "[charts][ticks]")
{
    CHECK(numberText(-0.15, 2, kEnglish) == QStringLiteral("−0.15"));
    CHECK(numberText(-0.15, 2, QLocale(QLocale::German)) == QStringLiteral("−0,15"));
    CHECK(numberText(10'000, 0, kEnglish) == QStringLiteral("10,000"));
    CHECK(numberText(-0.001, 2, kEnglish) == QStringLiteral("0.00"));
    CHECK(numberText(std::numeric_limits<double>::quiet_NaN(), 2, kEnglish) == QStringLiteral("–"));
}

TEST_CASE("A map's axes name their unit once and stay in sight", "[charts][map]")
{
    const QLocale c = QLocale::c();
    const auto texts = [](const std::vector<AxisLabel>& labels) {
        QStringList list;
        for (const AxisLabel& label : labels)
            list.append(label.text);
        return list.join(QLatin1Char(' '));
    };
    CHECK(texts(mapLabels(MapScale::Bytes, {90, 2100}, c)) == QStringLiteral("100 B 200 500 1 KB 2"));
    CHECK(texts(mapLabels(MapScale::Microseconds, {0.004, 2.5}, c))
        == QStringLiteral("0.005 µs 0.01 0.02 0.05 0.1 0.2 0.5 1 2"));
    CHECK(texts(mapLabels(MapScale::Bits, {0.6, 8.4}, c)) == QStringLiteral("1 2 3 4 5 6 7 8"));
    CHECK(topAccuracy(42) == 95); // never lower than that
    CHECK(topAccuracy(99.3) == 99.5);
    CHECK(topAccuracy(100) < 100);
    CHECK(std::abs(mapHeight(99) - 10 * mapHeight(90)) < 1e-9);
}
