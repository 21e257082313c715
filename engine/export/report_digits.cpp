// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/bench/figure_text.h"
#include "engine/export/chart.h"
#include "engine/export/html.h"
#include "engine/export/png.h"
#include "engine/export/report_parts.h"

#include <algorithm>
#include <cmath>

namespace qlab::report {
namespace {

constexpr double kWidth = 896;
/// The table below the chart has its columns at the same places: 12 % for the names, the rest in ten equal parts.
constexpr double kNames = 0.12 * kWidth;
constexpr double kColumn = (kWidth - kNames) / kClasses;
constexpr std::size_t kTilesAGroup = 26; ///< two rows

double share(std::size_t part, std::size_t whole)
{
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

std::string digitsChart(const std::array<ClassFigures, kClasses>& classes)
{
    double low = 100, high = 0;
    for (const ClassFigures& figures : classes) {
        for (const std::size_t correct : {figures.original, figures.quantized}) {
            const Interval interval = wilson95(correct, figures.images);
            low = std::min(low, 100 * interval.low);
            high = std::max(high, 100 * interval.high);
        }
    }
    constexpr double kHeight = 190;
    const PlotArea area{kNames, 10, kWidth, kHeight - 8, {}, niceTicks(low, high, 6)};
    Svg svg(kWidth, kHeight);
    drawYAxis(svg, area);
    for (std::size_t digit = 0; digit < classes.size(); ++digit) {
        const ClassFigures& figures = classes[digit];
        const double middle = kNames + (static_cast<double>(digit) + 0.5) * kColumn;
        const auto whisker = [&](double x, std::size_t correct, const char* line) {
            const Interval interval = wilson95(correct, figures.images);
            svg.line({x, area.y(100 * interval.low)}, {x, area.y(100 * interval.high)}, line);
            return area.y(100 * share(correct, figures.images));
        };
        const double y1 = whisker(middle - 9, figures.original, "o-line");
        svg.circle({middle - 9, y1}, 4, "o-fill");
        const double y2 = whisker(middle + 9, figures.quantized, "q-line");
        svg.rect({middle + 5, y2 - 4}, 8, 8, "q-square");
    }
    return svg.finish("Accuracy of both models by digit; the table below has the figures");
}

std::string digitsTable(const std::array<ClassFigures, kClasses>& classes)
{
    std::string digits = element("th", "digit"), images = element("td", "Images"),
                original = element("td", originalName());
    std::string quantized = element("td", quantizedName()), difference = element("td", "Difference");
    for (std::size_t digit = 0; digit < classes.size(); ++digit) {
        const ClassFigures& figures = classes[digit];
        const double first = share(figures.original, figures.images), second = share(figures.quantized, figures.images);
        digits += element("th", std::to_string(digit));
        images += element("td", countText(figures.images));
        original += element("td.o", percentText(first, 1));
        quantized += element("td.q", percentText(second, 1));
        difference += element("td", signedText(100 * (second - first), 1) + " pp");
    }
    return element("table.by-digit",
        element("thead", element("tr", digits))
            + element("tbody",
                element("tr", images) + element("tr", original) + element("tr", quantized)
                    + element("tr", difference)));
}

std::string tile(const RunRecord& record, const ChangedPrediction& change)
{
    const std::string digit = std::to_string(change.label);
    const std::string original = std::to_string(change.original), quantized = std::to_string(change.quantized);
    const std::string picture = leaf("img",
        {{"src", pngDataUri(encodeGreyPng(record.data->test->image(change.image), kSide))}, {"width", "56"},
            {"height", "56"},
            {"alt",
                "test image " + std::to_string(change.image) + ", a " + digit + ": original says " + original
                    + ", quantized says " + quantized}});
    const std::string badges = element("span.badge.o", original) + element("span.badge.q", quantized);
    return element("div.tile", picture + element("div.badges", badges) + element("span.note", "is " + digit));
}

std::string changeGroup(const RunRecord& record, std::string_view title, const std::vector<ChangedPrediction>& changes)
{
    if (changes.empty())
        return {};
    const std::size_t shown = std::min(changes.size(), kTilesAGroup);
    std::string note = countText(changes.size());
    if (shown < changes.size())
        note = "the first " + countText(shown) + " of " + note;
    std::string tiles;
    for (std::size_t i = 0; i < shown; ++i)
        tiles += tile(record, changes[i]);
    return element("div", element("h3", escaped(title) + element("span.note", note)) + element("div.tiles", tiles));
}

} // namespace

std::string digitsSection(const RunRecord& record)
{
    const auto classes = classFigures(record);
    return section("Digit by digit", "accuracy in %, with 95 % intervals",
        element("div.row.scroll", digitsChart(classes)) + digitsTable(classes));
}

std::string changesSection(const RunRecord& record)
{
    const auto changes = changedPredictions(record);
    std::vector<ChangedPrediction> toWrong, toRight, otherwise;
    for (const ChangedPrediction& change : changes) {
        const bool wasRight = change.original == change.label, isRight = change.quantized == change.label;
        (wasRight ? toWrong : isRight ? toRight : otherwise).push_back(change);
    }
    const std::string note = countText(changes.size()) + " of " + countText(record.data->testSize()) + " test images";
    const std::string groups = changeGroup(record, "Right before, wrong now", toWrong)
        + changeGroup(record, "Wrong before, right now", toRight)
        + changeGroup(record, "Wrong in another way", otherwise);
    return section("Predictions that changed", note,
        changes.empty() ? element("p", "None: both models give the same answer to every test image.")
                        : element("p",
                              "Below each digit stand the answers of the " + originalName() + " and the "
                                  + quantizedName() + " model.")
                + element("div.groups", groups));
}

} // namespace qlab::report
