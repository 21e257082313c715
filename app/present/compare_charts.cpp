// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/present/compare_charts.h"

#include "app/present/figure_text.h"
#include "app/present/verdict.h"
#include "app/widgets/number_text.h"

#include <QCoreApplication>

namespace qlab::app {
namespace {

struct CompareCharts {
    Q_DECLARE_TR_FUNCTIONS(CompareCharts)
};

constexpr double kFloatWeightBytes = kClasses * kPixels * sizeof(float);

IntervalPoint accuracyPoint(const QString& name, SeriesRole role, const ModelFigures& figures, std::size_t images)
{
    return {name, role, 100.0 * static_cast<double>(figures.correct) / static_cast<double>(images),
        figures.accuracy95.low * 100, figures.accuracy95.high * 100};
}

Bar sizeBar(const QString& name, SeriesRole role, double bytes, double weights)
{
    return {name, role,
        {{CompareCharts::tr("weights"), weights / 1000},
            {CompareCharts::tr("bias, scales, header"), (bytes - weights) / 1000}},
        std::nullopt};
}

Bar timeBar(const QString& name, SeriesRole role, const Timing& timing)
{
    return {name, role, {{CompareCharts::tr("time"), timing.medianMs}}, Range{timing.p10Ms, timing.p90Ms}};
}

TimeBar parts(const QString& name, SeriesRole role, double range, double quantize, double multiply, double rescale)
{
    return {name, role, {range, quantize, multiply, rescale}};
}

} // namespace

IntervalChartData accuracyChart(const Comparison& comparison)
{
    IntervalChartData data;
    data.points = {
        accuracyPoint(CompareCharts::tr("Original"), SeriesRole::Original, comparison.original, comparison.images),
        accuracyPoint(CompareCharts::tr("Quantized"), SeriesRole::Quantized, comparison.quantized, comparison.images)};
    data.quantity = CompareCharts::tr("accuracy");
    data.unit = QStringLiteral("%");
    data.intervalName = CompareCharts::tr("95 % interval");
    return data;
}

IntervalChartData digitsChart(const std::array<ClassFigures, kClasses>& classes)
{
    const auto point = [](std::size_t digit, SeriesRole role, std::size_t correct, std::size_t images) {
        const Interval interval = wilson95(correct, images);
        const double share = images == 0 ? 0 : static_cast<double>(correct) / static_cast<double>(images);
        return IntervalPoint{QString::number(digit), role, 100 * share, 100 * interval.low, 100 * interval.high};
    };
    IntervalChartData data;
    for (std::size_t digit = 0; digit < classes.size(); ++digit) {
        const ClassFigures& figures = classes[digit];
        data.points.push_back(point(digit, SeriesRole::Original, figures.original, figures.images));
        data.points.push_back(point(digit, SeriesRole::Quantized, figures.quantized, figures.images));
    }
    data.quantity = CompareCharts::tr("accuracy");
    data.unit = QStringLiteral("%");
    data.intervalName = CompareCharts::tr("95 % interval");
    data.decimals = 1;
    data.valueInLabel = false;
    return data;
}

BarChartData sizeChart(const Comparison& comparison, std::size_t weightBytes)
{
    BarChartData data;
    data.bars = {sizeBar(CompareCharts::tr("Original"), SeriesRole::Original,
                     static_cast<double>(comparison.original.bytes), kFloatWeightBytes),
        sizeBar(CompareCharts::tr("Quantized"), SeriesRole::Quantized, static_cast<double>(comparison.quantized.bytes),
            static_cast<double>(weightBytes))};
    data.quantity = CompareCharts::tr("size");
    data.unit = CompareCharts::tr("KB");
    data.footnote = CompareCharts::tr("weights; thin cap: bias, scales, header");
    return data;
}

BarChartData timeChart(const Comparison& comparison)
{
    BarChartData data;
    if (comparison.original.batch.repetitions > 0)
        data.bars = {timeBar(CompareCharts::tr("Original"), SeriesRole::Original, comparison.original.batch),
            timeBar(CompareCharts::tr("Quantized"), SeriesRole::Quantized, comparison.quantized.batch)};
    data.quantity = CompareCharts::tr("time");
    data.unit = CompareCharts::tr("ms");
    data.decimals = 2;
    data.exactDecimals = 4;
    data.spreadName = CompareCharts::tr("10 to 90 %");
    data.footnote = CompareCharts::tr("median; whisker: 10 to 90 %");
    data.emptyText = CompareCharts::tr("fills while the benchmark runs");
    return data;
}

BreakdownChartData breakdownChart(const Comparison& comparison)
{
    const Breakdown& breakdown = *comparison.breakdown;
    BreakdownChartData data;
    data.unit = CompareCharts::tr("ms");
    data.groups = {
        {CompareCharts::tr("Raw pixels in"),
            {parts(CompareCharts::tr("original"), SeriesRole::Original, 0, 0, breakdown.pixelsOriginal, 0),
                parts(CompareCharts::tr("quantized"), SeriesRole::Quantized, 0, breakdown.pixelsNarrow(),
                    breakdown.pixelsMultiply, breakdown.pixelsRescale())}},
        {CompareCharts::tr("Normalised floats in, as in the report"),
            {parts(CompareCharts::tr("original"), SeriesRole::Original, 0, 0, breakdown.floatsOriginal, 0),
                parts(CompareCharts::tr("quantized"), SeriesRole::Quantized, breakdown.floatsRange(),
                    breakdown.floatsQuantize(), breakdown.floatsMultiply, breakdown.floatsRescale())}},
    };
    const double floats = breakdown.floatsRange() + breakdown.floatsQuantize();
    if (breakdown.floatsQuantized > breakdown.floatsOriginal)
        data.sentence = CompareCharts::tr("From floats, quantizing the input costs more than the integers save.");
    else if (floats > breakdown.floatsMultiply)
        data.sentence = CompareCharts::tr("From floats, most of the time goes into quantizing the input.");
    else
        data.sentence = CompareCharts::tr("Each part is what it adds to the time of the others.");
    if (!comparison.fromFloats && breakdown.pixelsQuantized != comparison.quantized.batch.medianMs)
        data.sentence += QLatin1Char(' ')
            + CompareCharts::tr("This scheme's input stays float: the table times its weights as floats.");
    if (comparison.withoutVnni)
        data.sentence += QLatin1Char(' ') + QString::fromStdString(withoutVnniText(*comparison.withoutVnni));
    return data;
}

ScalingChartData batchChart(const std::vector<BatchPoint>& points, const TimingQuality& quality)
{
    ScalingSeries original{CompareCharts::tr("original"), SeriesRole::Original, {}, {}},
        quantized{CompareCharts::tr("quantized"), SeriesRole::Quantized, {}, {}};
    for (const BatchPoint& point : points) {
        original.batch.push_back(static_cast<double>(point.images));
        original.time.push_back(point.originalNs);
        quantized.batch.push_back(static_cast<double>(point.images));
        quantized.time.push_back(point.quantizedNs);
    }
    ScalingChartData data;
    if (!points.empty())
        data.series = {original, quantized};
    data.unit = CompareCharts::tr("ns");
    data.emptyText = CompareCharts::tr("measured last");
    data.footnote = QString::fromStdString(qualityWord(quality));
    return data;
}

} // namespace qlab::app
