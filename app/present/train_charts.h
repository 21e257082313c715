// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/charts/line_chart.h"
#include "engine/train/trainer.h"

#include <span>
#include <vector>

namespace qlab::app {

/// Weight of the past in the smoothed loss, unless the user chooses another.
inline constexpr double kLossSmoothing = 0.9;

/// What a training has recorded so far; empty before it began. The records must outlive the call only.
struct TrainingCurves {
    std::span<const BatchLoss> losses;
    std::span<const EpochRecord> epochs;

    bool isEmpty() const { return losses.empty() && epochs.empty(); }
};

/// How many epochs the charts of a training leave room for: those planned, or those that it took if it stopped early.
int shownEpochs(std::span<const EpochRecord> epochs, const TrainConfig& config);

/// The loss curve of an earlier run, to lie under the present one.
struct PastRun {
    QString name;
    std::vector<BatchLoss> losses;
};

/// Raw and smoothed training loss, test and held-out loss after each epoch, earlier runs; beside them the smoothed loss
/// of weights that are trained on their grid, if there are any.
LineChartData lossData(const TrainingCurves& run, int plannedEpochs, double smoothing, const std::vector<PastRun>& past,
    const TrainingCurves& onGrid = {});

/// Training and test accuracy after each epoch, in percent, and the test accuracy of those.
LineChartData accuracyData(const TrainingCurves& run, int plannedEpochs, const TrainingCurves& onGrid = {});

} // namespace qlab::app
