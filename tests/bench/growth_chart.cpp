// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/lab_bench.h"

#include "app/charts/chart_export.h"
#include "app/charts/scaling_chart.h"
#include "app/cli/offscreen.h"

namespace qlab::lab_bench {

Status saveGrowthChart(const std::vector<Growth>& points, const std::string& path)
{
    using app::ScalingSeries, app::SeriesRole;
    app::OffscreenApplication application;
    if (Status started = application.start(); !started)
        return started;
    const auto series = [&](const char* name, SeriesRole role, double Growth::*time) {
        ScalingSeries all{QString::fromLatin1(name), role, {}, {}};
        for (const Growth& point : points) {
            all.batch.push_back(static_cast<double>(point.images));
            all.time.push_back(point.*time);
        }
        return all;
    };
    app::ScalingChartData data;
    data.series = {series("classify, float", SeriesRole::Original, &Growth::floatMs),
        series("classify, int8", SeriesRole::Quantized, &Growth::integerMs),
        series("an epoch of training", SeriesRole::Run1, &Growth::trainMs),
        series("load", SeriesRole::Run2, &Growth::loadMs)};
    data.unit = QStringLiteral("ms");
    data.xName = QStringLiteral("images");
    data.endLabels = app::ScalingChartData::EndLabels::Names;
    app::ScalingChart chart;
    chart.setTitle(QStringLiteral("Time against the number of images"), QStringLiteral("ms, one thread"));
    chart.setData(data);
    return app::saveSvg(chart, QString::fromStdString(path), {.size = {760, 380}});
}

} // namespace qlab::lab_bench
