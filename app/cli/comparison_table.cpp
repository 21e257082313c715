// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/comparison_table.h"

#include "app/cli/console.h"
#include "app/present/figure_text.h"
#include "app/present/subject.h"
#include "app/present/verdict.h"
#include "engine/core/text.h"

#include <cmath>

namespace qlab::app {
namespace {

constexpr int kNameWidth = 30;
constexpr int kModelWidth = 20;

std::string row(
    const std::string& name, const std::string& original, const std::string& quantized, const std::string& rest)
{
    std::string line = padRight(name, kNameWidth) + padLeft(original, kModelWidth) + padLeft(quantized, kModelWidth);
    return line + (rest.empty() ? "" : "   " + rest) + "\n";
}

std::string percent(double share) { return fixedText(share * 100, 2) + " %"; }

std::string signedPoints(double share)
{
    return (share < 0 ? "\u2212" : "+") + fixedText(std::abs(share) * 100, 2) + " pp";
}

std::string bytes(std::size_t count) { return groupedText(static_cast<std::int64_t>(count)) + " B"; }

std::string range(const std::string& low, const std::string& high) { return low + " \u2026 " + high; }

/// Milliseconds in the unit that keeps three figures readable.
std::string duration(double milliseconds)
{
    if (milliseconds >= 0.1)
        return fixedText(milliseconds, 2) + " ms";
    if (milliseconds >= 1e-3)
        return fixedText(milliseconds * 1e3, 2) + " \u00B5s";
    return fixedText(milliseconds * 1e6, 0) + " ns";
}

/// As the verdict says it, with an interval of the ratio original / quantized to two decimals.
std::string speed(const MedianInterval& ratio)
{
    return speedText(ratio) + " (ratio " + fixedText(ratio.median, 2) + ", 95 % interval "
        + range(fixedText(ratio.interval.low, 2), fixedText(ratio.interval.high, 2)) + ")";
}

std::string spread(const Timing& timing) { return range(duration(timing.p10Ms), duration(timing.p90Ms)); }

std::string sizeNote(double ratio)
{
    return ratio >= 1 ? fixedText(ratio, 2) + "\u00D7 smaller" : fixedText(1 / ratio, 2) + "\u00D7 larger";
}

std::string accuracyNote(const Comparison& comparison)
{
    const McNemar& test = comparison.accuracy;
    return signedPoints(comparison.quantizedAccuracy() - comparison.originalAccuracy()) + " (" + pValueText(test.pValue)
        + ", " + std::to_string(test.changed) + " predictions changed, " + std::to_string(test.onlyFirst)
        + " to wrong, " + std::to_string(test.onlySecond) + " to right)";
}

std::string timeRows(
    const std::string& name, const Timing& original, const Timing& quantized, const MedianInterval& ratio)
{
    return row(name, duration(original.medianMs), duration(quantized.medianMs), speed(ratio))
        + row("  10 to 90 % of " + std::to_string(original.repetitions) + " rounds", spread(original),
            spread(quantized), "");
}

} // namespace

std::string comparisonTable(const Comparison& comparison, const QuantizedModel& quantized)
{
    const auto interval = [](const Interval& share) {
        return range(fixedText(share.low * 100, 2), fixedText(share.high * 100, 2));
    };
    const std::string count = groupedText(static_cast<std::int64_t>(comparison.images)) + " images";
    const Verdict words = verdict(comparison);
    std::string text = row("", "original", "quantized", schemeName(quantized).toStdString());
    text += row("accuracy, " + count, percent(comparison.originalAccuracy()), percent(comparison.quantizedAccuracy()),
        accuracyNote(comparison));
    text +=
        row("  95 % interval", interval(comparison.original.accuracy95), interval(comparison.quantized.accuracy95), "");
    text += row("  same answer", "", "",
        percent(static_cast<double>(comparison.accuracy.same()) / static_cast<double>(comparison.images))
            + ", KL divergence " + divergenceText(comparison.divergence.mean) + " (99th percentile "
            + divergenceText(comparison.divergence.p99) + ")");
    text += row("size of the file", bytes(comparison.original.bytes), bytes(comparison.quantized.bytes),
        sizeNote(comparison.sizeRatio()));
    text += timeRows("time, " + count, comparison.original.batch, comparison.quantized.batch, comparison.batchRatio);
    text +=
        timeRows("time, one image", comparison.original.single, comparison.quantized.single, comparison.singleRatio);
    if (comparison.original.streamed.repetitions > 0)
        text += timeRows("time, streamed from memory", comparison.original.streamed, comparison.quantized.streamed,
            comparison.streamedRatio);
    if (comparison.steps.repetitions > 0)
        text += row("input steps, one image", duration(comparison.steps.medianMs), duration(comparison.steps.medianMs),
            "the same for both, and in none of the times above");
    if (!comparison.fromFloats)
        text += timeRows("time from normalised floats", comparison.floatInputOriginal, comparison.floatInputQuantized,
            comparison.floatInputRatio);
    text += "\n" + words.headline + ". " + words.sentence + "\n";
    return comparison.withoutVnni ? text + withoutVnniText(*comparison.withoutVnni) + "\n" : text;
}

std::string epochLine(const EpochRecord& epoch)
{
    const std::string heldOut = epoch.heldOutLoss ? "   held out " + fixedText(*epoch.heldOutLoss, 4) : "";
    return "epoch " + padLeft(std::to_string(epoch.epoch), 3) + "   loss " + fixedText(epoch.trainLoss, 4) + heldOut
        + "   test loss " + fixedText(epoch.testLoss, 4) + "   test accuracy " + percent(epoch.testAccuracy) + "   "
        + padLeft(fixedText(epoch.seconds * 1e3, 1), 7) + " ms";
}

} // namespace qlab::app
