// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/compare_charts.h"

#include "app/widgets/number_text.h"
#include "engine/bench/figure_text.h"
#include "engine/bench/verdict.h"

#include <QCoreApplication>

namespace qlab::app {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("ComparePage", text); }

constexpr double kFloatWeightBytes = kClasses * kPixels * sizeof(float);

IntervalPoint accuracyPoint(const QString& name, SeriesRole role, const ModelFigures& figures, std::size_t images)
{
    return {name, role, 100.0 * static_cast<double>(figures.correct) / static_cast<double>(images),
        figures.accuracy95.low * 100, figures.accuracy95.high * 100};
}

Bar sizeBar(const QString& name, SeriesRole role, double bytes, double weights)
{
    return {name, role, {{tr("weights"), weights / 1000}, {tr("bias, scales, header"), (bytes - weights) / 1000}},
        std::nullopt};
}

Bar timeBar(const QString& name, SeriesRole role, const Timing& timing)
{
    return {name, role, {{tr("time"), timing.medianMs}}, Range{timing.p10Ms, timing.p90Ms}};
}

TimeBar parts(const QString& name, SeriesRole role, double range, double quantize, double multiply, double rescale)
{
    return {name, role, {range, quantize, multiply, rescale}};
}

} // namespace

IntervalChartData accuracyChart(const Comparison& comparison)
{
    IntervalChartData data;
    data.points = {accuracyPoint(tr("Original"), SeriesRole::Original, comparison.original, comparison.images),
        accuracyPoint(tr("Quantized"), SeriesRole::Quantized, comparison.quantized, comparison.images)};
    data.quantity = tr("accuracy");
    data.unit = QStringLiteral("%");
    data.intervalName = tr("95 % interval");
    return data;
}

BarChartData sizeChart(const Comparison& comparison, std::size_t weightBytes)
{
    BarChartData data;
    data.bars = {sizeBar(tr("Original"), SeriesRole::Original, static_cast<double>(comparison.original.bytes),
                     kFloatWeightBytes),
        sizeBar(tr("Quantized"), SeriesRole::Quantized, static_cast<double>(comparison.quantized.bytes),
            static_cast<double>(weightBytes))};
    data.quantity = tr("size");
    data.unit = tr("KB");
    data.footnote = tr("weights; thin cap: bias, scales, header");
    return data;
}

BarChartData timeChart(const Comparison& comparison)
{
    BarChartData data;
    if (comparison.original.batch.repetitions > 0)
        data.bars = {timeBar(tr("Original"), SeriesRole::Original, comparison.original.batch),
            timeBar(tr("Quantized"), SeriesRole::Quantized, comparison.quantized.batch)};
    data.quantity = tr("time");
    data.unit = tr("ms");
    data.decimals = 2;
    data.exactDecimals = 4;
    data.spreadName = tr("10 to 90 %");
    data.footnote = tr("median; whisker: 10 to 90 %");
    data.emptyText = tr("fills while the benchmark runs");
    return data;
}

BreakdownChartData breakdownChart(const Comparison& comparison)
{
    const Breakdown& breakdown = *comparison.breakdown;
    BreakdownChartData data;
    data.unit = tr("ms");
    data.groups = {
        {tr("Raw pixels in"),
            {parts(tr("original"), SeriesRole::Original, 0, 0, breakdown.pixelsOriginal, 0),
                parts(tr("quantized"), SeriesRole::Quantized, 0, 0, breakdown.pixelsMultiply,
                    breakdown.pixelsRescale())}},
        {tr("Normalised floats in, as in the report"),
            {parts(tr("original"), SeriesRole::Original, 0, 0, breakdown.floatsOriginal, 0),
                parts(tr("quantized"), SeriesRole::Quantized, breakdown.floatsRange(), breakdown.floatsQuantize(),
                    breakdown.floatsMultiply, breakdown.floatsRescale())}},
    };
    const double floats = breakdown.floatsRange() + breakdown.floatsQuantize();
    if (breakdown.floatsQuantized > breakdown.floatsOriginal)
        data.sentence = tr("From floats, quantizing the input costs more than the integers save.");
    else if (floats > breakdown.floatsMultiply)
        data.sentence = tr("From floats, most of the time goes into quantizing the input.");
    else
        data.sentence = tr("Each part is what it adds to the time of the others.");
    if (!comparison.fromFloats && breakdown.pixelsQuantized != comparison.quantized.batch.medianMs)
        data.sentence +=
            QLatin1Char(' ') + tr("This scheme's input stays float: the table times its weights as floats.");
    if (comparison.withoutVnni)
        data.sentence += QLatin1Char(' ') + QString::fromStdString(withoutVnniText(*comparison.withoutVnni));
    return data;
}

ScalingChartData batchChart(const std::vector<BatchPoint>& points, const TimingQuality& quality)
{
    ScalingSeries original{tr("original"), SeriesRole::Original, {}, {}},
        quantized{tr("quantized"), SeriesRole::Quantized, {}, {}};
    for (const BatchPoint& point : points) {
        original.batch.push_back(static_cast<double>(point.images));
        original.time.push_back(point.originalNs);
        quantized.batch.push_back(static_cast<double>(point.images));
        quantized.time.push_back(point.quantizedNs);
    }
    ScalingChartData data;
    if (!points.empty())
        data.series = {original, quantized};
    data.unit = tr("ns");
    data.emptyText = tr("measured last");
    data.footnote = QString::fromStdString(qualityWord(quality));
    return data;
}

} // namespace qlab::app
