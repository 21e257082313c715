// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/present/figure_text.h"
#include "app/present/subject.h"
#include "app/present/verdict.h"
#include "app/report/report_parts.h"

namespace qlab::app::report {
namespace {

QString figure(const QString& value, const QString& caption)
{
    const qsizetype blank = value.lastIndexOf(u' ');
    const QString number = blank < 0 ? value : value.left(blank);
    const QString unit = blank < 0 ? QString() : u' ' + element("small", value.mid(blank + 1).toHtmlEscaped());
    return element(
        "div", element("div.figure", number.toHtmlEscaped() + unit) + element("span.note", caption.toHtmlEscaped()));
}

bool isTimed(const Timing& timing) { return timing.repetitions > 0; }

QString timeFigure(const Timing& timing, std::size_t images)
{
    return isTimed(timing)
        ? figure(text(millisecondsText(timing.medianMs)), Report::tr("%1 images").arg(text(countText(images))))
        : figure(QStringLiteral("–"), Report::tr("not timed"));
}

QString boardBlock(const QString& name, const QString& caption, const char* figuresTag, const QString& figures)
{
    return element("div", name + element("span.note", caption.toHtmlEscaped()) + element(figuresTag, figures));
}

QString modelBlock(
    const QString& name, const QString& kind, const char* figuresTag, const ModelFigures& figures, std::size_t images)
{
    const double accuracy = static_cast<double>(figures.correct) / static_cast<double>(images);
    const QString row = figure(text(percentText(accuracy)), Report::tr("accuracy"))
        + figure(text(sizeText(figures.bytes)), Report::tr("file size")) + timeFigure(figures.batch, images);
    return boardBlock(name, kind, figuresTag, row);
}

/// "3.2× faster" is a number, its unit and a caption; "as fast" is a caption alone.
QString ratioFigure(const QString& told)
{
    const qsizetype times = told.indexOf(u'×');
    if (times < 0)
        return figure(QStringLiteral("–"), told);
    return figure(told.left(times) + QStringLiteral(" ×"), told.mid(times + 2));
}

QString differenceBlock(const Comparison& comparison)
{
    const double difference = comparison.quantizedAccuracy() - comparison.originalAccuracy();
    const QString test = Report::tr("accuracy, %1").arg(text(pValueText(comparison.accuracy.pValue)));
    QString speed = text(speedText(comparison.batchRatio));
    if (const std::string quality = qualityWord(comparison.quality); !quality.empty())
        speed += QStringLiteral(" (%1)").arg(text(quality));
    return boardBlock(element("span.name", Report::tr("Quantized against original").toHtmlEscaped()),
        Report::tr("same %1 test images").arg(text(countText(comparison.images))), "div.figures",
        figure(text(pointsText(difference)), test) + ratioFigure(text(sizeChangeText(comparison.sizeRatio())))
            + ratioFigure(speed));
}

/// A cell with a smaller second line; both plain text.
QString cell(const char* tag, const QString& main, const QString& below = {})
{
    return element(
        tag, main.toHtmlEscaped() + (below.isEmpty() ? QString() : element("span.note", below.toHtmlEscaped())));
}

QString accuracyRow(const Comparison& comparison)
{
    const auto model = [](const char* tag, double accuracy, const Interval& interval) {
        return cell(tag, text(percentText(accuracy)), text(intervalText({100 * interval.low, 100 * interval.high}, 2)));
    };
    const McNemar& test = comparison.accuracy;
    const AccuracyChange change = judge(comparison).accuracy;
    const QString word = change == AccuracyChange::None ? Report::tr("no real change")
        : isLoss(change)                                ? Report::tr("lower")
                                                        : Report::tr("higher");
    const Interval& interval = test.difference;
    return element("tr",
        cell("td", Report::tr("Accuracy"), Report::tr("%1 test images").arg(text(countText(comparison.images))))
            + model("td.o", comparison.originalAccuracy(), comparison.original.accuracy95)
            + model("td.q", comparison.quantizedAccuracy(), comparison.quantized.accuracy95)
            + cell("td.best", text(pointsText(comparison.quantizedAccuracy() - comparison.originalAccuracy())),
                QStringLiteral("%1 (%2)").arg(word, text(pValueText(test.pValue))))
            + cell("td", text(signedText(100 * interval.low, 2) + " … " + signedText(100 * interval.high, 2))));
}

QString sizeRow(const Comparison& comparison)
{
    return element("tr",
        cell("td", Report::tr("Size"), Report::tr("of the file as written"))
            + cell("td.o", text(bytesText(comparison.original.bytes)))
            + cell("td.q", text(bytesText(comparison.quantized.bytes)))
            + cell("td.best", text(sizeChangeText(comparison.sizeRatio()))) + cell("td", Report::tr("exact")));
}

struct TimeRow {
    QString name, note;
    const Timing& original;
    const Timing& quantized;
    const MedianInterval& ratio;
    bool inMicroseconds = false;
};

QString timeRow(const TimeRow& row)
{
    if (!isTimed(row.original) || !isTimed(row.quantized))
        return element("tr",
            cell("td", row.name, row.note)
                + element("td.note", {{"colspan", QStringLiteral("4")}}, Report::tr("not timed").toHtmlEscaped()));
    const auto model = [&](const char* tag, const Timing& timing) {
        const double unit = row.inMicroseconds ? 1000 : 1;
        const Interval spread{timing.p10Ms * unit, timing.p90Ms * unit};
        return cell(tag,
            text(row.inMicroseconds ? microsecondsText(timing.medianMs) : millisecondsText(timing.medianMs)),
            text(intervalText(spread, timeDecimals(timing.medianMs * unit))));
    };
    return element("tr",
        cell("td", row.name, row.note) + model("td.o", row.original) + model("td.q", row.quantized)
            + cell("td.best", text(speedText(row.ratio))) + cell("td", text(speedIntervalText(row.ratio))));
}

QString timeRows(const Comparison& comparison)
{
    const QString images = text(countText(comparison.images)), calls = text(countText(comparison.imagesPerCall));
    const QString from = Report::tr("from %1").arg(inputName(comparison));
    const QString pieces = Report::tr("in calls of %1, from the cache").arg(calls);
    const QString all = Report::tr("Time, %1 images").arg(images), comma = QStringLiteral(", ");
    QString rows = timeRow(
        {all, from + comma + pieces, comparison.original.batch, comparison.quantized.batch, comparison.batchRatio});
    rows += timeRow({Report::tr("Time, one image"), from + comma + Report::tr("from the nearest cache"),
        comparison.original.single, comparison.quantized.single, comparison.singleRatio, true});
    if (isTimed(comparison.original.streamed))
        rows += timeRow({Report::tr("Time, %1 images, streamed").arg(images),
            from + comma + Report::tr("in one call, from the last cache or memory"), comparison.original.streamed,
            comparison.quantized.streamed, comparison.streamedRatio});
    if (!comparison.fromFloats && isTimed(comparison.floatInputOriginal))
        rows += timeRow({all, Report::tr("from normalised floats, quantized on the way") + comma + pieces,
            comparison.floatInputOriginal, comparison.floatInputQuantized, comparison.floatInputRatio});
    if (isTimed(comparison.steps)) // once for both
        rows += timeRow(
            {Report::tr("Input steps, one image"), Report::tr("before either model; in none of the other times"),
                comparison.steps, comparison.steps, {1, {1, 1}}, true});
    return rows;
}

} // namespace

QString scoreboard(const RunRecord& record)
{
    const Comparison& comparison = record.comparison;
    return element("div.board",
        modelBlock(
            originalName(), QStringLiteral("float32"), "div.figures.o-text", comparison.original, comparison.images)
            + modelBlock(quantizedName(), schemeName(*record.quantized).toHtmlEscaped(), "div.figures.q-text",
                comparison.quantized, comparison.images)
            + differenceBlock(comparison));
}

QString comparisonTable(const RunRecord& record)
{
    const Comparison& comparison = record.comparison;
    const QString header = element("tr",
        element("th", QString()) + element("th", originalName()) + element("th", quantizedName())
            + cell("th", Report::tr("quantized against original")) + cell("th", Report::tr("95 % interval")));
    const QString rows = accuracyRow(comparison) + sizeRow(comparison) + timeRows(comparison);
    const QString quality = text(qualityText(comparison.quality));
    return element("div.scroll", element("table", element("thead", header) + element("tbody", rows)))
        + (quality.isEmpty() ? QString() : element("p.foot", quality.toHtmlEscaped()));
}

} // namespace qlab::app::report
