// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/bench/comparison.h"

#include "engine/bench/image_time.h"

#include <algorithm>
#include <array>

namespace qlab {
namespace {

using Budget = std::chrono::milliseconds;

/// Of CPU time; on most machines all rounds fit.
constexpr Budget kPiecesBudget{700}, kSingleBudget{300}, kStreamedBudget{500};
/// A call is long here, and the whole set is laid out anew for each block.
constexpr std::size_t kStreamedRounds = 100;
/// Steps take microseconds an image, and their time has no ratio to hold.
constexpr Budget kStepsBudget{200};
constexpr std::size_t kStepsRounds = 100;

ModelFigures figures(const Evaluation& evaluation, std::size_t bytes)
{
    ModelFigures result;
    result.correct = evaluation.correct;
    result.accuracy95 = wilson95(evaluation.correct, evaluation.images());
    result.bytes = bytes;
    return result;
}

/// The original and the quantized model on the same input, as the scheme says it goes in.
std::vector<Path> headlinePaths(const ComparisonInput& input)
{
    const AnyModel original{input.model, nullptr}, quantized{nullptr, input.quantized};
    return {pathBeside(original, quantized), pathBeside(quantized, original)};
}

Comparison untimed(const ComparisonInput& input)
{
    const Evaluation original = evaluate(*input.model, *input.test);
    const Evaluation quantized = evaluate(*input.quantized, *input.test);
    Comparison result;
    result.images = input.test->size();
    result.imagesPerCall = std::min(kPieceImages, result.images);
    const auto inputKind = input.quantized->scheme.input;
    result.fromFloats = headlinePaths(input).front() == Path::F32;
    result.original = figures(original, input.originalBytes);
    result.quantized = figures(quantized, input.quantizedBytes);
    result.accuracy = compareOnSameImages(original.predictions, quantized.predictions, input.test->labels());
    result.divergence = divergence(original.logits, quantized.logits);
    if (inputKind != QuantScheme::Input::Float)
        result.withoutVnni = kernels::costWithoutVnni(input.quantized->packed());
    return result;
}

bool narrowsPixels(const QuantScheme& scheme)
{
    return scheme.input == QuantScheme::Input::Pixels && scheme.inputTop() < 255;
}

/// The headline first, where it starts at pixels; then what the breakdown needs.
std::vector<Path> pixelPaths(const QuantScheme& scheme)
{
    if (scheme.input == QuantScheme::Input::Float)
        return {Path::F32Pixels, Path::RestoredF32, Path::PixelsI8, Path::PixelSums};
    if (narrowsPixels(scheme))
        return {Path::F32Pixels, Path::PixelsI8, Path::NarrowedI8, Path::PixelSums};
    return {Path::F32Pixels, Path::PixelsI8, Path::PixelSums};
}

/// The same from floats: a static input has no range to look for.
std::vector<Path> floatPaths(QuantScheme::Input input)
{
    if (input == QuantScheme::Input::Static)
        return {Path::F32, Path::StaticI8, Path::QuantizedI8, Path::QuantizedSums};
    return {Path::F32, Path::DynamicI8, Path::StaticI8, Path::QuantizedI8, Path::QuantizedSums};
}

TimerOptions limited(TimerOptions options, Budget budget)
{
    options.budget = std::min(options.budget, budget);
    return options;
}

} // namespace

/// Paths that are timed in the same rounds. The first is the original, the second the quantized model.
struct ComparisonRun::Group {
    enum class Kind { Pixels, Floats, Single, Streamed, Steps };

    Kind kind;
    std::vector<Path> paths;
    double calls; ///< that make up the time shown
    BlockTimer timer;
    bool finished = false;

    Group(Kind what, const PathSubject& subject, std::vector<Path> timed, std::size_t perCall, std::size_t images,
        const TimerOptions& options)
        : kind(what)
        , paths(timed)
        , calls(static_cast<double>(images) / static_cast<double>(perCall))
        , timer(pathWorks(subject, std::move(timed), perCall), options)
    {
    }

    Group(BlockTimer::Factory steps, const TimerOptions& options)
        : kind(Kind::Steps)
        , calls(1)
        , timer(std::move(steps), options)
    {
    }

    Timing timing(std::size_t path) const { return scaled(timer.timing(path), calls); }
    bool has(Path path) const { return std::find(paths.begin(), paths.end(), path) != paths.end(); }
    double ms(Path path) const
    {
        const auto at = std::find(paths.begin(), paths.end(), path);
        return timing(static_cast<std::size_t>(at - paths.begin())).medianMs;
    }
};

ComparisonRun::ComparisonRun(ComparisonInput input, const TimerOptions& options)
    : m_result(untimed(input))
{
    using Kind = Group::Kind;
    const PathSubject subject{input.model, input.quantized, input.test};
    const auto inputKind = input.quantized->scheme.input;
    const std::size_t images = m_result.images, piece = m_result.imagesPerCall;
    m_breakdown.images = images;
    Group pixels(
        Kind::Pixels, subject, pixelPaths(input.quantized->scheme), piece, images, limited(options, kPiecesBudget));
    Group floats(Kind::Floats, subject, floatPaths(inputKind), piece, images, limited(options, kPiecesBudget));
    m_groups.push_back(m_result.fromFloats ? std::move(floats) : std::move(pixels));
    m_groups.emplace_back(Kind::Single, subject, headlinePaths(input), 1, 1, limited(options, kSingleBudget));
    if (images > piece) {
        TimerOptions fewer = limited(options, kStreamedBudget);
        fewer.rounds = std::min(options.rounds, kStreamedRounds);
        m_groups.emplace_back(Kind::Streamed, subject, headlinePaths(input), images, images, fewer);
    }
    m_groups.push_back(m_result.fromFloats ? std::move(pixels) : std::move(floats));
    if (input.beforeSteps && input.beforeSteps->size() > 0) {
        TimerOptions fewer = limited(options, kStepsBudget);
        fewer.rounds = std::min(options.rounds, kStepsRounds);
        m_groups.emplace_back(stepsWork(input.beforeSteps, input.model->steps), fewer);
    }
}

ComparisonRun::~ComparisonRun() = default;

void ComparisonRun::publish(const Group& group)
{
    m_result.quality = {};
    for (const Group& each : m_groups)
        m_result.quality = together(m_result.quality, each.timer.quality());
    if (!group.timer.hasFigures())
        return;
    const auto show = [&](Timing& original, Timing& quantized, MedianInterval& ratio) {
        original = group.timing(0);
        quantized = group.timing(1);
        ratio = group.timer.ratio(0, 1);
    };
    ModelFigures &original = m_result.original, &quantized = m_result.quantized;
    switch (group.kind) {
    case Group::Kind::Steps:
        m_result.steps = group.timing(0);
        return;
    case Group::Kind::Single:
        return show(original.single, quantized.single, m_result.singleRatio);
    case Group::Kind::Streamed:
        return show(original.streamed, quantized.streamed, m_result.streamedRatio);
    case Group::Kind::Pixels:
        if (!m_result.fromFloats)
            show(original.batch, quantized.batch, m_result.batchRatio);
        m_breakdown.pixelsOriginal = group.ms(Path::F32Pixels);
        m_breakdown.pixelsQuantized = group.ms(Path::PixelsI8);
        m_breakdown.pixelsNarrowed =
            group.has(Path::NarrowedI8) ? group.ms(Path::NarrowedI8) : m_breakdown.pixelsQuantized;
        m_breakdown.pixelsMultiply = group.ms(Path::PixelSums);
        break;
    case Group::Kind::Floats:
        if (m_result.fromFloats)
            show(original.batch, quantized.batch, m_result.batchRatio);
        show(m_result.floatInputOriginal, m_result.floatInputQuantized, m_result.floatInputRatio);
        m_breakdown.floatsOriginal = group.ms(Path::F32);
        m_breakdown.floatsQuantized = group.timing(1).medianMs;
        m_breakdown.floatsStatic = group.ms(Path::StaticI8);
        m_breakdown.floatsBytes = group.ms(Path::QuantizedI8);
        m_breakdown.floatsMultiply = group.ms(Path::QuantizedSums);
        break;
    }
    if (m_breakdown.pixelsOriginal > 0 && m_breakdown.floatsOriginal > 0)
        m_result.breakdown = m_breakdown;
}

bool ComparisonRun::step(std::chrono::nanoseconds slice, std::stop_token stop)
{
    for (Group& group : m_groups) {
        if (group.finished)
            continue;
        group.finished = group.timer.step(slice, stop);
        publish(group);
        break;
    }
    return m_groups.back().finished;
}

std::size_t ComparisonRun::roundsDone() const
{
    std::size_t done = 0;
    for (const Group& group : m_groups)
        done += group.timer.roundsDone();
    return done;
}

std::size_t ComparisonRun::roundsPlanned() const
{
    std::size_t planned = 0;
    for (const Group& group : m_groups)
        planned += group.timer.roundsPlanned();
    return planned;
}

Comparison compare(const ComparisonInput& input, const TimerOptions& options, std::stop_token stop)
{
    ComparisonRun run(input, options);
    while (!stop.stop_requested() && !run.step(std::chrono::milliseconds(20), stop)) { }
    return run.result();
}

} // namespace qlab
