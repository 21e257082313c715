// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/bench/batch_curve.h"
#include "engine/bench/comparison.h"
#include "engine/core/result.h"
#include "engine/data/split.h"
#include "engine/lab/model_comparison.h"
#include "engine/lab/quant_report.h"
#include "engine/lab/sweep_report.h"
#include "engine/quant/input_curvature.h"
#include "engine/quant/quant_trainer.h"
#include "engine/train/trainer.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

/// The whole protocol of the engine thread on one page: requests go in as values, events come out as finished values.
namespace qlab {

/// Names one submitted request; later requests have larger ids. 0 is never used.
enum class JobId : std::uint64_t {};

// ---- requests ------------------------------------------------------------------------------------------------------

/// Load a source and split it. A newer one replaces an older.
struct LoadRequest {
    DataSource source;
    SplitSpec split;
    InputSteps steps{};     ///< of strength 1: calibrated on the images; any other strength stays
    DatasetPtr unstepped{}; ///< source and split as they were loaded before: nothing is read then; or null
};

/// Train from fresh weights, or go on with more epochs.
struct TrainRequest {
    DatasetPtr data;
    TrainConfig config;
    bool startPaused = false; ///< wait for step() or resume() at once
};

/// Quantize a model and judge it on the whole test set. Newest wins: an older one that waits is dropped.
struct PreviewRequest {
    LinearModelPtr model;
    EvaluationPtr original; ///< of the model on the test set, with logits; made if null
    QuantScheme scheme;
    DatasetPtr data;
    QuantizedModelPtr quantized{}; ///< of that model and scheme, to be judged as it is; made if null
    InputCurvaturePtr
        curvature{}; ///< of model and data, where the scheme needs it (needsCurvature()); made if not theirs
};

/// Time both models against each other: comparison, breakdown and batch curve. Runs alone.
struct CompareRequest {
    LinearModelPtr model;
    QuantizedModelPtr quantized;
    DatasetPtr data;
};

/// Judge and time any two models on the same test images. Runs alone.
struct ModelsRequest {
    AnyModel first, second;
    DatasetPtr data; ///< without steps
};

/// Make and judge every model of a sweep. May be paused.
struct SweepRequest {
    DatasetPtr data;
    LinearModelPtr model; ///< the original, trained on the pixels as they are
    SweepOptions options;
};

/// Train the model's weights on the scheme's grid (quant_trainer.h), and judge what comes out.
struct QuantTrainRequest {
    PreviewRequest of;
    GridTraining grid{};
};

using Request = std::variant<LoadRequest, TrainRequest, PreviewRequest, CompareRequest, ModelsRequest, SweepRequest,
    QuantTrainRequest>;

// ---- results -------------------------------------------------------------------------------------------------------
// Each names the values that it was computed from: whoever shows it compares these, never sizes or times.

/// What there is to know about a loaded data set besides its images.
struct DataSummary {
    DataSource source;
    DatasetPtr data;
    std::array<std::size_t, kClasses> trainCounts{}; ///< images of each class
    std::array<std::size_t, kClasses> testCounts{};
    std::array<std::array<double, kPixels>, kClasses> classMeans{}; ///< training images of each class, 0 ... 255
    double pixelMean = 0;                                           ///< of the training pixels, 0 ... 1
    double pixelDeviation = 0;
    Normalization normalization; ///< of the features that count: both again, as a training takes them
    double seconds = 0;          ///< that loading took
};

/// A training as it stands.
struct TrainSnapshot {
    DatasetPtr data;
    LinearModelPtr model;
    /// While training: after the last whole epoch (before the first: of the initial weights). Paused, stopped or done:
    /// of the model above.
    EvaluationPtr test;
    TrainConfig config; ///< with the learning rate in force
    double epochsDone = 0;
    double seconds = 0; ///< spent training, pauses left out
    bool paused = false;
    std::vector<EpochRecord> epochs;
    std::vector<BatchLoss> losses;
};

/// A training on a grid as it stands.
struct QuantTraining {
    std::shared_ptr<const QuantReport> report; ///< of the weights as they stand: names data, original and scheme
    TrainConfig config;
    GridTraining grid;
    double epochsDone = 0;
    double seconds = 0; ///< spent training
    std::vector<EpochRecord> epochs;
    std::vector<BatchLoss> losses;
    bool complete = false;
};

/// Timings so far; complete when the job is done.
struct CompareReport {
    DatasetPtr data;
    LinearModelPtr model;
    QuantizedModelPtr quantized; ///< its scheme is the one that was timed
    Comparison comparison;
    std::vector<BatchPoint> batchCurve;
    TimingQuality curveQuality;
    bool complete = false;
};

/// Any two models.
struct ModelsReport {
    DatasetPtr data;
    AnyModel first, second;
    ModelComparison comparison;
};

// ---- events --------------------------------------------------------------------------------------------------------

struct Progress {
    JobId id{};
    double fraction = 0; ///< 0 ... 1
};
struct DataLoaded {
    JobId id{};
    std::shared_ptr<const DataSummary> summary;
};
/// While training (at most 30 a second) and when it pauses.
struct TrainProgress {
    JobId id{};
    std::shared_ptr<const TrainSnapshot> snapshot;
};
struct TrainDone {
    JobId id{};
    std::shared_ptr<const TrainSnapshot> snapshot;
};
struct PreviewDone {
    JobId id{};
    std::shared_ptr<const QuantReport> report;
};
struct CompareProgress {
    JobId id{};
    std::shared_ptr<const CompareReport> report;
};
struct CompareDone {
    JobId id{};
    std::shared_ptr<const CompareReport> report;
};
struct ModelsCompared {
    JobId id{};
    std::shared_ptr<const ModelsReport> report;
};
/// While training, as often as judging the model costs little of the time.
struct QuantTrainProgress {
    JobId id{};
    std::shared_ptr<const QuantTraining> training;
};
struct QuantTrainDone {
    JobId id{};
    std::shared_ptr<const QuantTraining> training;
};
struct SweepProgress {
    JobId id{};
    std::shared_ptr<const SweepReport> report;
};
struct SweepDone {
    JobId id{};
    std::shared_ptr<const SweepReport> report;
};
/// The person's wish, not an error. A training that was stopped brings what it had reached.
struct Cancelled {
    JobId id{};
    std::shared_ptr<const TrainSnapshot> partial;
};
struct Failed {
    JobId id{};
    Error error;
};

using Event = std::variant<Progress, DataLoaded, TrainProgress, TrainDone, PreviewDone, CompareProgress, CompareDone,
    ModelsCompared, SweepProgress, SweepDone, QuantTrainProgress, QuantTrainDone, Cancelled, Failed>;

} // namespace qlab
