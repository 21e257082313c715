// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/service/engine.h"

#include <QObject>
#include <QString>

#include <array>
#include <memory>

namespace qlab::app {

using DataSummaryPtr = std::shared_ptr<const DataSummary>;
using TrainSnapshotPtr = std::shared_ptr<const TrainSnapshot>;
using QuantReportPtr = std::shared_ptr<const QuantReport>;
using CompareReportPtr = std::shared_ptr<const CompareReport>;
using ModelsReportPtr = std::shared_ptr<const ModelsReport>;
using QuantTrainingPtr = std::shared_ptr<const QuantTraining>;
using SweepReportPtr = std::shared_ptr<const SweepReport>;

/// The only place where the engine thread and the GUI thread meet: requests go in, typed signals come out on the GUI
/// thread. Of each kind of job only the newest counts: what an older one still says is dropped here.
class EngineBridge : public QObject {
    Q_OBJECT
public:
    explicit EngineBridge(QObject* parent = nullptr);
    ~EngineBridge() override;

    // Each replaces (cancels) the job of its kind that still runs. A bad request is an error at once.
    Status load(LoadRequest request);
    Status train(const DatasetPtr& data, const TrainConfig& config, bool startPaused);
    Status preview(PreviewRequest request);
    Status compare(const LinearModelPtr& model, const QuantizedModelPtr& quantized, const DatasetPtr& data);

    Status compareModels(ModelsRequest request);
    Status sweep(SweepRequest request);
    Status trainQuantized(QuantTrainRequest request);

    void cancelLoad() { cancel(Load); }
    void cancelTraining() { cancel(Train); }
    void cancelCompare() { cancel(Compare); }
    void cancelModels() { cancel(Models); }
    void cancelQuantTraining() { cancel(QuantTrain); }
    void cancelSweep() { cancel(Sweep); }
    void pauseSweep();
    void resumeSweep();
    void pauseTraining();
    void resumeTraining();
    void stepTraining();
    void setLearningRate(float rate);

Q_SIGNALS:
    void dataLoaded(const qlab::app::DataSummaryPtr& summary);
    void loadFailed(const qlab::Error& error);
    void loadCancelled();
    void trainProgress(const qlab::app::TrainSnapshotPtr& snapshot);
    void trainDone(const qlab::app::TrainSnapshotPtr& snapshot);
    /// \p partial is null if the training had not begun.
    void trainCancelled(const qlab::app::TrainSnapshotPtr& partial);
    void trainFailed(const qlab::Error& error);
    void previewDone(const qlab::app::QuantReportPtr& report);
    void previewFailed(const qlab::Error& error);
    void compareProgress(const qlab::app::CompareReportPtr& report, double fraction);
    void compareDone(const qlab::app::CompareReportPtr& report);
    void compareCancelled();
    void compareFailed(const qlab::Error& error);
    void modelsCompared(const qlab::app::ModelsReportPtr& report);
    void modelsCancelled();
    void modelsFailed(const qlab::Error& error);
    /// While it runs, when it pauses, and when it is done.
    void sweepProgress(const qlab::app::SweepReportPtr& report);
    void quantTrainProgress(const qlab::app::QuantTrainingPtr& training);
    void quantTrainCancelled();
    void quantTrainFailed(const qlab::Error& error);
    void sweepCancelled();
    void sweepFailed(const qlab::Error& error);

private:
    enum Kind { Load, Train, Preview, Compare, Models, Sweep, QuantTrain, KindCount };
    Status submit(Kind kind, Request request);
    void cancel(Kind kind);
    void deliver(const Event& event);
    template <typename T> bool isNewest(Kind kind, const T& event) const { return m_newest[kind] == event.id; }
    void deliverCancelled(const Cancelled& event);
    void deliverFailed(const Failed& event);

    std::array<JobId, KindCount> m_newest{};
    double m_compareFraction = 0;
    std::unique_ptr<Engine> m_engine; ///< last: its thread ends before what it talks to
};

} // namespace qlab::app
