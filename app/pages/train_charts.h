// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/charts/line_chart.h"
#include "app/engine_bridge.h"

#include <vector>

namespace qlab::app {

/// The loss curve of an earlier run, to lie under the present one.
struct PastRun {
    QString name;
    std::vector<BatchLoss> losses;
};

/// Raw and smoothed training loss, test loss after each epoch, earlier runs. \p snapshot may be null.
LineChartData lossData(
    const TrainSnapshot* snapshot, int plannedEpochs, double smoothing, const std::vector<PastRun>& past);

/// Training and test accuracy after each epoch, in percent.
LineChartData accuracyData(const TrainSnapshot* snapshot, int plannedEpochs);

} // namespace qlab::app
