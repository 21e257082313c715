// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine_bridge.h"
#include "engine/lab/experiment.h"
#include "engine/train/recipes.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <filesystem>
#include <optional>

namespace qlab::app {

/// The loss curve of an earlier training on the same data.
struct EarlierRun {
    int number = 1; ///< trainings on these data are counted from 1
    std::vector<BatchLoss> losses;
};

/// A training with its place among the others on the same data.
struct TrainingRecord {
    TrainSnapshotPtr snapshot;
    int run = 0;                     ///< its number; 0 before the first
    std::vector<EarlierRun> earlier; ///< oldest first, a few
};

/// A float model that was trained elsewhere, and what becomes of it.
struct MadeModels {
    LinearModelPtr original;
    QuantScheme scheme;
    QuantizedModelPtr quantized; ///< trained on the scheme's grid; null: the original, rounded
};

/// What the window works on: the newest results, who makes them, and whether they still belong together. Lives on the
/// GUI thread. Pages read from it and redraw on its signals; nothing else changes them.
class Session : public QObject {
    Q_OBJECT
public:
    explicit Session(QObject* parent = nullptr);

    // ---- settings ----
    const Experiment& settings() const { return m_settings; }
    /// Takes effect with the next training (the learning rate at once, if one runs).
    void setTrainConfig(const TrainConfig& config);
    /// Answered live: a preview on the whole test set follows at once.
    void setScheme(const QuantScheme& scheme);
    /// Settings of an earlier session, before its data are asked for.
    void restoreSettings(const Experiment& saved);
    /// Those settings, and the data that they name; what was before can be brought back.
    void restart(const Experiment& saved);

    // ---- actions; refused ones come back as failed() ----
    void load(const DataSource& source, const SplitSpec& split); ///< with the steps in force
    /// Other steps bring the normalization of their own features along.
    void load(const DataSource& source, const SplitSpec& split, const InputSteps& steps);
    void cancelLoad();
    /// Puts two models in the place of the present ones: the original and what was quantized from it, with the input
    /// steps that they were made for; data that have gone through others are made anew.
    void use(const MadeModels& models);
    /// A model file in their place: a float one is the original, and rounded; a quantized one stays beside the present
    /// original if it sees the same input, else its own weights restored are the original. Precondition: data are
    /// there.
    Status openModel(const std::filesystem::path& path);
    void train(bool startPaused = false);
    void pauseTraining();
    void resumeTraining();
    /// One mini-batch; starts a paused training if none runs.
    void stepTraining();
    void stopTraining();
    /// Trains the weights on the grid of the scheme in force: quant() is then that model, until the scheme changes.
    void trainQuantized();
    /// What it has reached is kept.
    void cancelQuantTraining();
    void setGridTraining(const GridTraining& grid);
    /// Back to the weights that are rounded to the grid.
    void roundAgain();
    void compare();
    void cancelCompare();
    /// Judges and times any two models on the test images, each behind its own steps. Precondition:
    /// modelsNotComparableBecause() (pages/reasons.h) is empty.
    void compareModels(const AnyModel& first, const AnyModel& second);
    void cancelModels();
    /// Judges every width, grid and input; the model in force is the original of the map.
    void sweep();
    void pauseSweep();
    void resumeSweep();
    void cancelSweep();
    /// Puts a model that was trained before (with its log) in place of the current one. The data must be loaded.
    void restoreModel(TrainingRecord record);
    void forgetEarlierRuns();
    /// Timings of the restored model from an earlier session. They never count as current: the machine may have been
    /// another.
    void restoreTimings(const CompareReportPtr& report);
    /// Takes back the last load that cost a model: data, settings, model and all results are as they were before.
    void undoLoad();

    // ---- state ----
    enum class Training { None, Running, Paused, Stopped, Finished };
    bool loading() const { return m_loading; }
    Training training() const { return m_training; }
    bool trainingActive() const { return m_training == Training::Running || m_training == Training::Paused; }
    bool comparing() const { return m_comparing; }
    bool comparingModels() const { return m_comparingModels; }
    double compareFraction() const { return m_compareFraction; }

    // ---- newest results; null until there are any ----
    const DataSummaryPtr& data() const { return m_data; }
    /// The training that runs, or the last one. Its model is the original model.
    const TrainSnapshotPtr& snapshot() const { return m_record.snapshot; }
    LinearModelPtr model() const { return snapshot() ? snapshot()->model : nullptr; }
    const TrainingRecord& record() const { return m_record; }
    /// Of the newest scheme that has been answered. It says itself which data, model and scheme it is of.
    const QuantReportPtr& quant() const { return m_quant; }
    /// True if that is the answer to what is asked now: the scheme in force and, unless a training runs, its model.
    bool quantIsCurrent() const;
    /// True while the answer takes so long that what is shown must be marked as the old one.
    bool quantIsLate() const { return m_quantIsLate; }
    const CompareReportPtr& compareReport() const { return m_compare; }
    /// Of the last two that were compared, whatever is in force now; it says itself which.
    const ModelsReportPtr& modelsReport() const { return m_models; }
    /// True if the timings belong to the model and scheme in force (else they are shown as "previous").
    bool compareIsCurrent() const;
    /// The training on the grid that runs, or the last one of the model in force; null before the first.
    QuantTrainingPtr quantTraining() const;
    bool quantTrainingActive() const { return m_quantTrainingActive; }
    /// The map so far; it says itself of which data and model.
    const SweepReportPtr& sweepReport() const { return m_sweep; }
    bool sweepIsCurrent() const;
    enum class Sweeping { None, Running, Paused };
    Sweeping sweeping() const { return m_sweeping; }
    bool compareIsFromEarlierSession() const { return m_compare && m_compare == m_earlierTimings; }

Q_SIGNALS:
    void dataChanged();
    void settingsChanged(); ///< training settings or scheme
    void trainingChanged(); ///< a new snapshot, or another state
    void quantChanged();
    void compareChanged(); ///< new timings, progress, or another state
    void modelsChanged();  ///< two other models are compared, or another state
    void sweepChanged();   ///< new points, or another state
    /// A load or another model has put the model aside, whose accuracy was so much (0 ... 1); undoLoad() brings it
    /// back.
    void modelDropped(const QString& data, double accuracy);
    /// It can no longer be brought back, or has been.
    void undoGone();
    /// \p page: where to show it. A plain sentence: what happened and what to do.
    void failed(const QString& page, const QString& message);
    /// A line for the status bar and the log.
    void said(const QString& text);

private:
    void connectLoading();
    void connectTraining();
    void connectPreviews();
    void connectComparing();
    void connectModels();
    void connectSweeping();
    void connectQuantTraining();
    bool isOfThisData(const DatasetPtr& data) const { return m_data && m_data->data == data; }
    void requestPreview();
    void takeQuantTraining(const QuantTrainingPtr& training);
    void judge(const QuantizedModelPtr& quantized);
    void adopt(const MadeModels& models);
    void takeSettings(const DataSummary& summary);
    bool previewIsDue() const;
    void takeSnapshot(const TrainSnapshotPtr& snapshot, Training state);
    void keepForUndo();
    void offerUndo();
    void keepAsEarlierRun();
    void forgetResults();
    void announceAll();

    Experiment m_settings;
    DataSummaryPtr m_data;
    TrainingRecord m_record;
    QuantReportPtr m_quant;
    CompareReportPtr m_compare;
    CompareReportPtr m_earlierTimings; ///< restored ones
    Training m_training = Training::None;
    QElapsedTimer m_sincePreview; ///< since one was asked for
    QTimer m_patience;            ///< runs while an answer is on its way
    bool m_quantIsLate = false;
    bool m_loading = false;
    bool m_comparing = false;
    ModelsReportPtr m_models;
    bool m_comparingModels = false;
    SweepReportPtr m_sweep;
    QuantTrainingPtr m_quantTraining;
    bool m_quantTrainingActive = false;
    Sweeping m_sweeping = Sweeping::None;
    double m_compareFraction = 0;
    /// What a load has put aside.
    struct Before {
        Experiment settings;
        DataSummaryPtr data;
        TrainingRecord record;
        QuantReportPtr quant;
        CompareReportPtr compare;
        Training training = Training::None;
    };
    std::optional<Before> m_before;
    std::optional<MadeModels> m_awaited; ///< to be used once the data for them are there
    Experiment m_settingsBefore;         ///< as they were when the load was asked for
    EngineBridge m_bridge;
};

} // namespace qlab::app
