// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/present/train_charts.h"

#include "engine/train/early_stop.h"

#include <QCoreApplication>

namespace qlab::app {
namespace {

struct TrainCharts {
    Q_DECLARE_TR_FUNCTIONS(TrainCharts)
};

Curve lossCurve(const QString& name, SeriesRole role, std::span<const BatchLoss> losses, double smoothing)
{
    Curve curve;
    curve.name = name;
    curve.role = role;
    curve.smoothing = smoothing;
    for (const BatchLoss& point : losses) {
        curve.x.push_back(point.epoch);
        curve.y.push_back(static_cast<double>(point.loss));
    }
    return curve;
}

template <typename Value>
Curve epochCurve(const QString& name, SeriesRole role, std::span<const EpochRecord> epochs, Value value)
{
    Curve curve;
    curve.name = name;
    curve.role = role;
    for (const EpochRecord& epoch : epochs) {
        curve.x.push_back(epoch.epoch);
        curve.y.push_back(value(epoch));
    }
    return curve;
}

} // namespace

int shownEpochs(std::span<const EpochRecord> epochs, const TrainConfig& config)
{
    return stopsEarly(epochs, config.patience) ? static_cast<int>(epochs.size()) : config.epochs;
}

LineChartData lossData(const TrainingCurves& run, int plannedEpochs, double smoothing, const std::vector<PastRun>& past,
    const TrainingCurves& onGrid)
{
    LineChartData data;
    data.xName = TrainCharts::tr("epoch");
    data.quantity = TrainCharts::tr("loss");
    data.decimals = 3;
    data.xRange = Range{0, static_cast<double>(plannedEpochs)};
    data.fit = LineChartData::Fit::Focus;
    data.emptyText = TrainCharts::tr("draws itself while training runs");
    const SeriesRole roles[] = {SeriesRole::Run1, SeriesRole::Run2, SeriesRole::Run3, SeriesRole::Run4};
    for (std::size_t i = 0; i < past.size() && i < std::size(roles); ++i)
        data.curves.push_back(lossCurve(past[i].name, roles[i], past[i].losses, smoothing));
    if (!run.isEmpty()) {
        data.curves.push_back(lossCurve(TrainCharts::tr("train"), SeriesRole::Original, run.losses, smoothing));
        data.curves.push_back(epochCurve(TrainCharts::tr("test"), SeriesRole::Test, run.epochs,
            [](const EpochRecord& epoch) { return epoch.testLoss; }));
        if (!run.epochs.empty() && run.epochs.front().heldOutLoss)
            data.curves.push_back(epochCurve(TrainCharts::tr("held out"), SeriesRole::HeldOut, run.epochs,
                [](const EpochRecord& epoch) { return epoch.heldOutLoss.value_or(0); }));
    }
    if (!onGrid.isEmpty())
        data.curves.push_back(lossCurve(TrainCharts::tr("on grid"), SeriesRole::Quantized, onGrid.losses, smoothing));
    return data;
}

LineChartData accuracyData(const TrainingCurves& run, int plannedEpochs, const TrainingCurves& onGrid)
{
    LineChartData data;
    data.xName = TrainCharts::tr("epoch");
    data.quantity = TrainCharts::tr("accuracy");
    data.unit = QStringLiteral("%");
    data.decimals = 1;
    data.xRange = Range{0, static_cast<double>(plannedEpochs)};
    data.emptyText = TrainCharts::tr("after each epoch");
    if (!run.isEmpty()) {
        data.curves.push_back(epochCurve(TrainCharts::tr("train"), SeriesRole::Original, run.epochs,
            [](const EpochRecord& epoch) { return epoch.trainAccuracy * 100; }));
        data.curves.push_back(epochCurve(TrainCharts::tr("test"), SeriesRole::Test, run.epochs,
            [](const EpochRecord& epoch) { return epoch.testAccuracy * 100; }));
    }
    if (!onGrid.epochs.empty())
        data.curves.push_back(epochCurve(TrainCharts::tr("on grid"), SeriesRole::Quantized, onGrid.epochs,
            [](const EpochRecord& epoch) { return epoch.testAccuracy * 100; }));
    return data;
}

} // namespace qlab::app
