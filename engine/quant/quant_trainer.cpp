// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/quant/quant_trainer.h"

#include "engine/core/text.h"
#include "engine/kernels/training.h"
#include "engine/quant/latent_weights.h"

#include <algorithm>
#include <cassert>
#include <span>
#include <utility>

namespace qlab {

struct QuantTrainer::Work {
    Work(DatasetPtr dataset, const QuantScheme& quantScheme, const TrainConfig& trainConfig, const LinearModel& start,
        double pull);

    void stepBatch();
    void endEpoch();
    double epochsDone() const;

    DatasetPtr data;
    QuantScheme scheme;
    TrainConfig config;
    double l1;
    Random random;
    LatentWeights latent;
    BiasVector bias;
    BiasVector biasVelocity = BiasVector::Zero();
    kernels::TrainingState state{}; ///< its weights are those on the grid
    std::vector<kernels::InkMask> ink;
    std::vector<std::uint32_t> order;
    std::size_t position = 0;
    int epochs = 0;
    double lossSum = 0, epochLoss = 0;
};

QuantTrainer::Work::Work(DatasetPtr dataset, const QuantScheme& quantScheme, const TrainConfig& trainConfig,
    const LinearModel& start, double pull)
    : data(std::move(dataset))
    , scheme(quantScheme)
    , config(trainConfig)
    , l1(pull)
    , random(trainConfig.seed + 1)
    , latent(start.weights, quantScheme, data->steps.count())
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
    return epochs + static_cast<double>(position) / static_cast<double>(order.size());
}

/// The kernel makes the gradient for weights on the grid; a step of rate 0 leaves them where they are.
void QuantTrainer::Work::stepBatch()
{
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
    const double middle = epochs + images / static_cast<double>(order.size());
    const auto rate = static_cast<float>(
        config.learningRate * rateFactor(config.schedule, static_cast<double>(config.warmUp), middle / config.epochs));
    latent.step({&state.gradient[0][0], std::size_t{kClasses} * kPixels}, progress.errorSums, config, rate,
        static_cast<float>(l1));
    for (int k = 0; k < kClasses; ++k) {
        biasVelocity[k] = config.momentum * biasVelocity[k] + progress.errorSums[k];
        bias[k] -= rate * biasVelocity[k];
    }
    lossSum += progress.result.loss;
    position += batch.indices.size();
    if (position == order.size())
        endEpoch();
}

void QuantTrainer::Work::endEpoch()
{
    ++epochs;
    epochLoss = std::exchange(lossSum, 0) / static_cast<double>(order.size());
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
    return {};
}

QuantTrainer::QuantTrainer(
    DatasetPtr data, const QuantScheme& scheme, const TrainConfig& config, LinearModelPtr start, double l1)
{
    assert(validate(config, data->trainSize()).ok() && validateForTraining(scheme, l1).ok());
    Random random(config.seed);
    const InputSteps steps = data->steps;
    m_work = std::make_unique<Work>(
        std::move(data), scheme, config, start ? *start : initialModel(config.normalization, random, steps), l1);
}

QuantTrainer::~QuantTrainer() = default;

void QuantTrainer::step(std::chrono::nanoseconds budget, const std::stop_token& stop)
{
    const auto start = std::chrono::steady_clock::now();
    while (!finished() && !stop.stop_requested() && std::chrono::steady_clock::now() - start < budget)
        m_work->stepBatch();
}

bool QuantTrainer::finished() const { return m_work->epochs >= m_work->config.epochs; }

double QuantTrainer::epochsDone() const { return m_work->epochsDone(); }

double QuantTrainer::epochLoss() const { return m_work->epochLoss; }

QuantizedModel QuantTrainer::model() const
{
    QuantizedModel model;
    model.scheme = m_work->scheme;
    model.bias = m_work->bias;
    model.normalization = m_work->config.normalization;
    model.steps = m_work->data->steps;
    model.trained = true;
    m_work->latent.integers(model.q, model.scale);
    return model;
}

} // namespace qlab
