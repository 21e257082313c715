// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/present/compare_charts.h"
#include "app/present/figure_text.h"
#include "app/report/inline_svg.h"
#include "app/report/report_parts.h"

#include <QImage>

#include <algorithm>

namespace qlab::app::report {
namespace {

constexpr QSize kChart{896, 206};
/// The table below the chart has its columns at the same places: 12 % for the names, the rest in ten equal parts.
constexpr double kNames = 0.12 * 896;
constexpr std::size_t kTilesAGroup = 26; ///< two rows

using Classes = std::array<ClassFigures, kClasses>;

double share(std::size_t part, std::size_t whole)
{
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

QString digitsFigure(const Classes& classes)
{
    IntervalChart chart;
    chart.setPlotMargins({kNames, 0, 0, 0});
    chart.setData(digitsChart(classes));
    return inlineSvg(chart, kChart, Report::tr("Accuracy of both models by digit; the table below has the figures"));
}

QString digitsTable(const Classes& classes)
{
    QString digits = element("th", Report::tr("digit").toHtmlEscaped());
    QString images = element("td", Report::tr("Images").toHtmlEscaped());
    QString original = element("td", originalName()), quantized = element("td", quantizedName());
    QString difference = element("td", Report::tr("Difference").toHtmlEscaped());
    for (std::size_t digit = 0; digit < classes.size(); ++digit) {
        const ClassFigures& figures = classes[digit];
        const double first = share(figures.original, figures.images), second = share(figures.quantized, figures.images);
        digits += element("th", QString::number(digit));
        images += element("td", text(countText(figures.images)));
        original += element("td.o", text(percentText(first, 1)));
        quantized += element("td.q", text(percentText(second, 1)));
        difference += element("td", text(signedText(100 * (second - first), 1)) + QStringLiteral(" pp"));
    }
    return element("table.by-digit",
        element("thead", element("tr", digits))
            + element("tbody",
                element("tr", images) + element("tr", original) + element("tr", quantized)
                    + element("tr", difference)));
}

QImage digitImage(std::span<const std::uint8_t, kPixels> digit)
{
    return {digit.data(), kSide, kSide, kSide, QImage::Format_Grayscale8};
}

QString tile(const RunRecord& record, const ChangedPrediction& change)
{
    const QString digit = QString::number(change.label);
    const QString original = QString::number(change.original), quantized = QString::number(change.quantized);
    const QString told = Report::tr("test image %1, a %2: original says %3, quantized says %4")
                             .arg(QString::number(change.image), digit, original, quantized);
    const QString side = QString::number(2 * kSide);
    const QString picture = leaf("img",
        {{"src", pngDataUri(digitImage(withoutSteps(record.data)->test->image(change.image)))}, {"width", side},
            {"height", side}, {"alt", told}});
    return element("div.tile",
        picture + element("div.badges", element("span.badge.o", original) + element("span.badge.q", quantized))
            + element("span.note", Report::tr("is %1").arg(digit).toHtmlEscaped()));
}

QString changeGroup(const RunRecord& record, const QString& title, const std::vector<ChangedPrediction>& changes)
{
    if (changes.empty())
        return {};
    const std::size_t shown = std::min(changes.size(), kTilesAGroup);
    QString note = text(countText(changes.size()));
    if (shown < changes.size())
        note = Report::tr("the first %1 of %2").arg(text(countText(shown)), note);
    QString tiles;
    for (std::size_t i = 0; i < shown; ++i)
        tiles += tile(record, changes[i]);
    return element("div",
        element("h3", title.toHtmlEscaped() + element("span.note", note.toHtmlEscaped()))
            + element("div.tiles", tiles));
}

QString changeGroups(const RunRecord& record, const std::vector<ChangedPrediction>& changes)
{
    std::vector<ChangedPrediction> toWrong, toRight, otherwise;
    for (const ChangedPrediction& change : changes) {
        const bool wasRight = change.original == change.label, isRight = change.quantized == change.label;
        (wasRight ? toWrong : isRight ? toRight : otherwise).push_back(change);
    }
    return changeGroup(record, Report::tr("Right before, wrong now"), toWrong)
        + changeGroup(record, Report::tr("Wrong before, right now"), toRight)
        + changeGroup(record, Report::tr("Wrong in another way"), otherwise);
}

} // namespace

QString digitsSection(const RunRecord& record)
{
    const Classes classes = classFigures(record);
    return section(Report::tr("Digit by digit"), Report::tr("accuracy in %, with 95 % intervals").toHtmlEscaped(),
        element("div.row.scroll", digitsFigure(classes)) + digitsTable(classes));
}

QString changesSection(const RunRecord& record)
{
    const auto changes = changedPredictions(record);
    const QString note = Report::tr("%1 of %2 test images")
                             .arg(text(countText(changes.size())), text(countText(record.data->testSize())));
    const QString none = Report::tr("None: both models give the same answer to every test image.");
    const QString how = Report::tr("Below each digit stand the answers of the %1 and the %2 model.");
    return section(Report::tr("Predictions that changed"), note.toHtmlEscaped(),
        changes.empty() ? element("p", none.toHtmlEscaped())
                        : element("p", how.toHtmlEscaped().arg(originalName(), quantizedName()))
                + element("div.groups", changeGroups(record, changes)));
}

} // namespace qlab::app::report
