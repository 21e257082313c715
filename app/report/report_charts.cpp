// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/present/compare_charts.h"
#include "app/present/figure_text.h"
#include "app/report/inline_svg.h"
#include "app/report/report_parts.h"
#include "engine/quant/packing.h"

namespace qlab::app::report {
namespace {

constexpr QSize kThird{278, 200}, kTwoThirds{586, 216};

QString accuracyFigure(const Comparison& comparison)
{
    IntervalChart chart;
    chart.setData(accuracyChart(comparison));
    const QString label =
        Report::tr("Accuracy: original %1, quantized %2")
            .arg(text(percentText(comparison.originalAccuracy())), text(percentText(comparison.quantizedAccuracy())));
    return chartFigure(Report::tr("Accuracy"), Report::tr("%, with 95 % interval"), inlineSvg(chart, kThird, label));
}

QString sizeFigure(const RunRecord& record)
{
    const Comparison& comparison = record.comparison;
    BarChart chart;
    chart.setData(sizeChart(comparison, weightBytes(*record.quantized)));
    const QString label =
        Report::tr("Size: original %1, quantized %2")
            .arg(text(bytesText(comparison.original.bytes)), text(bytesText(comparison.quantized.bytes)));
    return chartFigure(Report::tr("Size"), Report::tr("KB, the file as written"), inlineSvg(chart, kThird, label));
}

QString timeFigure(const Comparison& comparison)
{
    BarChart chart;
    chart.setData(timeChart(comparison));
    const QString label = Report::tr("Time: original %1, quantized %2")
                              .arg(text(millisecondsText(comparison.original.batch.medianMs)),
                                  text(millisecondsText(comparison.quantized.batch.medianMs)));
    const QString note =
        Report::tr("ms, %1 images, from %2").arg(text(countText(comparison.images)), inputName(comparison));
    return chartFigure(Report::tr("Time"), note, inlineSvg(chart, kThird, label));
}

QString breakdownFigure(const Comparison& comparison)
{
    if (!comparison.breakdown)
        return {};
    BreakdownChart chart;
    chart.setData(breakdownChart(comparison));
    return chartFigure(Report::tr("Where the time goes"),
        Report::tr("ms, %1 images").arg(text(countText(comparison.images))),
        inlineSvg(chart, kTwoThirds, Report::tr("Times from raw pixels and from normalised floats, by step")));
}

/// How the quantized model does from one input; markup.
QString told(const MedianInterval& ratio, const QString& input)
{
    return Report::tr("%1 from %2 (%3)")
        .arg(element("b", text(speedText(ratio)).toHtmlEscaped()), input.toHtmlEscaped(),
            text(speedIntervalText(ratio)).toHtmlEscaped());
}

} // namespace

QString comparisonSection(const RunRecord& record)
{
    QString charts = accuracyFigure(record.comparison) + sizeFigure(record);
    if (record.comparison.original.batch.repetitions > 0)
        charts += timeFigure(record.comparison);
    return section(Report::tr("The comparison"),
        Report::tr("both models on the same test images, one thread").toHtmlEscaped(),
        comparisonTable(record) + element("div.row.thirds", charts));
}

QString inputSection(const RunRecord& record)
{
    const Comparison& comparison = record.comparison;
    if (comparison.fromFloats || comparison.floatInputOriginal.repetitions == 0
        || comparison.original.batch.repetitions == 0)
        return {};
    const QString words =
        Report::tr("The quantized model is %1 and %2. A float input has to be scanned for its range and rounded to "
                   "integers before any of them can be multiplied; pixels are integers already, and the normalization "
                   "is folded into the scales and the bias.")
            .arg(told(comparison.batchRatio, Report::tr("raw pixels")),
                told(comparison.floatInputRatio, Report::tr("normalised floats")));
    return section(Report::tr("Pixels in, or floats in"),
        Report::tr("why the same integers can be fast or slow").toHtmlEscaped(),
        element("div.row.two-one", breakdownFigure(comparison) + element("p", words)));
}

} // namespace qlab::app::report
