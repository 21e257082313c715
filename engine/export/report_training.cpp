// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/bench/figure_text.h"
#include "engine/core/text.h"
#include "engine/export/chart.h"
#include "engine/export/html.h"
#include "engine/export/report_parts.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <span>

namespace qlab::report {
namespace {

constexpr double kLossWidth = 586, kAccuracyWidth = 278, kHeight = 226;
constexpr double kLabelWidth = 76; ///< for the labels at the ends of the lines
constexpr std::size_t kMarkersBelow = 30;

PlotArea areaOf(double width, const std::vector<EpochRecord>& epochs, const Ticks& yTicks)
{
    PlotArea area{44, 10, width - kLabelWidth, kHeight - 40, {}, yTicks};
    area.xTicks = niceTicks(0, static_cast<double>(epochs.back().epoch), width == kLossWidth ? 11 : 6);
    return area;
}

std::vector<Point> placed(const PlotArea& area, std::vector<Point> points)
{
    for (Point& point : points)
        point = {area.x(point.x), area.y(point.y)};
    return points;
}

/// The y of all points of all curves.
std::vector<double> valuesOf(const std::vector<std::span<const Point>>& curves)
{
    std::vector<double> values;
    for (const auto& curve : curves)
        std::transform(
            curve.begin(), curve.end(), std::back_inserter(values), [](const Point& point) { return point.y; });
    return values;
}

/// One value an epoch; those that are not finite are left out.
std::vector<Point> perEpoch(const std::vector<EpochRecord>& epochs, double EpochRecord::*value, double factor = 1)
{
    std::vector<Point> points;
    for (const EpochRecord& epoch : epochs) {
        if (std::isfinite(epoch.*value))
            points.push_back({static_cast<double>(epoch.epoch), factor * epoch.*value});
    }
    return points;
}

std::vector<Point> rawLosses(const std::vector<BatchLoss>& losses)
{
    std::vector<Point> points;
    for (const BatchLoss& loss : losses) {
        if (std::isfinite(loss.loss))
            points.push_back({loss.epoch, loss.loss});
    }
    return points;
}

/// Mean over a window of neighbours around each point.
std::vector<Point> smoothed(const std::vector<Point>& points)
{
    const std::size_t reach = std::max<std::size_t>(1, points.size() / 80);
    std::vector<Point> result;
    for (std::size_t i = 0; i < points.size(); ++i) {
        // As far to the left as to the right where the curve begins and is steep; cut off where it ends and is flat.
        const std::size_t first = i - std::min(reach, i), last = std::min(i + std::min(reach, i), points.size() - 1);
        double sum = 0;
        for (std::size_t j = first; j <= last; ++j)
            sum += points[j].y;
        result.push_back({points[i].x, sum / static_cast<double>(last - first + 1)});
    }
    return result;
}

/// The range worth seeing: the first steps from an untrained model would flatten all that follows.
Ticks lossTicks(const std::vector<Point>& raw, const std::vector<Point>& train, const std::vector<Point>& test)
{
    std::vector<double> values = valuesOf({train, test});
    const auto later = valuesOf({std::span(raw).subspan(raw.size() / 50)});
    if (!later.empty()) {
        values.push_back(quantile(later, 0.002));
        values.push_back(quantile(later, 0.99));
    }
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    return niceTicks(*low, *high, 6);
}

struct Label {
    double y;
    std::string classes, text;
};

/// At the right ends of the lines, clear of each other.
void drawLabels(Svg& svg, double x, const std::vector<Label>& labels)
{
    std::vector<double> places(labels.size());
    std::transform(labels.begin(), labels.end(), places.begin(), [](const Label& label) { return label.y; });
    places = spreadApart(places, 13);
    for (std::size_t i = 0; i < labels.size(); ++i)
        svg.text({x, places[i] + 4}, labels[i].classes, labels[i].text);
}

/// Training as a solid line with dots, testing as a dotted one.
void drawEpochLines(Svg& svg, const std::vector<Point>& train, const std::vector<Point>& test)
{
    svg.path(train, "o-line");
    svg.path(test, "test");
    if (train.size() >= kMarkersBelow)
        return;
    for (const Point& point : train)
        svg.circle(point, 3, "o-fill");
    for (const Point& point : test)
        svg.circle(point, 2, "test-dot");
}

std::string lossChart(const RunRecord& record)
{
    const auto train = perEpoch(record.epochs, &EpochRecord::trainLoss);
    const auto test = perEpoch(record.epochs, &EpochRecord::testLoss);
    if (train.empty() || test.empty())
        return element("p", "The loss is not a number: the training diverged. A smaller learning rate helps.");
    const auto raw = rawLosses(record.losses);
    const PlotArea area = areaOf(kLossWidth, record.epochs, lossTicks(raw, train, test));
    Svg svg(kLossWidth, kHeight);
    drawYAxis(svg, area);
    drawXAxis(svg, area, "epoch");
    Svg paths(kLossWidth, kHeight);
    if (raw.size() > 1) {
        paths.path(decimated(placed(area, raw)), "raw");
        paths.path(decimated(placed(area, smoothed(raw))), "o-line");
        paths.path(placed(area, test), "test");
    } else {
        drawEpochLines(paths, placed(area, train), placed(area, test));
    }
    svg.clippedPaths({area.left, area.top}, area.right - area.left, area.bottom - area.top, "loss-area", paths);
    const double end = area.x(train.back().x) + 8;
    const std::string trainText = fixedText(train.back().y, 3), testText = fixedText(test.back().y, 3);
    drawLabels(svg, end,
        {{area.y(train.back().y), "o-label", trainText + " train"},
            {area.y(test.back().y), "test-label", testText + " test"}});
    return chartFigure("Loss", "mean cross-entropy",
        svg.finish("Loss by epoch: training ends at " + trainText + ", testing at " + testText),
        "Thin: batch by batch, thick: smoothed, dotted: test set after each epoch. Figures: means of the last epoch"
            + std::string(area.yTicks.low > 0 ? ". The axis does not start at 0." : "."));
}

std::string accuracyChart(const RunRecord& record)
{
    const auto train = perEpoch(record.epochs, &EpochRecord::trainAccuracy, 100);
    const auto test = perEpoch(record.epochs, &EpochRecord::testAccuracy, 100);
    const auto values = valuesOf({train, test});
    if (values.empty())
        return {};
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    const PlotArea area = areaOf(kAccuracyWidth, record.epochs, niceTicks(*low, *high, 6));
    Svg svg(kAccuracyWidth, kHeight);
    drawYAxis(svg, area);
    drawXAxis(svg, area, "epoch");
    drawEpochLines(svg, placed(area, train), placed(area, test));
    const std::string trainText = fixedText(train.back().y, 1), testText = fixedText(test.back().y, 1);
    drawLabels(svg, area.x(train.back().x) + 8,
        {{area.y(train.back().y), "o-label", trainText + " train"},
            {area.y(test.back().y), "test-label", testText + " test"}});
    return chartFigure("Accuracy", "%",
        svg.finish("Accuracy by epoch: training ends at " + trainText + " %, testing at " + testText + " %"),
        area.yTicks.low > 0 ? "The axis does not start at 0." : "");
}

} // namespace

std::string trainingSection(const RunRecord& record)
{
    if (!record.trained || record.epochs.empty())
        return {};
    const std::string note = countText(record.data->trainSize()) + " images, " + countText(record.epochs.size())
        + (record.epochs.size() == 1 ? " epoch" : " epochs");
    return section(
        "The training", escaped(note), element("div.row.two-one", lossChart(record) + accuracyChart(record)));
}

} // namespace qlab::report
