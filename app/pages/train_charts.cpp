// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/train_charts.h"

#include <QCoreApplication>

namespace qlab::app {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("TrainPage", text); }

Curve lossCurve(const QString& name, SeriesRole role, const std::vector<BatchLoss>& losses, double smoothing)
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
Curve epochCurve(const QString& name, SeriesRole role, const std::vector<EpochRecord>& epochs, Value value)
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

LineChartData lossData(
    const TrainSnapshot* snapshot, int plannedEpochs, double smoothing, const std::vector<PastRun>& past)
{
    LineChartData data;
    data.xName = tr("epoch");
    data.quantity = tr("loss");
    data.decimals = 3;
    data.xRange = Range{0, static_cast<double>(plannedEpochs)};
    data.fit = LineChartData::Fit::Focus;
    data.emptyText = tr("draws itself while training runs");
    const SeriesRole roles[] = {SeriesRole::Run1, SeriesRole::Run2, SeriesRole::Run3, SeriesRole::Run4};
    for (std::size_t i = 0; i < past.size() && i < std::size(roles); ++i)
        data.curves.push_back(lossCurve(past[i].name, roles[i], past[i].losses, smoothing));
    if (snapshot) {
        data.curves.push_back(lossCurve(tr("train"), SeriesRole::Original, snapshot->losses, smoothing));
        data.curves.push_back(epochCurve(
            tr("test"), SeriesRole::Test, snapshot->epochs, [](const EpochRecord& epoch) { return epoch.testLoss; }));
    }
    return data;
}

LineChartData accuracyData(const TrainSnapshot* snapshot, int plannedEpochs)
{
    LineChartData data;
    data.xName = tr("epoch");
    data.quantity = tr("accuracy");
    data.unit = QStringLiteral("%");
    data.decimals = 1;
    data.xRange = Range{0, static_cast<double>(plannedEpochs)};
    data.emptyText = tr("after each epoch");
    if (snapshot) {
        data.curves.push_back(epochCurve(tr("train"), SeriesRole::Original, snapshot->epochs,
            [](const EpochRecord& epoch) { return epoch.trainAccuracy * 100; }));
        data.curves.push_back(epochCurve(tr("test"), SeriesRole::Test, snapshot->epochs,
            [](const EpochRecord& epoch) { return epoch.testAccuracy * 100; }));
    }
    return data;
}

} // namespace qlab::app
