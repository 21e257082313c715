// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/split.h"
#include "engine/model/evaluation.h"
#include "engine/model/linear_model.h"
#include "engine/train/train_config.h"

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace qlab {

/// One finished epoch.
struct EpochRecord {
    int epoch = 0;            ///< from 1
    double trainLoss = 0;     ///< mean over the epoch's images, each taken before the step of its batch
    double trainAccuracy = 0; ///< likewise, 0 ... 1
    double testLoss = 0;      ///< after the epoch
    double testAccuracy = 0;  ///< after the epoch
    float learningRate = 0;   ///< in force at its end
    double seconds = 0;       ///< training only, without the test and the images held out
    std::optional<double>
        heldOutLoss{};     ///< after the epoch, with a patience: mean cross-entropy of the images held out
    bool restored = false; ///< the training has ended and the model gone back to the weights of this epoch's end
};

/// One point of the raw loss curve.
struct BatchLoss {
    double epoch = 0; ///< images seen / training images
    float loss = 0;   ///< mean cross-entropy over the batches since the last point
};

/// Trains one model, a slice at a time, on the caller's thread. Same data, seed and build: the same weights to the
/// last bit, however the work is sliced.
class Trainer {
public:
    /// Precondition: validate(config) was ok.
    Trainer(DatasetPtr data, const TrainConfig& config);
    ~Trainer();

    enum class State { Running, Finished };

    /// Runs for about \p budget, and returns early at the end of an epoch or when \p stop is requested. A batch too
    /// big for a slice goes on in the next one, and weights change when it is done. The epoch's test runs inside the
    /// slice that ends it.
    /// Precondition: state() == Running.
    void step(std::chrono::nanoseconds budget, std::stop_token stop = {});
    /// The rest of the mini-batch at hand, however long it takes. Precondition: state() == Running.
    void stepBatch();

    State state() const;
    /// Epochs done so far, with the fraction of the current one.
    double epochsDone() const;
    /// With the learning rate and the number of epochs as they are now.
    const TrainConfig& config() const;
    /// The weights as they are now; with a patience, those of the best epoch once the training has ended (the record
    /// of that epoch says so if it is not the last). Valid until the next step.
    const LinearModel& model() const;
    /// The test set under the weights at the end of the last epoch (before the first: of the initial weights), or under
    /// those that the model has gone back to.
    EvaluationPtr lastEvaluation() const;
    const std::vector<EpochRecord>& epochs() const;
    /// The raw loss curve, at most a few thousand points however long the training.
    const std::vector<BatchLoss>& losses() const;

    /// Takes effect from the next batch on. Precondition: above 0.
    void setLearningRate(float rate);
    /// More or fewer epochs than planned; at least the ones begun. More of them make a finished training run on, from
    /// the weights of its last epoch, unless its patience has ended it.
    void setEpochs(int epochs);

private:
    struct Work;
    std::unique_ptr<Work> m_work;
};

} // namespace qlab
