// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/bench/figure_text.h"
#include "engine/core/text.h"
#include "engine/export/chart.h"
#include "engine/export/html.h"
#include "engine/export/report_parts.h"
#include "engine/quant/packing.h"

#include <algorithm>
#include <array>

namespace qlab::report {
namespace {

constexpr double kWidth = 278, kHeight = 186;
constexpr double kBarWidth = 56;
/// A whisker longer than this many bars is cut: on a busy machine it would press the bars flat.
constexpr double kWhiskerRoom = 1.8;
const PlotArea kArea{44, 22, kWidth - 8, kHeight - 26, {}, {}};

/// The original on the left, the quantized model on the right.
struct Side {
    double x;
    const char *fill, *label, *name;
};
const std::array<Side, 2> kSides = {{{kArea.left + 62, "o-fill", "o-label middle", "Original"},
    {kArea.right - 62, "q-fill", "q-label middle", "Quantized"}}};

void drawNames(Svg& svg)
{
    for (const Side& side : kSides)
        svg.text({side.x, kArea.bottom + 18}, "middle", side.name);
}

/// A vertical line with caps 12 or 14 px wide.
void drawWhisker(Svg& svg, double x, double top, double bottom, double cap, const std::string& classes)
{
    svg.line({x, top}, {x, bottom}, classes);
    svg.line({x - cap / 2, top}, {x + cap / 2, top}, classes);
    svg.line({x - cap / 2, bottom}, {x + cap / 2, bottom}, classes);
}

std::string accuracyChart(const Comparison& comparison)
{
    const Interval& first = comparison.original.accuracy95;
    const Interval& second = comparison.quantized.accuracy95;
    PlotArea area = kArea;
    area.yTicks = niceTicks(100 * std::min(first.low, second.low), 100 * std::max(first.high, second.high), 6);
    Svg svg(kWidth, kHeight);
    drawYAxis(svg, area);
    const auto interval = [&](double x, const Interval& range, const std::string& line) {
        drawWhisker(svg, x, area.y(100 * range.high), area.y(100 * range.low), 14, line);
    };
    const double left = area.left + 38, right = area.left + 146;
    const double y1 = area.y(100 * comparison.originalAccuracy()), y2 = area.y(100 * comparison.quantizedAccuracy());
    interval(left, first, "o-line");
    svg.circle({left, y1}, 5, "o-fill");
    svg.text({left + 12, y1 + 4}, "o-label", percentText(comparison.originalAccuracy()));
    interval(right, second, "q-line");
    svg.rect({right - 4.5, y2 - 4.5}, 9, 9, "q-square");
    svg.text({right + 12, y2 + 4}, "q-label", percentText(comparison.quantizedAccuracy()));
    svg.text({left, area.bottom + 18}, "middle", kSides[0].name);
    svg.text({right, area.bottom + 18}, "middle", kSides[1].name);
    return chartFigure("Accuracy", "%, with 95 % interval",
        svg.finish("Accuracy: original " + percentText(comparison.originalAccuracy()) + ", quantized "
            + percentText(comparison.quantizedAccuracy())),
        area.yTicks.low > 0 ? "The axis does not start at 0." : "");
}

std::string sizeChart(const RunRecord& record)
{
    const Comparison& comparison = record.comparison;
    const std::array<std::size_t, 2> files = {comparison.original.bytes, comparison.quantized.bytes};
    const std::array<std::size_t, 2> weights = {
        sizeof(float) * kClasses * kPixels, kClasses * packedRowBytes(record.scheme.bits)};
    PlotArea area = kArea;
    area.yTicks = niceTicks(0, static_cast<double>(std::max(files[0], files[1])) / 1000, 6);
    Svg svg(kWidth, kHeight);
    drawYAxis(svg, area);
    for (std::size_t i = 0; i < files.size(); ++i) {
        const Side& side = kSides[i];
        const double top = area.y(static_cast<double>(files[i]) / 1000);
        const double cap = area.y(static_cast<double>(std::min(weights[i], files[i])) / 1000);
        svg.rect({side.x - kBarWidth / 2, cap}, kBarWidth, area.bottom - cap, side.fill);
        svg.rect({side.x - kBarWidth / 2, top}, kBarWidth, cap - top, "rest");
        svg.text({side.x, top - 6}, side.label, sizeText(files[i]));
    }
    drawNames(svg);
    return chartFigure("Size", "KB, the file as written",
        svg.finish("Size: original " + bytesText(files[0]) + ", quantized " + bytesText(files[1])),
        "Weights; the thin grey cap is bias, scales and header.");
}

std::string timeChart(const RunRecord& record)
{
    const Comparison& comparison = record.comparison;
    const std::array<const Timing*, 2> timings = {&comparison.original.batch, &comparison.quantized.batch};
    const double longest = std::max(timings[0]->medianMs, timings[1]->medianMs);
    const double spread = std::max(timings[0]->p90Ms, timings[1]->p90Ms);
    PlotArea area = kArea;
    area.yTicks = niceTicks(0, std::min(spread, kWhiskerRoom * longest), 6);
    Svg svg(kWidth, kHeight);
    drawYAxis(svg, area);
    for (std::size_t i = 0; i < timings.size(); ++i) {
        const Side& side = kSides[i];
        const double top = area.y(timings[i]->medianMs), high = std::max(area.top, area.y(timings[i]->p90Ms));
        svg.rect({side.x - kBarWidth / 2, top}, kBarWidth, area.bottom - top, side.fill);
        drawWhisker(svg, side.x, high, area.y(timings[i]->p10Ms), 12, "whisker");
        svg.text({side.x, high - 6}, side.label, millisecondsText(timings[i]->medianMs));
    }
    drawNames(svg);
    const bool isCut = spread > area.yTicks.high;
    return chartFigure("Time", "ms, " + countText(comparison.images) + " images",
        svg.finish("Time: original " + millisecondsText(timings[0]->medianMs) + ", quantized "
            + millisecondsText(timings[1]->medianMs)),
        "From " + inputName(comparison) + "; median, whisker 10 to 90 % of the rounds"
            + (isCut ? ", cut at the top." : "."));
}

/// A pair of horizontal bars under a name.
void drawPair(Svg& svg, double top, const PlotArea& area, const std::string& name, const Timing& original,
    const Timing& quantized)
{
    svg.text({0, top}, "strong", name);
    const auto bar = [&](double y, const Timing& timing, const char* fill, const char* label) {
        const double end = area.x(timing.medianMs);
        svg.rect({0.5, y}, end - 0.5, 15, fill);
        svg.text({end + 8, y + 11.5}, label, millisecondsText(timing.medianMs));
    };
    bar(top + 8, original, "o-fill", "o-label");
    bar(top + 27, quantized, "q-fill", "q-label");
}

} // namespace

std::string comparisonSection(const RunRecord& record)
{
    std::string charts = accuracyChart(record.comparison) + sizeChart(record);
    if (record.comparison.original.batch.repetitions > 0)
        charts += timeChart(record);
    return section("The comparison", "both models on the same test images, one thread",
        comparisonTable(record) + element("div.row.thirds", charts));
}

std::string inputSection(const RunRecord& record)
{
    const Comparison& comparison = record.comparison;
    if (comparison.fromFloats || comparison.floatInputOriginal.repetitions == 0
        || comparison.original.batch.repetitions == 0)
        return {};
    constexpr double kWide = 586, kHigh = 134;
    const double longest = std::max({comparison.original.batch.medianMs, comparison.quantized.batch.medianMs,
        comparison.floatInputOriginal.medianMs, comparison.floatInputQuantized.medianMs});
    PlotArea area{0, 0, kWide - 70, 0, {0, longest, longest, 0}, {}};
    Svg svg(kWide, kHigh);
    drawPair(
        svg, 12, area, "Raw pixels in: integers all the way", comparison.original.batch, comparison.quantized.batch);
    drawPair(svg, 84, area, "Normalised floats in: quantized on the way, as dynamic quantization does",
        comparison.floatInputOriginal, comparison.floatInputQuantized);
    const std::string chart = chartFigure("Time", "ms, " + countText(comparison.images) + " images, median",
        svg.finish("Times from raw pixels and from normalised floats"), "");
    const auto told = [](std::string_view input, const MedianInterval& ratio) {
        return element("b", escaped(speedText(ratio))) + " from " + std::string(input) + " (" + speedIntervalText(ratio)
            + ")";
    };
    const std::string words = "The quantized model is " + told("raw pixels", comparison.batchRatio) + " and "
        + told("normalised floats", comparison.floatInputRatio)
        + ". A float input has to be scanned for its range and rounded to integers before any of them can be "
          "multiplied; pixels are integers already, and the normalization is folded into the scales and the bias.";
    return section("Pixels in, or floats in", "why the same integers can be fast or slow",
        element("div.row.two-one", chart + element("p", words)));
}

} // namespace qlab::report
