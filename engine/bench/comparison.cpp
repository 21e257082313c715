// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/bench/comparison.h"

#include "engine/bench/inference_bench.h"

#include <algorithm>

namespace qlab {
namespace {

/// From floats a round takes several times as long as from pixels: fewer are enough for a row that only explains.
constexpr std::chrono::milliseconds kFloatInputBudget{300};

ModelFigures figures(const Evaluation& evaluation, std::size_t bytes)
{
    ModelFigures result;
    result.correct = evaluation.correct;
    result.accuracy95 = wilson95(evaluation.correct, evaluation.images());
    result.bytes = bytes;
    return result;
}

Comparison untimed(const ComparisonInput& input)
{
    const Evaluation original = evaluate(*input.model, *input.test);
    const Evaluation quantized = evaluate(*input.quantized, *input.test);
    Comparison result;
    result.images = input.test->size();
    const auto inputKind = input.quantized->scheme.input;
    result.fromFloats = inputKind == QuantScheme::Input::Dynamic8 || inputKind == QuantScheme::Input::Dynamic7;
    result.original = figures(original, input.originalBytes);
    result.quantized = figures(quantized, input.quantizedBytes);
    result.accuracy = compareOnSameImages(original.predictions, quantized.predictions, input.test->labels());
    if (inputKind != QuantScheme::Input::Float)
        result.withoutVnni = kernels::costWithoutVnni(input.quantized->packed());
    return result;
}

/// The original and the quantized model on the same input, as the scheme says it goes in.
std::vector<std::function<void()>> headlinePair(const ComparisonInput& input, const BenchInputsPtr& images)
{
    const auto work = [&](Path path, const LinearModel& model) {
        return PathWork(path, model, *input.quantized, images);
    };
    switch (input.quantized->scheme.input) {
    case QuantScheme::Input::Dynamic8:
    case QuantScheme::Input::Dynamic7:
        return {work(Path::F32, *input.model), work(Path::DynamicI8, *input.model)};
    case QuantScheme::Input::Float:
        return {work(Path::F32Pixels, *input.model), work(Path::F32Pixels, input.quantized->dequantized())};
    case QuantScheme::Input::Pixels:
        break;
    }
    return {work(Path::F32Pixels, *input.model), work(Path::PixelsI8, *input.model)};
}

std::vector<std::function<void()>> floatInputPair(const ComparisonInput& input, const BenchInputsPtr& images)
{
    return {PathWork(Path::F32, *input.model, *input.quantized, images),
        PathWork(Path::DynamicI8, *input.model, *input.quantized, images)};
}

} // namespace

/// One pair being timed, and where its figures go.
struct ComparisonRun::Pair {
    PairedTimer timer;
    Timing Comparison::*floatInput[2];
    Timing ModelFigures::*figure;
    MedianInterval Comparison::*ratio;
    bool finished = false;

    void publish(Comparison& result) const
    {
        if (timer.roundsDone() == 0)
            return;
        (figure ? result.original.*figure : result.*floatInput[0]) = timer.timing(0);
        (figure ? result.quantized.*figure : result.*floatInput[1]) = timer.timing(1);
        result.*ratio = timer.ratio(0, 1);
    }
};

ComparisonRun::ComparisonRun(ComparisonInput input, const TimerOptions& options)
    : m_result(untimed(input))
{
    const auto all = std::make_shared<BenchInputs>(input.test, input.test->size(), input.model->normalization);
    const auto first = std::make_shared<BenchInputs>(input.test, 1, input.model->normalization);
    m_pairs.push_back(
        {PairedTimer(headlinePair(input, all), options), {}, &ModelFigures::batch, &Comparison::batchRatio});
    m_pairs.push_back(
        {PairedTimer(headlinePair(input, first), options), {}, &ModelFigures::single, &Comparison::singleRatio});
    TimerOptions shorter = options;
    shorter.budget = std::min(options.budget, kFloatInputBudget);
    m_pairs.push_back({PairedTimer(floatInputPair(input, all), shorter),
        {&Comparison::floatInputOriginal, &Comparison::floatInputQuantized}, nullptr, &Comparison::floatInputRatio});
}

ComparisonRun::~ComparisonRun() = default;

bool ComparisonRun::step(std::chrono::nanoseconds slice, std::stop_token stop)
{
    for (Pair& pair : m_pairs) {
        if (pair.finished)
            continue;
        pair.finished = pair.timer.step(slice, stop);
        pair.publish(m_result);
        break;
    }
    return m_pairs.back().finished;
}

std::size_t ComparisonRun::roundsDone() const
{
    std::size_t done = 0;
    for (const Pair& pair : m_pairs)
        done += pair.finished ? pair.timer.roundsPlanned() : pair.timer.roundsDone();
    return done;
}

std::size_t ComparisonRun::roundsPlanned() const
{
    std::size_t planned = 0;
    for (const Pair& pair : m_pairs)
        planned += pair.timer.roundsPlanned();
    return planned;
}

Comparison compare(const ComparisonInput& input, const TimerOptions& options, std::stop_token stop)
{
    ComparisonRun run(input, options);
    while (!stop.stop_requested() && !run.step(std::chrono::milliseconds(20), stop)) { }
    return run.result();
}

} // namespace qlab
