// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report/report.h"

#include "app/present/figure_text.h"
#include "app/present/verdict.h"
#include "app/report/report_parts.h"

namespace qlab::app {
namespace report {

QString section(const QString& title, const QString& note, const QString& content)
{
    const QString heading = title.toHtmlEscaped() + (note.isEmpty() ? QString() : element("span.note", note));
    return element("section", element("h2", heading) + content);
}

QString chartFigure(const QString& title, const QString& note, const QString& svg, const QString& footnote)
{
    const QString caption = element("figcaption", title.toHtmlEscaped() + element("span.note", note.toHtmlEscaped()));
    const QString foot = footnote.isEmpty() ? QString() : element("p.foot", footnote.toHtmlEscaped());
    return element("figure.chart", caption + svg + foot);
}

namespace {

QString named(const char* swatch, const QString& name)
{
    return element("span.name", element(swatch, QString()) + name.toHtmlEscaped());
}

/// The page may use only what it carries along: its own style and its own pictures.
QString head(const RunRecord& record)
{
    const QString title = text(verdict(record.comparison).headline) + QStringLiteral(" · Quantization Lab");
    return element("head",
        leaf("meta", {{"charset", QStringLiteral("utf-8")}})
            + leaf("meta",
                {{"name", QStringLiteral("viewport")},
                    {"content", QStringLiteral("width=device-width, initial-scale=1")}})
            + leaf("meta",
                {{"http-equiv", QStringLiteral("Content-Security-Policy")},
                    {"content", QStringLiteral("default-src 'none'; img-src data:; style-src 'unsafe-inline'")}})
            + element("title", title.toHtmlEscaped()) + element("style", styleSheet()));
}

QString timingNote(const Comparison& comparison)
{
    if (comparison.original.batch.repetitions == 0)
        return {};
    const QString clock = comparison.quality.wallClock
        ? Report::tr("in wall time, because this system has no clock for a thread")
        : Report::tr("in CPU time of that thread");
    return Report::tr("Times are medians of %1 rounds on one thread, %2: in every round each model works for an equal "
                      "slice of time, "
                      "in random order, and ratios are taken within the round. Rounds come in blocks that lay out "
                      "images and weights "
                      "in memory anew; ratio and 95 % interval are those of the blocks' medians (sign test). The "
                      "smaller figures "
                      "under a time are its 10th and 90th percentile.")
               .arg(text(countText(comparison.original.batch.repetitions)), clock)
        + u' ';
}

} // namespace

QString originalName() { return named("i.swatch.o", Report::tr("Original")); }
QString quantizedName() { return named("i.swatch.q", Report::tr("Quantized")); }

QString inputName(const Comparison& comparison)
{
    return comparison.fromFloats ? Report::tr("normalised floats") : Report::tr("raw pixels");
}

QString footer(const RunRecord& record)
{
    const QString notes = timingNote(record.comparison)
        + Report::tr("Accuracy intervals are Wilson's, 95 %. Whether the models differ is McNemar's exact test on the "
                     "same images; its interval follows Agresti and Min. Sizes are those of the files as written; "
                     "1 KB = 1,000 bytes.");
    const QString maker =
        Report::tr("Made by Quantization Lab %1. All figures are in run.json.").arg(text(record.version));
    return element("footer", element("p", notes.toHtmlEscaped()) + element("p", maker.toHtmlEscaped()));
}

} // namespace report

std::string reportHtml(const RunRecord& record)
{
    using namespace report;
    const QString sheet = title(record) + scoreboard(record) + comparisonSection(record) + inputSection(record)
        + changesSection(record) + digitsSection(record) + confusionSection(record) + weightsSection(record)
        + trainingSection(record) + settingsSection(record) + footer(record);
    const QString page =
        element("html", {{"lang", QStringLiteral("en")}}, head(record) + element("body", element("main.sheet", sheet)));
    return "<!DOCTYPE html>\n" + page.toStdString();
}

} // namespace qlab::app
