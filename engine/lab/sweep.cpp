// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lab/sweep.h"

#include "engine/data/stepped_data.h"
#include "engine/formats/compact_file.h"
#include "engine/lab/feature_normalization.h"
#include "engine/quant/data_aware.h"
#include "engine/quant/quant_trainer.h"
#include "engine/train/trainer.h"

#include <algorithm>
#include <optional>

namespace qlab {
namespace {

using Clock = std::chrono::steady_clock;

/// The float model of an input: the settings of quantTrainConfig at twice its rate.
TrainConfig floatConfig(const Dataset& data)
{
    TrainConfig config = quantTrainConfig(featureNormalization(data));
    config.learningRate *= 2;
    config.batchSize =
        static_cast<int>(std::min<std::size_t>(static_cast<std::size_t>(config.batchSize), data.trainSize()));
    return config;
}

} // namespace

/// The stage at hand goes through its phases: the data of its input, their float model, the roundings, the trainings.
struct Sweep::Work {
    Work(DatasetPtr dataset, LinearModelPtr model, const SweepOptions& options)
        : raw(std::move(dataset))
        , plan(sweepPlan(options))
        , planned(modelsOf(plan))
        , rawModel(model->steps.none() ? std::move(model) : nullptr)
    {
    }

    bool finished() const { return stage >= plan.size(); }
    void step(std::chrono::nanoseconds slice, const std::stop_token& stop);
    void makeData(std::chrono::nanoseconds slice, const std::stop_token& stop);
    void trainOriginal(std::chrono::nanoseconds slice, const std::stop_token& stop);
    void measureTime(std::chrono::nanoseconds slice, const std::stop_token& stop);
    void round(std::chrono::nanoseconds slice, const std::stop_token& stop);
    void roundOnImages(std::chrono::nanoseconds slice, const std::stop_token& stop);
    void train(std::chrono::nanoseconds slice, const std::stop_token& stop);
    void setOriginal(LinearModelPtr model);
    void add(const QuantizedModel& model, const TrainedGrid* trained = nullptr);
    void endStage();

    DatasetPtr raw;
    std::vector<SweepStage> plan;
    std::size_t planned;
    LinearModelPtr rawModel;
    std::vector<std::uint8_t> rawPredictions;

    std::size_t stage = 0, scheme = 0; ///< the one at hand; schemes are counted over rounded and trained ones
    std::optional<SteppedDataMaker> maker;
    DatasetPtr data; ///< of the stage; null until they are made
    std::optional<Trainer> floats;
    LinearModelPtr original; ///< of the stage; null until it is trained
    std::optional<ImageTimer> timer;
    std::optional<ImageTime> time; ///< of the stage; none until it is measured
    std::optional<InputCurvatureMaker> measuring;
    InputCurvaturePtr curvature; ///< of the stage; null until a scheme needs it
    std::optional<QuantTrainer> trainer;
    Clock::time_point began; ///< the scheme at hand

    std::vector<SweepPointPtr> points;
    std::vector<SweepInput> inputs;
};

void Sweep::Work::step(std::chrono::nanoseconds slice, const std::stop_token& stop)
{
    const SweepStage& now = plan[stage];
    if (!data)
        makeData(slice, stop);
    else if (!original)
        trainOriginal(slice, stop);
    else if (!time)
        measureTime(slice, stop);
    else if (scheme < now.rounded.size())
        round(slice, stop);
    else if (scheme < now.rounded.size() + now.trained.size())
        train(slice, stop);
    else
        endStage();
}

void Sweep::Work::makeData(std::chrono::nanoseconds slice, const std::stop_token& stop)
{
    if (plan[stage].steps.none()) {
        data = raw;
        if (rawModel)
            setOriginal(rawModel);
        return;
    }
    if (!maker)
        maker.emplace(raw, calibrated(plan[stage].steps, *raw));
    if (maker->step(slice, stop)) {
        data = maker->take();
        maker.reset();
    }
}

void Sweep::Work::trainOriginal(std::chrono::nanoseconds slice, const std::stop_token& stop)
{
    if (!floats)
        floats.emplace(data, floatConfig(*data));
    floats->step(slice, stop);
    if (floats->state() == Trainer::State::Finished) {
        setOriginal(std::make_shared<LinearModel>(floats->model()));
        floats.reset();
    }
}

void Sweep::Work::setOriginal(LinearModelPtr model)
{
    original = std::move(model);
    Evaluation answers = evaluate(*original, *data->test);
    inputs.push_back({original, answers.correct, data->testSize(), {}});
    if (rawPredictions.empty()) // the first stage is that of the pixels
        rawPredictions = std::move(answers.predictions);
}

void Sweep::Work::measureTime(std::chrono::nanoseconds slice, const std::stop_token& stop)
{
    if (!timer)
        timer.emplace(raw->test, data->test, original);
    if (!timer->step(slice, stop))
        return;
    time = timer->time();
    inputs.back().time = *time;
    timer.reset();
    began = Clock::now();
}

void Sweep::Work::round(std::chrono::nanoseconds slice, const std::stop_token& stop)
{
    const QuantScheme& rounded = plan[stage].rounded[scheme];
    if (needsCurvature(rounded))
        roundOnImages(slice, stop);
    else
        add(quantizeOn(data, original, rounded));
}

void Sweep::Work::roundOnImages(std::chrono::nanoseconds slice, const std::stop_token& stop)
{
    if (curvature)
        return add(quantizeOn(*curvature, plan[stage].rounded[scheme]));
    if (!measuring)
        measuring.emplace(data, original);
    if (measuring->step(slice, stop)) {
        curvature = measuring->take();
        measuring.reset();
        began = Clock::now();
    }
}

void Sweep::Work::train(std::chrono::nanoseconds slice, const std::stop_token& stop)
{
    const TrainedGrid& grid = plan[stage].trained[scheme - plan[stage].rounded.size()];
    if (!trainer) {
        TrainConfig config = floatConfig(*data);
        config.learningRate = quantTrainConfig(config.normalization).learningRate;
        config.normalization = original->normalization;
        trainer.emplace(data, grid.scheme, config, original, grid.l1);
        trainer->leaveEpochsUnjudged();
    }
    trainer->step(slice, stop);
    if (trainer->finished()) {
        const QuantizedModel model = trainer->model();
        trainer.reset();
        add(model, &grid);
    }
}

void Sweep::Work::add(const QuantizedModel& model, const TrainedGrid* trained)
{
    auto point = std::make_shared<SweepPoint>();
    point->configuration = {model.steps, model.scheme, trained != nullptr, trained ? trained->l1 : 0};
    point->original = original;
    point->model = std::make_shared<QuantizedModel>(compacted(model));
    point->bytes = compactBytes(model);
    const Evaluation answers = evaluate(*point->model, *data->test);
    point->correct = answers.correct;
    point->images = answers.images();
    point->accuracy95 = wilson95(answers.correct, answers.images());
    point->time = *time;
    point->against = compareOnSameImages(rawPredictions, answers.predictions, data->test->labels());
    point->seconds = std::chrono::duration<double>(Clock::now() - began).count();
    points.push_back(std::move(point));
    ++scheme;
    began = Clock::now();
}

void Sweep::Work::endStage()
{
    ++stage;
    scheme = 0;
    data = nullptr;
    original = nullptr;
    time.reset();
    curvature = nullptr;
}

Sweep::Sweep(DatasetPtr data, LinearModelPtr original, const SweepOptions& options)
    : m_work(std::make_unique<Work>(std::move(data), std::move(original), options))
{
}

Sweep::~Sweep() = default;

bool Sweep::step(std::chrono::nanoseconds budget, const std::stop_token& stop)
{
    const auto end = Clock::now() + budget;
    for (auto now = Clock::now(); !m_work->finished() && !stop.stop_requested() && now < end; now = Clock::now())
        m_work->step(end - now, stop);
    return m_work->finished();
}

std::size_t Sweep::planned() const { return m_work->planned; }

const std::vector<SweepPointPtr>& Sweep::points() const { return m_work->points; }

const std::vector<SweepInput>& Sweep::inputs() const { return m_work->inputs; }

} // namespace qlab
