// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/present/weight_charts.h"

#include "engine/quant/codebook.h"

#include <algorithm>

namespace qlab::app {
namespace {

constexpr int kBins = 112;
constexpr int kFewLevels = 16, kBinsALevel = 5; ///< so that the bars of few levels stand apart

using S = QuantScheme;

void addLevels(HistogramChartData& chart, const QuantizedModel& model, int row)
{
    const QuantScheme scheme = model.schemeOf(row);
    const double scale = static_cast<double>(model.scale[static_cast<std::size_t>(row)]);
    const int zero = model.zeroPoint[static_cast<std::size_t>(row)];
    if (scheme.isCodebook()) {
        chart.evenLevels = false;
        for (const std::int8_t level : usedLevels(model, row))
            chart.levels.push_back({scale * level, level});
        return;
    }
    const int step = scheme.isOdd() ? 2 : 1;
    for (int code = scheme.qmin(); code <= scheme.qmax(); code += step)
        chart.levels.push_back({scale * (code - zero), code});
}

/// What lies beyond the grid, and the handles to move its end.
void addEnds(HistogramChartData& chart, const QuantScheme& scheme, double scale, int zero)
{
    if (scheme.isSign() || scheme.isCodebook())
        return; // levels without an end: every weight goes to the nearest
    const int low = scheme.qmin(), high = scheme.qmax();
    const double half = scheme.isOdd() ? 1 : 0.5;
    chart.representable = Range{scale * (low - zero - half), scale * (high - zero + half)};
    chart.wraps = scheme.overflow == S::Overflow::Wrap;
    if (scheme.zero == S::Zero::Symmetric || scheme.range == S::Range::Fixed) {
        chart.clip = scheme.range == S::Range::Manual ? scheme.clip : scale * high;
        chart.canDrag = true;
    }
}

HistogramChartData roundedChart(const QuantReport& report, int row)
{
    const WeightHistogram histogram = weightHistogram(*report.model, row, kBins);
    HistogramChartData chart;
    chart.range = {histogram.low, histogram.high};
    chart.counts.assign(histogram.counts.begin(), histogram.counts.end());
    if (!hasOwnGrids(report.scheme) || row >= 0) {
        const auto k = static_cast<std::size_t>(std::max(row, 0));
        const auto scale = static_cast<double>(report.quantized->scale[k]);
        addLevels(chart, *report.quantized, static_cast<int>(k));
        addEnds(chart, report.quantized->schemeOf(static_cast<int>(k)), scale, report.quantized->zeroPoint[k]);
    }
    chart.outOfRange = report.error.outOfRange;
    return chart;
}

/// Of one grid: a bar a level, or one for several neighbours where there are too many.
HistogramChartData levelsChart(const QuantizedModel& model, int row)
{
    const QuantScheme scheme = model.schemeOf(std::max(row, 0));
    const int step = scheme.isOdd() ? 2 : 1, low = scheme.qmin();
    const int levels = (scheme.qmax() - low) / step + 1;
    const int perBin = (levels + kBins - 1) / kBins, perLevel = levels <= kFewLevels ? kBinsALevel : 1;
    const int bins = (levels + perBin - 1) / perBin * perLevel;
    const auto first = static_cast<std::size_t>(std::max(row, 0));
    const double scale = static_cast<double>(model.scale[first]), zero = model.zeroPoint[first];
    HistogramChartData chart;
    chart.counts.assign(static_cast<std::size_t>(bins), 0);
    for (int k = std::max(row, 0); k < (row < 0 ? kClasses : row + 1); ++k)
        for (int j = 0; j < model.steps.count(); ++j) {
            const int level = (model.q[static_cast<std::size_t>(k * kPixels + j)] - low) / step;
            ++chart.counts[static_cast<std::size_t>(level / perBin * perLevel + perLevel / 2)];
        }
    const double begin = low - zero - step / 2.0;
    chart.range = {scale * begin, scale * (begin + static_cast<double>(bins) / perLevel * perBin * step)};
    if (levels <= kFewLevels)
        addLevels(chart, model, static_cast<int>(first));
    return chart;
}

HistogramChartData trainedChart(const QuantizedModel& model, int row)
{
    HistogramChartData chart;
    const bool oneGrid = !hasOwnGrids(model.scheme) || row >= 0;
    if (oneGrid && !model.scheme.isCodebook()) {
        chart = levelsChart(model, row);
    } else {
        const WeightHistogram histogram = weightHistogram(model.dequantized(), row, kBins);
        chart.range = {histogram.low, histogram.high};
        chart.counts.assign(histogram.counts.begin(), histogram.counts.end());
        if (oneGrid)
            addLevels(chart, model, std::max(row, 0));
    }
    chart.role = SeriesRole::Quantized;
    return chart;
}

} // namespace

bool hasOwnGrids(const QuantScheme& scheme)
{
    return scheme.granularity == S::Granularity::PerChannel && (scheme.range != S::Range::Fixed || scheme.isCodebook());
}

HistogramChartData weightsChart(const QuantReport& report, int row)
{
    return report.quantized->trained ? trainedChart(*report.quantized, row) : roundedChart(report, row);
}

} // namespace qlab::app
