// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/trainer.h"

#include "engine/kernels/training.h"
#include "engine/train/early_stop.h"
#include "engine/train/loss_curve.h"
#include "engine/train/weight_average.h"

#include <algorithm>
#include <cassert>
#include <span>
#include <utility>

namespace qlab {

namespace {
using Clock = std::chrono::steady_clock;
constexpr std::size_t kPartImages = 2048; ///< a millisecond or two of work
} // namespace

struct Trainer::Work {
    Work(DatasetPtr dataset, const TrainConfig& trainConfig);

    std::span<const std::uint32_t> batchAt(std::size_t start) const;
    void beginBatch();
    float learningRate() const;
    void trainPart();
    void keepUnusedAtZero();
    void average();
    void finishBatch();
    bool betweenBatches() const { return progress.done == 0; }
    bool atEpochStart() const { return position == 0 && betweenBatches(); }
    void finishEpoch();
    bool ended() const;
    void keepBest();
    void markRestored(); ///< the best epoch, once the training has ended with another
    void publishWeights();
    double epochsDone() const;

    DatasetPtr data;
    TrainConfig config;
    HeldOut heldOut;
    Random random;
    LinearModel model; ///< what the caller sees: the kernel's state, copied when a slice ends
    kernels::TrainingState state{};
    WeightAverage averaged;            ///< of the end of the training, if that is asked for
    std::vector<kernels::InkMask> ink; ///< of every image of the source
    std::vector<std::uint32_t> order;  ///< this epoch's images, shuffled
    std::size_t position = 0;          ///< images of this epoch done so far; 0 between epochs
    kernels::TrainingBatch batch;      ///< the one at hand
    kernels::SgdStep sgdStep;          ///< of that batch, whatever is set meanwhile
    kernels::BatchProgress progress;   ///< within it
    double lossSum = 0;                ///< of this epoch, as are the next two
    std::size_t correct = 0;
    std::chrono::duration<double> elapsed{};
    std::vector<EpochRecord> epochs;
    LossCurve losses;
    EvaluationPtr evaluation;
    LinearModel best;             ///< of the best epoch so far, with a patience
    EvaluationPtr bestEvaluation; ///< null before there is one
};

Trainer::Work::Work(DatasetPtr dataset, const TrainConfig& trainConfig)
    : data(std::move(dataset))
    , config(trainConfig)
    , heldOut(holdOut(*data, config))
    , random(trainConfig.seed)
    , model(initialModel(trainConfig.normalization, random, data->steps))
    , evaluation(std::make_shared<const Evaluation>(evaluate(model, *data->test)))
{
    std::copy_n(model.weights.data(), model.weights.size(), &state.weights[0][0]);
    std::copy_n(model.bias.data(), model.bias.size(), state.bias);
    ink.reserve(data->trainSource->size());
    for (std::size_t i = 0; i < data->trainSource->size(); ++i)
        ink.push_back(kernels::inkOf(data->trainSource->image(i).data()));
}

/// The batch that begins at image \p start of the epoch; empty beyond its end.
std::span<const std::uint32_t> Trainer::Work::batchAt(std::size_t start) const
{
    const std::size_t size = config.batchSize == 0 ? order.size() : static_cast<std::size_t>(config.batchSize);
    const std::size_t first = std::min(start, order.size());
    return std::span(order).subspan(first, std::min(size, order.size() - first));
}

void Trainer::Work::beginBatch()
{
    if (atEpochStart()) {
        order = heldOut.kept;
        shuffle(order, random);
    }
    batch.pixels = data->trainSource->pixels();
    batch.labels = data->trainSource->labels().data();
    batch.indices = batchAt(position);
    batch.next = batchAt(position + batch.indices.size());
    batch.ink = ink.data();
    sgdStep = {
        learningRate(), config.momentum, config.weightDecay, config.normalization.mean, config.normalization.std};
}

/// Of the batch at hand, as the schedule has it in the middle of the batch.
float Trainer::Work::learningRate() const
{
    if (config.schedule == Schedule::Constant && config.warmUp == 0)
        return config.learningRate;
    const double seen = static_cast<double>(position) + static_cast<double>(batch.indices.size()) / 2;
    const double epoch = static_cast<double>(epochs.size()) + seen / static_cast<double>(order.size());
    return static_cast<float>(
        config.learningRate * rateFactor(config.schedule, static_cast<double>(config.warmUp), epoch / config.epochs));
}

/// As much of a batch as may pass before somebody looks at the clock: all of it, unless it is a very big one.
void Trainer::Work::trainPart()
{
    const auto start = Clock::now();
    if (betweenBatches())
        beginBatch();
    const bool done = kernels::trainPart(batch, sgdStep, kPartImages, progress, state);
    elapsed += Clock::now() - start;
    if (done)
        finishBatch();
}

/// Weights that no feature meets: black is not 0 when it is normalised, so the kernel moves them.
void Trainer::Work::keepUnusedAtZero()
{
    const int features = data->steps.count();
    if (features == kPixels)
        return;
    for (int k = 0; k < kClasses; ++k) {
        std::fill(state.weights[k] + features, state.weights[k] + kPixels, 0.0F);
        std::fill(state.velocity[k] + features, state.velocity[k] + kPixels, 0.0F);
    }
}

void Trainer::Work::finishBatch()
{
    keepUnusedAtZero();
    position += batch.indices.size();
    lossSum += progress.result.loss;
    correct += progress.result.correct;
    losses.add(progress.result.loss, batch.indices.size(), epochsDone());
    progress = {};
    average();
    if (position == order.size())
        finishEpoch();
}

void Trainer::Work::average()
{
    const double from = (1 - static_cast<double>(config.averaging)) * config.epochs;
    if (config.averaging > 0 && epochsDone() > from)
        averaged.add(state);
    else
        averaged.clear();
}

void Trainer::Work::finishEpoch()
{
    publishWeights();
    evaluation = std::make_shared<const Evaluation>(evaluate(model, *data->test));
    const auto count = static_cast<double>(order.size());
    EpochRecord record;
    record.epoch = static_cast<int>(epochs.size()) + 1;
    record.trainLoss = lossSum / count;
    record.trainAccuracy = static_cast<double>(correct) / count;
    record.testLoss = meanCrossEntropy(evaluation->logits, data->test->labels());
    record.testAccuracy = evaluation->accuracy();
    record.learningRate = sgdStep.learningRate;
    record.seconds = elapsed.count();
    if (const ImagesPtr& images = heldOut.images)
        record.heldOutLoss = meanCrossEntropy(evaluate(model, *images).logits, images->labels());
    epochs.push_back(record);
    keepBest();

    position = 0;
    lossSum = 0;
    correct = 0;
    elapsed = {};
}

bool Trainer::Work::ended() const
{
    return static_cast<int>(epochs.size()) >= config.epochs || stopsEarly(epochs, config.patience);
}

/// The weights of the epoch just finished, if none were better.
void Trainer::Work::keepBest()
{
    if (config.patience > 0 && bestEpoch(epochs) == epochs.back().epoch) {
        best = model;
        bestEvaluation = evaluation;
    }
    markRestored();
}

void Trainer::Work::markRestored()
{
    if (config.patience == 0)
        return;
    const int kept = bestEpoch(epochs);
    const bool goneBack = ended() && kept < static_cast<int>(epochs.size());
    for (EpochRecord& epoch : epochs)
        epoch.restored = goneBack && epoch.epoch == kept;
}

void Trainer::Work::publishWeights()
{
    // The kernel's state stays that of the last epoch: a training that is given more epochs goes on from there.
    if (ended() && bestEvaluation) {
        model = best;
        return;
    }
    if (!averaged.empty())
        return averaged.writeTo(model);
    std::copy_n(&state.weights[0][0], model.weights.size(), model.weights.data());
    std::copy_n(state.bias, model.bias.size(), model.bias.data());
}

double Trainer::Work::epochsDone() const
{
    return static_cast<double>(epochs.size())
        + static_cast<double>(position) / static_cast<double>(heldOut.kept.size());
}

Trainer::Trainer(DatasetPtr data, const TrainConfig& config)
{
    assert(validate(config, data->trainSize()).ok());
    m_work = std::make_unique<Work>(std::move(data), config);
}

Trainer::~Trainer() = default;

void Trainer::step(std::chrono::nanoseconds budget, std::stop_token stop)
{
    assert(state() == State::Running);
    const auto start = Clock::now();
    do {
        m_work->trainPart();
    } while (!m_work->atEpochStart() && !stop.stop_requested() && Clock::now() - start < budget);
    m_work->publishWeights();
}

void Trainer::stepBatch()
{
    assert(state() == State::Running);
    do {
        m_work->trainPart();
    } while (!m_work->betweenBatches());
    m_work->publishWeights();
}

Trainer::State Trainer::state() const { return m_work->ended() ? State::Finished : State::Running; }

double Trainer::epochsDone() const { return m_work->epochsDone(); }

const TrainConfig& Trainer::config() const { return m_work->config; }

const LinearModel& Trainer::model() const { return m_work->model; }

EvaluationPtr Trainer::lastEvaluation() const
{
    return m_work->ended() && m_work->bestEvaluation ? m_work->bestEvaluation : m_work->evaluation;
}

const std::vector<EpochRecord>& Trainer::epochs() const { return m_work->epochs; }

const std::vector<BatchLoss>& Trainer::losses() const { return m_work->losses.points(); }

void Trainer::setLearningRate(float rate)
{
    assert(rate > 0);
    m_work->config.learningRate = rate;
}

void Trainer::setEpochs(int epochs)
{
    const int begun = static_cast<int>(m_work->epochs.size()) + (m_work->atEpochStart() ? 0 : 1);
    m_work->config.epochs = std::max({epochs, begun, 1});
    m_work->markRestored();
    m_work->publishWeights();
}

} // namespace qlab
