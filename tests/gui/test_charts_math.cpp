// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support.h"

#include "app/charts/chart_zoom.h"
#include "app/charts/curve_math.h"

#include <cmath>
#include <limits>
#include <numeric>

using namespace qlab::app;
using Catch::Matchers::WithinAbs;

TEST_CASE("smoothing leaves a constant line exactly as it is", "[charts][smoothing]")
{
    const std::vector<double> line(500, 0.2713);
    for (const double weight : {0.0, 0.5, 0.97, 0.999})
        CHECK(smoothed(line, weight) == line);
}

TEST_CASE("smoothing is the debiased exponential average", "[charts][smoothing]")
{
    const std::vector<double> values{2.3, 0.9, 1.4, 0.6, 0.7, 0.5};
    const double weight = 0.8;
    double average = 0;
    const auto result = smoothed(values, weight);
    REQUIRE(result.size() == values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        average = weight * average + (1 - weight) * values[i];
        CHECK_THAT(result[i], WithinAbs(average / (1 - std::pow(weight, static_cast<double>(i + 1))), 1e-12));
    }
    CHECK(result[0] == 2.3); // no pull towards 0
    CHECK(smoothed(values, 0) == values);
}

TEST_CASE("smoothing passes over values that are not numbers", "[charts][smoothing]")
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const auto result = smoothed(std::vector<double>{nan, 1, nan, 1}, 0.9);
    CHECK(std::isnan(result[0]));
    CHECK(result[1] == 1);
    CHECK(result[2] == 1);
    CHECK(result[3] == 1);
}

TEST_CASE("decimation keeps the extremes of every pixel column", "[charts][decimation]")
{
    constexpr int kColumns = 100;
    std::vector<double> x(100'000), y(100'000);
    for (std::size_t i = 0; i < x.size(); ++i) {
        x[i] = static_cast<double>(i);
        y[i] = std::sin(static_cast<double>(i) * 0.37);
    }
    y[54'321] = 50; // single spikes, one up and one down
    y[54'400] = -50;
    const auto points = decimated(x, y, {0, 99'999}, kColumns);

    CHECK(points.size() <= 2 * (kColumns + 1));
    CHECK(points.contains(QPointF(54'321, 50)));
    CHECK(points.contains(QPointF(54'400, -50)));
    CHECK(std::is_sorted(points.begin(), points.end(), [](auto& a, auto& b) { return a.x() < b.x(); }));
    for (int column = 0; column < kColumns; ++column) {
        double low = 1e9, high = -1e9, lowThinned = 1e9, highThinned = -1e9;
        const auto inColumn = [&](double at) { return std::floor(at * kColumns / 99'999) == column; };
        for (std::size_t i = 0; i < x.size(); ++i)
            if (inColumn(x[i])) {
                low = std::min(low, y[i]);
                high = std::max(high, y[i]);
            }
        for (const QPointF& point : points)
            if (inColumn(point.x())) {
                lowThinned = std::min(lowThinned, point.y());
                highThinned = std::max(highThinned, point.y());
            }
        CAPTURE(column);
        CHECK(low == lowThinned);
        CHECK(high == highThinned);
    }
}

TEST_CASE("few points are drawn as they are, with one beyond either edge", "[charts][decimation]")
{
    std::vector<double> x(50), y(50);
    std::iota(x.begin(), x.end(), 0.0);
    std::iota(y.begin(), y.end(), 100.0);
    const auto points = decimated(x, y, {9.5, 20.5}, 300);
    REQUIRE(points.size() == 13);
    CHECK(points.front() == QPointF(9, 109));
    CHECK(points.back() == QPointF(21, 121));
    CHECK(decimated({}, {}, {0, 1}, 300).isEmpty());
}

TEST_CASE("values that are not numbers are left out of a line", "[charts][decimation]")
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const std::vector<double> x{0, 1, 2, 3}, y{5, nan, 7, std::numeric_limits<double>::infinity()};
    const auto points = decimated(x, y, {0, 3}, 10);
    REQUIRE(points.size() == 2);
    CHECK(points[1] == QPointF(2, 7));
}

TEST_CASE("a line is cut at the plot area", "[charts][clip]")
{
    const QRectF area(0, 0, 10, 10);
    const QPainterPath path = clippedPath({{-5, 5}, {5, 5}, {5, -20}, {8, -20}, {8, 5}, {20, 5}}, area);
    CHECK(path.boundingRect() == QRectF(0, 0, 10, 5));
    int pieces = 0;
    for (int i = 0; i < path.elementCount(); ++i)
        pieces += path.elementAt(i).isMoveTo() ? 1 : 0;
    CHECK(pieces == 2);
    CHECK(clippedPath({{20, 20}, {30, 5}}, area).isEmpty());
    CHECK(clippedPath({{5, 5}}, area).isEmpty());
}

TEST_CASE("crossings are found between the points", "[charts][crossings]")
{
    const std::vector<double> x{0, 1, 2, 3}, a{0, 0, 0, 0}, b{-1, 1, 3, -3};
    const auto found = crossings(x, a, b);
    REQUIRE(found.size() == 2);
    CHECK_THAT(found[0], WithinAbs(0.5, 1e-12));
    CHECK_THAT(found[1], WithinAbs(2.5, 1e-12));
    CHECK(crossings(x, a, a).empty());
}

TEST_CASE("labels are pushed apart, as little as needed, and none is lost", "[charts][labels]")
{
    CHECK(pushedApart({10, 50, 90}, 12, 0, 100) == std::vector<double>{10, 50, 90});
    CHECK(pushedApart({50, 50}, 12, 0, 100) == std::vector<double>{44, 56});
    CHECK(pushedApart({52, 50}, 12, 0, 100) == std::vector<double>{57, 45}); // the higher one stays higher
    CHECK(pushedApart({99, 100}, 12, 0, 100) == std::vector<double>{88, 100});
    CHECK(pushedApart({}, 12, 0, 100).empty());
    const auto crowded = pushedApart({40, 41, 42, 43, 44, 80}, 12, 0, 100);
    REQUIRE(crowded.size() == 6);
    for (std::size_t i = 1; i < crowded.size(); ++i)
        CHECK(crowded[i] - crowded[i - 1] >= 12 - 1e-9);
    CHECK(crowded.back() == 80);
}

TEST_CASE("zoom keeps the anchor and stays inside its limits", "[charts][zoom]")
{
    const ZoomWindow all{{0, 10}, {0, 1}};
    const ZoomWindow half = zoomed(all, all, {2, 0.5}, 0.5, 0.5);
    CHECK(half == ZoomWindow{{1, 6}, {0.25, 0.75}});
    CHECK(zoomed(half, all, {2, 0.5}, 100, 100) == all);
    CHECK(zoomed(all, all, {10, 0.5}, 0.5, 1) == ZoomWindow{{5, 10}, {0, 1}});
    CHECK(panned(half, all, {100, -100}) == ZoomWindow{{5, 10}, {0, 0.5}});
}
