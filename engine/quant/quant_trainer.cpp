// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/quant/quant_trainer.h"

#include "engine/core/text.h"
#include "engine/kernels/training.h"
#include "engine/quant/bias_grid.h"
#include "engine/quant/input_range.h"
#include "engine/quant/latent_weights.h"
#include "engine/quant/row_widths.h"
#include "engine/train/loss_curve.h"

#include <algorithm>
#include <cassert>
#include <span>
#include <utility>

namespace qlab {

struct QuantTrainer::Work {
    Work(DatasetPtr dataset, const QuantScheme& quantScheme, const TrainConfig& trainConfig, const LinearModel& start,
        const std::optional<RowWidths>& rowWidths, double pull);

    void stepBatch();
    void endEpoch(float rate);
    double epochsDone() const;
    QuantizedModel model() const;

    DatasetPtr data;
    QuantScheme scheme;
    TrainConfig config;
    double l1;
    bool judges = true; ///< each epoch
    Random random;
    std::optional<RowWidths> widths;
    LatentWeights latent;
    kernels::InputQuantization input;
    BiasVector bias;
    BiasVector biasVelocity = BiasVector::Zero();
    kernels::TrainingState state{}; ///< its weights are those on the grid
    std::vector<kernels::InkMask> ink;
    std::vector<std::uint32_t> order;
    std::size_t position = 0;
    double lossSum = 0; ///< of this epoch, as are the next two
    std::size_t correct = 0;
    std::chrono::duration<double> elapsed{};
    std::vector<EpochRecord> epochs;
    LossCurve losses;
};

QuantTrainer::Work::Work(DatasetPtr dataset, const QuantScheme& quantScheme, const TrainConfig& trainConfig,
    const LinearModel& start, const std::optional<RowWidths>& rowWidths, double pull)
    : data(std::move(dataset))
    , scheme(quantScheme)
    , config(trainConfig)
    , l1(pull)
    , random(trainConfig.seed + 1)
    , widths(rowWidths)
    , latent(start.weights, quantScheme, data->steps.count(), rowWidths)
    , input(chosenInput(quantScheme, trainConfig.normalization, data.get()))
    , bias(start.bias)
    , order(data->trainIndex)
{
    ink.reserve(data->trainSource->size());
    for (std::size_t i = 0; i < data->trainSource->size(); ++i)
        ink.push_back(kernels::inkOf(data->trainSource->image(i).data()));
    shuffle(order, random);
}

double QuantTrainer::Work::epochsDone() const
{
    return static_cast<double>(epochs.size()) + static_cast<double>(position) / static_cast<double>(order.size());
}

/// The kernel makes the gradient for weights on the grid; a step of rate 0 leaves them where they are.
void QuantTrainer::Work::stepBatch()
{
    const auto start = std::chrono::steady_clock::now();
    const std::size_t batchSize = config.batchSize == 0 ? order.size() : static_cast<std::size_t>(config.batchSize);
    const auto from = [&](std::size_t first) {
        first = std::min(first, order.size());
        return std::span(order).subspan(first, std::min(batchSize, order.size() - first));
    };
    latent.restore(std::span(&state.weights[0][0], std::size_t{kClasses} * kPixels));
    std::copy_n(bias.data(), bias.size(), state.bias);
    kernels::TrainingBatch batch;
    batch.pixels = data->trainSource->pixels();
    batch.labels = data->trainSource->labels().data();
    batch.indices = from(position);
    batch.next = from(position + batch.indices.size());
    batch.ink = ink.data();
    kernels::SgdStep still{0, 0, 0, config.normalization.mean, config.normalization.std};
    kernels::BatchProgress progress;
    while (!kernels::trainPart(batch, still, batch.indices.size(), progress, state)) { }
    const double images = static_cast<double>(position) + static_cast<double>(batch.indices.size()) / 2;
    const double middle = static_cast<double>(epochs.size()) + images / static_cast<double>(order.size());
    const auto rate = static_cast<float>(
        config.learningRate * rateFactor(config.schedule, static_cast<double>(config.warmUp), middle / config.epochs));
    latent.step({&state.gradient[0][0], std::size_t{kClasses} * kPixels}, progress.errorSums, config, rate,
        static_cast<float>(l1));
    for (int k = 0; k < kClasses; ++k) {
        biasVelocity[k] = config.momentum * biasVelocity[k] + progress.errorSums[k];
        bias[k] -= rate * biasVelocity[k];
    }
    lossSum += progress.result.loss;
    correct += progress.result.correct;
    position += batch.indices.size();
    losses.add(progress.result.loss, batch.indices.size(), epochsDone());
    elapsed += std::chrono::steady_clock::now() - start;
    if (position == order.size())
        endEpoch(rate);
}

void QuantTrainer::Work::endEpoch(float rate)
{
    const auto images = static_cast<double>(order.size());
    EpochRecord record;
    record.epoch = static_cast<int>(epochs.size()) + 1;
    record.trainLoss = std::exchange(lossSum, 0) / images;
    record.trainAccuracy = static_cast<double>(std::exchange(correct, 0)) / images;
    if (judges) {
        const Evaluation test = evaluate(model(), *data->test);
        record.testLoss = meanCrossEntropy(test.logits, data->test->labels());
        record.testAccuracy = test.accuracy();
    }
    record.learningRate = rate;
    record.seconds = std::exchange(elapsed, {}).count();
    epochs.push_back(record);
    position = 0;
    shuffle(order, random);
}

TrainConfig quantTrainConfig(const Normalization& normalization)
{
    TrainConfig config;
    config.epochs = 12;
    config.batchSize = 128;
    config.learningRate = 0.01F;
    config.schedule = Schedule::Linear;
    config.warmUp = 0.02F;
    config.momentum = 0.9F;
    config.normalization = normalization;
    return config;
}

Status validateForTraining(const QuantScheme& scheme, double l1)
{
    if (const Status valid = validate(scheme); !valid)
        return valid;
    if (scheme.zero != QuantScheme::Zero::Symmetric)
        return badInput("a grid with a zero point cannot be trained on: choose a symmetric one", "zero");
    if (scheme.overflow != QuantScheme::Overflow::Saturate)
        return badInput("weights that wrap cannot be trained: choose saturation", "overflow");
    if (!(l1 >= 0 && l1 <= 0.01))
        return badInput("L1 penalty is " + exactText(l1) + ": use 0 to 0.01", "l1");
    if (l1 > 0 && scheme.isOdd())
        return badInput("an L1 penalty pulls weights to zero, and this grid has none: choose other levels", "l1");
    if (l1 > 0 && scheme.hasRowWidths())
        return badInput("an L1 penalty pulls weights to zero, and rows of one bit have none: choose no budget", "l1");
    if (l1 > 0 && scheme.isCodebook())
        return badInput(
            "an L1 penalty pulls weights to zero, and a codebook need not have it: choose other levels", "l1");
    return {};
}

QuantTrainer::QuantTrainer(
    DatasetPtr data, const QuantScheme& scheme, const TrainConfig& config, LinearModelPtr start, double l1)
{
    assert(validate(config, data->trainSize()).ok() && validateForTraining(scheme, l1).ok());
    assert(config.patience == 0 && config.averaging == 0);
    Random random(config.seed);
    const InputSteps steps = data->steps;
    std::optional<RowWidths> widths;
    if (scheme.hasRowWidths())
        widths = start ? quantize(*start, scheme).widths : evenWidths(scheme, steps.count());
    m_work = std::make_unique<Work>(std::move(data), scheme, config,
        start ? *start : initialModel(config.normalization, random, steps), widths, l1);
}

QuantTrainer::~QuantTrainer() = default;

void QuantTrainer::step(std::chrono::nanoseconds budget, const std::stop_token& stop)
{
    const auto start = std::chrono::steady_clock::now();
    while (!finished() && !stop.stop_requested() && std::chrono::steady_clock::now() - start < budget)
        m_work->stepBatch();
}

bool QuantTrainer::finished() const { return static_cast<int>(m_work->epochs.size()) >= m_work->config.epochs; }

double QuantTrainer::epochsDone() const { return m_work->epochsDone(); }

void QuantTrainer::leaveEpochsUnjudged() { m_work->judges = false; }

const std::vector<EpochRecord>& QuantTrainer::epochs() const { return m_work->epochs; }

const std::vector<BatchLoss>& QuantTrainer::losses() const { return m_work->losses.points(); }

QuantizedModel QuantTrainer::model() const { return m_work->model(); }

QuantizedModel QuantTrainer::Work::model() const
{
    QuantizedModel model;
    model.scheme = scheme;
    model.input = input;
    model.normalization = config.normalization;
    model.steps = data->steps;
    model.trained = true;
    model.widths = widths;
    latent.integers(model.q, model.scale);
    setBias(model, bias);
    return model;
}

} // namespace qlab
