// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/bench/breakdown.h"

#include "engine/kernels/inference.h"

#include <algorithm>

namespace qlab {
namespace {

/// The order of the works in the timer.
enum Stage : std::size_t {
    WholePixelsF32,
    WholePixelsI8,
    PixelSums,
    WholeF32,
    WholeDynamic,
    WholeStatic,
    WholeBytes,
    ByteSums
};

/// What the separate stages work on.
struct Stages {
    BenchInputsPtr inputs;
    kernels::Int8Weights weights{};
    kernels::InputQuantization quantization;
    AlignedVector<std::uint8_t> bytes; ///< the quantized input
    AlignedVector<std::int32_t> sums;
    AlignedVector<float> logits;
    std::vector<std::uint8_t> digits;
};

std::shared_ptr<Stages> prepare(const QuantizedModel& quantized, const BenchInputsPtr& inputs)
{
    auto stages = std::make_shared<Stages>();
    const std::size_t values = inputs->count() * kPixels;
    stages->inputs = inputs;
    stages->weights = quantized.packed();
    stages->quantization = kernels::chooseInputQuantization(kernels::inputRange(inputs->floats(), values), 255);
    stages->bytes.assign(values + ImageSet::kReadablePadding, 0);
    stages->sums.resize(inputs->count() * kClasses);
    stages->logits.resize(inputs->count() * kClasses);
    stages->digits.resize(inputs->count());
    kernels::quantizeInput(inputs->floats(), values, stages->quantization, stages->bytes.data());
    return stages;
}

std::vector<std::function<void()>> works(
    const LinearModel& model, const QuantizedModel& quantized, const BenchInputsPtr& inputs)
{
    const auto whole = [&](Path path) { return PathWork(path, model, quantized, inputs); };
    const auto stages = prepare(quantized, inputs);
    const std::size_t count = inputs->count();
    return {
        whole(Path::F32Pixels),
        whole(Path::PixelsI8),
        [=] { kernels::sumsU8I8(stages->inputs->pixels(), count, stages->weights, stages->sums.data()); },
        whole(Path::F32),
        whole(Path::DynamicI8),
        [=] {
            kernels::classifyStaticI8(stages->inputs->floats(), count, stages->weights, stages->quantization,
                stages->logits.data(), stages->digits.data());
        },
        [=] {
            kernels::classifyQuantizedInput(stages->bytes.data(), count, stages->weights, stages->quantization,
                stages->logits.data(), stages->digits.data());
        },
        [=] { kernels::sumsU8I8(stages->bytes.data(), count, stages->weights, stages->sums.data()); },
    };
}

} // namespace

double Breakdown::pixelsRescale() const { return std::max(0.0, pixelsQuantized - pixelsMultiply); }

double Breakdown::floatsRange() const { return std::max(0.0, floatsQuantized - floatsStatic); }

double Breakdown::floatsQuantize() const { return std::max(0.0, floatsStatic - floatsBytes); }

double Breakdown::floatsRescale() const { return std::max(0.0, floatsBytes - floatsMultiply); }

BreakdownRun::BreakdownRun(const LinearModel& model, const QuantizedModel& quantized, const BenchInputsPtr& inputs,
    const TimerOptions& options)
    : m_images(inputs->count())
    , m_timer(works(model, quantized, inputs), options)
{
}

Breakdown BreakdownRun::result() const
{
    const auto ms = [this](Stage stage) { return m_timer.timing(stage).medianMs; };
    Breakdown result;
    result.images = m_images;
    result.pixelsOriginal = ms(WholePixelsF32);
    result.pixelsQuantized = ms(WholePixelsI8);
    result.pixelsMultiply = ms(PixelSums);
    result.floatsOriginal = ms(WholeF32);
    result.floatsQuantized = ms(WholeDynamic);
    result.floatsStatic = ms(WholeStatic);
    result.floatsBytes = ms(WholeBytes);
    result.floatsMultiply = ms(ByteSums);
    return result;
}

} // namespace qlab
