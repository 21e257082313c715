// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/bench/figure_text.h"
#include "engine/bench/verdict.h"
#include "engine/export/html.h"
#include "engine/export/report_parts.h"

namespace qlab {
namespace report {

std::string section(std::string_view title, std::string_view note, std::string_view content)
{
    const std::string heading = escaped(title) + (note.empty() ? "" : element("span.note", note));
    return element("section", element("h2", heading) + std::string(content));
}

std::string chartFigure(std::string_view title, std::string_view note, std::string_view svg, std::string_view footnote)
{
    const std::string caption = element("figcaption", escaped(title) + element("span.note", escaped(note)));
    const std::string foot = footnote.empty() ? "" : element("p.foot", escaped(footnote));
    return element("figure.chart", caption + std::string(svg) + foot);
}

namespace {

std::string named(std::string_view fill, std::string_view name)
{
    const std::string box = leaf("rect",
        {{"class", std::string(fill)}, {"x", "0.5"}, {"y", "0.5"}, {"width", "17"}, {"height", "8"}, {"rx", "1.5"}});
    const std::string swatch = element("svg.swatch", {{"viewBox", "0 0 18 9"}, {"aria-hidden", "true"}}, box);
    return element("span.name", swatch + escaped(name));
}

/// Quantized is hatched everywhere, so that grey prints tell the two apart: the one pattern that all pictures share.
std::string sharedPattern()
{
    const std::string tile = leaf("rect", {{"width", "5"}, {"height", "5"}})
        + leaf("line", {{"x1", "1.4"}, {"y1", "0"}, {"x2", "1.4"}, {"y2", "5"}});
    const std::string pattern = element("pattern",
        {{"id", "hatch"}, {"width", "5"}, {"height", "5"}, {"patternUnits", "userSpaceOnUse"},
            {"patternTransform", "rotate(45)"}},
        tile);
    return element("svg.defs", {{"aria-hidden", "true"}}, element("defs", pattern));
}

/// The page may use only what it carries along: its own style and its own pictures.
std::string head(const RunRecord& record)
{
    const std::string title = verdict(record.comparison).headline + " · Quantization Lab";
    return element("head",
        leaf("meta", {{"charset", "utf-8"}})
            + leaf("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}})
            + leaf("meta",
                {{"http-equiv", "Content-Security-Policy"},
                    {"content", "default-src 'none'; img-src data:; style-src 'unsafe-inline'"}})
            + element("title", escaped(title)) + element("style", styleSheet()));
}

} // namespace

std::string originalName() { return named("o-fill", "Original"); }
std::string quantizedName() { return named("q-fill", "Quantized"); }

std::string inputName(const Comparison& comparison)
{
    return comparison.fromFloats ? "normalised floats" : "raw pixels";
}

std::string footer(const RunRecord& record)
{
    const Comparison& comparison = record.comparison;
    const Timing& batch = comparison.original.batch;
    const std::string timing = batch.repetitions == 0
        ? std::string()
        : "Times are medians of " + countText(batch.repetitions) + " rounds on one thread, in "
            + (comparison.quality.wallClock ? "wall time, because this system has no clock for a thread"
                                            : "CPU time of that thread")
            + ": in every round each model works for an equal slice of time, in random order, and ratios are taken "
              "within "
              "the round. Rounds come in blocks that lay out images and weights in memory anew; ratio and 95 % "
              "interval "
              "are those of the blocks' medians (sign test). The smaller figures under a time are its 10th and 90th "
              "percentile. ";
    const std::string notes = timing
        + "Accuracy intervals are Wilson's, 95 %. Whether the models differ is McNemar's exact test on the same "
          "images; "
          "its interval follows Agresti and Min. Sizes are those of the files as written; 1 KB = 1,000 bytes.";
    return element("footer",
        element("p", escaped(notes))
            + element("p", escaped("Made by Quantization Lab " + record.version + ". All figures are in run.json.")));
}

} // namespace report

std::string reportHtml(const RunRecord& record)
{
    using namespace report;
    const std::string sheet = title(record) + scoreboard(record) + comparisonSection(record) + inputSection(record)
        + changesSection(record) + digitsSection(record) + confusionSection(record) + weightsSection(record)
        + trainingSection(record) + settingsSection(record) + footer(record);
    const std::string body = element("body", sharedPattern() + element("main.sheet", sheet));
    return "<!DOCTYPE html>\n" + element("html", {{"lang", "en"}}, head(record) + body);
}

} // namespace qlab
