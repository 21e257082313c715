// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/bench/figure_text.h"
#include "engine/bench/verdict.h"
#include "engine/core/text.h"
#include "engine/export/html.h"
#include "engine/export/report_parts.h"

namespace qlab::report {
namespace {

std::string figure(const std::string& value, std::string_view caption)
{
    const auto blank = value.rfind(' ');
    const std::string number = value.substr(0, blank);
    const std::string unit =
        blank == std::string::npos ? "" : " <small>" + escaped(value.substr(blank + 1)) + "</small>";
    return element("div", element("div.figure", escaped(number) + unit) + element("span.note", escaped(caption)));
}

bool isTimed(const Timing& timing) { return timing.repetitions > 0; }

std::string timeFigure(const Timing& timing, std::size_t images)
{
    return isTimed(timing) ? figure(millisecondsText(timing.medianMs), countText(images) + " images")
                           : figure("–", "not timed");
}

std::string boardBlock(
    const std::string& name, std::string_view caption, std::string_view textClass, const std::string& figures)
{
    return element("div",
        name + element("span.note", escaped(caption)) + element("div.figures." + std::string(textClass), figures));
}

std::string modelBlock(const std::string& name, std::string_view kind, std::string_view colour,
    const ModelFigures& figures, std::size_t images)
{
    const double accuracy = static_cast<double>(figures.correct) / static_cast<double>(images);
    const std::string row = figure(percentText(accuracy), "accuracy") + figure(sizeText(figures.bytes), "file size")
        + timeFigure(figures.batch, images);
    return boardBlock(name, kind, colour, row);
}

/// "3.2× faster" is a number, its unit and a caption; "as fast" is a caption alone.
std::string ratioFigure(const std::string& told)
{
    constexpr std::string_view kTimes = "×";
    const auto times = told.find(kTimes);
    if (times == std::string::npos)
        return figure("–", told);
    return figure(told.substr(0, times) + " ×", told.substr(times + kTimes.size() + 1));
}

std::string differenceBlock(const Comparison& comparison)
{
    const double difference = comparison.quantizedAccuracy() - comparison.originalAccuracy();
    const std::string test = "accuracy, " + pValueText(comparison.accuracy.pValue);
    const std::string quality = qualityWord(comparison.quality);
    const std::string row = figure(pointsText(difference), test) + ratioFigure(sizeChangeText(comparison.sizeRatio()))
        + ratioFigure(speedText(comparison.batchRatio) + (quality.empty() ? "" : " (" + quality + ")"));
    return boardBlock(element("span.name", "Quantized against original"),
        "same " + countText(comparison.images) + " test images", "", row);
}

/// A cell with a smaller second line; both plain text.
std::string cell(std::string_view tag, std::string_view text, std::string_view below)
{
    return element(tag, escaped(text) + (below.empty() ? "" : element("span.note", escaped(below))));
}

std::string accuracyRow(const Comparison& comparison)
{
    const auto model = [](std::string_view tag, double accuracy, const Interval& interval) {
        return cell(tag, percentText(accuracy), intervalText({100 * interval.low, 100 * interval.high}, 2));
    };
    const McNemar& test = comparison.accuracy;
    const AccuracyChange change = judge(comparison).accuracy;
    const std::string word = change == AccuracyChange::None ? "no real change" : isLoss(change) ? "lower" : "higher";
    const Interval& interval = test.difference;
    return element("tr",
        cell("td", "Accuracy", countText(comparison.images) + " test images")
            + model("td.o", comparison.originalAccuracy(), comparison.original.accuracy95)
            + model("td.q", comparison.quantizedAccuracy(), comparison.quantized.accuracy95)
            + cell("td.best", pointsText(comparison.quantizedAccuracy() - comparison.originalAccuracy()),
                word + " (" + pValueText(test.pValue) + ")")
            + cell("td", signedText(100 * interval.low, 2) + " … " + signedText(100 * interval.high, 2), ""));
}

std::string sizeRow(const Comparison& comparison)
{
    return element("tr",
        cell("td", "Size", "of the file as written") + cell("td.o", bytesText(comparison.original.bytes), "")
            + cell("td.q", bytesText(comparison.quantized.bytes), "")
            + cell("td.best", sizeChangeText(comparison.sizeRatio()), "") + cell("td", "exact", ""));
}

struct TimeRow {
    std::string name, note;
    const Timing& original;
    const Timing& quantized;
    const MedianInterval& ratio;
    bool inMicroseconds = false;
};

std::string timeRow(const TimeRow& row)
{
    if (!isTimed(row.original) || !isTimed(row.quantized))
        return element("tr", cell("td", row.name, row.note) + element("td.note", {{"colspan", "4"}}, "not timed"));
    const auto model = [&](std::string_view tag, const Timing& timing) {
        const double unit = row.inMicroseconds ? 1000 : 1;
        const Interval spread{timing.p10Ms * unit, timing.p90Ms * unit};
        return cell(tag, row.inMicroseconds ? microsecondsText(timing.medianMs) : millisecondsText(timing.medianMs),
            intervalText(spread, timeDecimals(timing.medianMs * unit)));
    };
    return element("tr",
        cell("td", row.name, row.note) + model("td.o", row.original) + model("td.q", row.quantized)
            + cell("td.best", speedText(row.ratio), "") + cell("td", speedIntervalText(row.ratio), ""));
}

} // namespace

std::string scoreboard(const RunRecord& record)
{
    const Comparison& comparison = record.comparison;
    return element("div.board",
        modelBlock(originalName(), "float32", "o-text", comparison.original, comparison.images)
            + modelBlock(quantizedName(), schemeText(record.scheme), "q-text", comparison.quantized, comparison.images)
            + differenceBlock(comparison));
}

std::string comparisonTable(const RunRecord& record)
{
    const Comparison& comparison = record.comparison;
    const std::string header = element("tr",
        element("th", "") + element("th", originalName()) + element("th", quantizedName())
            + element("th", "quantized against original") + element("th", "95 % interval"));
    std::string rows = accuracyRow(comparison) + sizeRow(comparison);
    const std::string from = "from " + inputName(comparison) + ", ";
    const std::string pieces = "in calls of " + countText(comparison.imagesPerCall) + ", from the cache";
    const std::string all = "Time, " + countText(comparison.images) + " images";
    rows += timeRow({all, from + pieces, comparison.original.batch, comparison.quantized.batch, comparison.batchRatio});
    rows += timeRow({"Time, one image", from + "from the nearest cache", comparison.original.single,
        comparison.quantized.single, comparison.singleRatio, true});
    if (isTimed(comparison.original.streamed))
        rows += timeRow({all + ", streamed", from + "in one call, from the last cache or memory",
            comparison.original.streamed, comparison.quantized.streamed, comparison.streamedRatio});
    if (!comparison.fromFloats && isTimed(comparison.floatInputOriginal)) {
        rows += timeRow({all, "from normalised floats, quantized on the way, " + pieces, comparison.floatInputOriginal,
            comparison.floatInputQuantized, comparison.floatInputRatio});
    }
    const std::string quality = qualityText(comparison.quality);
    return element("div.scroll", element("table", element("thead", header) + element("tbody", rows)))
        + (quality.empty() ? "" : element("p.foot", escaped(quality)));
}

} // namespace qlab::report
