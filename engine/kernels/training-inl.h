// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled once for each target by vector_kernels.cpp: one mini-batch of softmax regression.
#if defined(QLAB_KERNELS_TRAINING_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef QLAB_KERNELS_TRAINING_INL_H
#undef QLAB_KERNELS_TRAINING_INL_H
#else
#define QLAB_KERNELS_TRAINING_INL_H
#endif

#include "engine/kernels/tile-inl.h"
#include "engine/kernels/training.h"

#include <hwy/contrib/math/math-inl.h>

HWY_BEFORE_NAMESPACE();
namespace qlab::kernels::HWY_NAMESPACE {

/// Images taken at a time: their pixels stay in L2 between the forward and the backward pass. Bigger batches are
/// chunks whose gradients add up.
constexpr std::size_t kChunk = 64;

/// What is the same for all images of a batch. Inputs are x = scale p + shift; the shift is never applied to pixels, as
/// it adds the same to all of them: shift * sum(w) to a logit, and shift * sum(error) to every weight's gradient.
struct BatchConstants {
    float scale;
    float shift;
    float perImage;         ///< 1 / images of the batch
    float offset[kClasses]; ///< bias + shift * sum of the row's weights
};

/// Some images of a batch on their way through it.
struct Chunk {
    std::size_t size = 0;
    const std::uint8_t* rows[kChunk];
    const std::uint8_t* next[kChunk]; ///< what to bring to L2 meanwhile
    alignas(64) std::int32_t labels[kChunk] = {};
    alignas(64) float values[kClasses][kChunk] = {}; ///< sums of w p; then errors (probability - truth) * perImage
};

/// The rows of a chunk, which lie anywhere.
struct PickedRows {
    const Chunk& chunk;

    HWY_INLINE const std::uint8_t* row(std::size_t image) const { return chunk.rows[image]; }
    HWY_INLINE void prefetch(std::size_t image, int j) const { prefetchToL2(chunk.next[image] + j); }
};

/// Turns the sums of an image into a column.
struct ColumnSink {
    Chunk& chunk;

    HWY_INLINE void operator()(std::size_t image, const TwelveLanes<hn::Vec<F32x4>>& sums) const
    {
        alignas(16) float lanes[kLanes];
        for (std::size_t p = 0; p < 3; ++p)
            hn::Store(sums.part[p], F32x4(), lanes + 4 * p);
        for (int k = 0; k < kClasses; ++k)
            chunk.values[k][image] = lanes[k];
    }
};

inline float sumOfRow(const float* row)
{
    const F32 d;
    auto sum = hn::Zero(d);
    for (int j = 0; j < kPixels; j += kFloatLanes)
        sum = hn::Add(sum, hn::Load(d, row + j));
    return hn::GetLane(hn::SumOfLanes(d, sum));
}

inline BatchConstants constantsOf(const SgdStep& step, std::size_t size, const TrainingState& state)
{
    BatchConstants constants;
    constants.scale = static_cast<float>(1.0 / (255.0 * static_cast<double>(step.std)));
    constants.shift = -step.mean / step.std;
    constants.perImage = 1.0F / static_cast<float>(size);
    for (int k = 0; k < kClasses; ++k)
        constants.offset[k] = state.bias[k] + constants.shift * sumOfRow(state.weights[k]);
    return constants;
}

inline const std::uint8_t* imageOf(const TrainingBatch& batch, std::uint32_t index)
{
    return batch.pixels + std::size_t{index} * kPixels;
}

inline void pickChunk(const TrainingBatch& batch, std::size_t first, Chunk& chunk)
{
    const std::size_t total = batch.indices.size();
    chunk.size = total - first < kChunk ? total - first : kChunk;
    for (std::size_t i = 0; i < chunk.size; ++i) {
        const std::uint32_t index = batch.indices[first + i];
        chunk.rows[i] = chunk.next[i] = imageOf(batch, index);
        chunk.labels[i] = batch.labels[index];
        const std::size_t later = first + chunk.size + i;
        if (later < total)
            chunk.next[i] = imageOf(batch, batch.indices[later]);
        else if (later - total < batch.next.size())
            chunk.next[i] = imageOf(batch, batch.next[later - total]);
    }
}

/// Softmax, loss and errors of a vector of images from \p first on, an image a lane.
HWY_INLINE void softmaxLanes(const BatchConstants& constants, std::size_t first, Chunk& chunk, BatchResult& result)
{
    const F32 d;
    const auto label = hn::ConvertTo(d, hn::Load(I32(), chunk.labels + first));
    const auto present = hn::FirstN(d, chunk.size - first);
    hn::Vec<F32> z[kClasses];
    for (int k = 0; k < kClasses; ++k)
        z[k] = hn::MulAdd(
            hn::Load(d, chunk.values[k] + first), hn::Set(d, constants.scale), hn::Set(d, constants.offset[k]));
    auto top = z[0];
    auto best = hn::Zero(d);
    auto truth = z[0];
    for (int k = 1; k < kClasses; ++k) {
        const auto thisClass = hn::Set(d, static_cast<float>(k));
        const auto higher = hn::Gt(z[k], top); // the lowest class keeps a tie
        top = hn::IfThenElse(higher, z[k], top);
        best = hn::IfThenElse(higher, thisClass, best);
        truth = hn::IfThenElse(hn::Eq(label, thisClass), z[k], truth);
    }
    auto total = hn::Zero(d);
    for (auto& value : z) {
        value = hn::Exp(d, hn::Sub(value, top));
        total = hn::Add(total, value);
    }
    const auto perTotal = hn::Div(hn::Set(d, constants.perImage), total);
    for (int k = 0; k < kClasses; ++k) {
        const auto isTruth = hn::Eq(label, hn::Set(d, static_cast<float>(k)));
        const auto wanted = hn::IfThenElseZero(isTruth, hn::Set(d, constants.perImage));
        const auto error = hn::Sub(hn::Mul(z[k], perTotal), wanted);
        hn::Store(hn::IfThenElseZero(present, error), d, chunk.values[k] + first);
    }
    const auto loss = hn::Sub(hn::Log(d, total), hn::Sub(truth, top));
    result.loss += static_cast<double>(hn::GetLane(hn::SumOfLanes(d, hn::IfThenElseZero(present, loss))));
    result.correct += hn::CountTrue(d, hn::And(present, hn::Eq(best, label)));
}

inline void softmax(const BatchConstants& constants, Chunk& chunk, BatchResult& result)
{
    for (std::size_t first = 0; first < chunk.size; first += kFloatLanes)
        softmaxLanes(constants, first, chunk, result);
}

/// One step of SGD on a vector of weights or biases.
HWY_INLINE void updateVector(const SgdStep& step, hn::Vec<F32> gradient, float* value, float* velocity)
{
    const F32 d;
    const auto before = hn::Load(d, value);
    auto change = hn::MulAdd(hn::Set(d, step.weightDecay), before, gradient);
    if (step.momentum != 0) {
        change = hn::MulAdd(hn::Set(d, step.momentum), hn::Load(d, velocity), change);
        hn::Store(change, d, velocity);
    }
    hn::Store(hn::NegMulAdd(hn::Set(d, step.learningRate), change, before), d, value);
}

/// Classes in one pass over two vectors of pixels, whose gradients stay in registers.
constexpr int kPassClasses = kManyRegisters ? 10 : 5;

/// Adds sum_i error_ik p_ij to the gradient of kVectors vectors of pixels for kPassClasses classes from \p k0 on.
template <int kVectors>
HWY_INLINE void addPixelGradient(const Chunk& chunk, bool first, int k0, int j, float (&gradient)[kClasses][kPixels])
{
    const F32 d;
    hn::Vec<F32> sums[kVectors][kPassClasses];
    for (std::size_t v = 0; v < kVectors; ++v)
        for (int k = 0; k < kPassClasses; ++k)
            sums[v][k] = first ? hn::Zero(d) : hn::Load(d, gradient[k0 + k] + j + v * kFloatLanes);

    for (std::size_t i = 0; i < chunk.size; ++i) {
        hn::Vec<F32> x[kVectors];
        for (std::size_t v = 0; v < kVectors; ++v)
            x[v] = loadFloats(chunk.rows[i] + j + v * kFloatLanes);
        for (int k = 0; k < kPassClasses; ++k) {
            auto error = hn::Set(d, chunk.values[k0 + k][i]);
            keepInRegister(error);
            for (std::size_t v = 0; v < kVectors; ++v) {
                sums[v][k] = hn::MulAdd(x[v], error, sums[v][k]);
                keepInRegister(sums[v][k]);
            }
        }
    }

    for (std::size_t v = 0; v < kVectors; ++v)
        for (int k = 0; k < kPassClasses; ++k)
            hn::Store(sums[v][k], d, gradient[k0 + k] + j + v * kFloatLanes);
}

/// One step of SGD on the weights of some pixels, whose gradient was just made and is still in L1.
struct PixelUpdate {
    const SgdStep& step;
    const BatchConstants& constants;
    const float* errorSums; ///< [10], of the whole batch

    HWY_INLINE void apply(int begin, int end, TrainingState& state) const
    {
        const F32 d;
        for (int k = 0; k < kClasses; ++k) {
            const auto shifted = hn::Set(d, constants.shift * errorSums[k]);
            for (int j = begin; j < end; j += kFloatLanes) {
                const auto sum = hn::Load(d, state.gradient[k] + j);
                const auto gradient = hn::MulAdd(sum, hn::Set(d, constants.scale), shifted);
                updateVector(step, gradient, state.weights[k] + j, state.velocity[k] + j);
            }
        }
    }
};

/// \p update is null for all chunks of a batch but the last.
inline void backward(const Chunk& chunk, bool first, const PixelUpdate* update, TrainingState& state)
{
    constexpr int kBlock = 2 * kFloatLanes;
    for (int j = 0; j < kPixels; j += kBlock) {
        const int end = j + kBlock <= kPixels ? j + kBlock : kPixels;
        for (int k0 = 0; k0 < kClasses; k0 += kPassClasses) {
            if (end - j == kBlock)
                addPixelGradient<2>(chunk, first, k0, j, state.gradient);
            else
                addPixelGradient<1>(chunk, first, k0, j, state.gradient);
        }
        if (update != nullptr)
            update->apply(j, end, state);
    }
}

inline void addErrors(const Chunk& chunk, float* sums)
{
    const F32 d;
    for (int k = 0; k < kClasses; ++k) {
        auto sum = hn::Zero(d);
        for (std::size_t i = 0; i < chunk.size; i += kFloatLanes)
            sum = hn::Add(sum, hn::Load(d, chunk.values[k] + i));
        sums[k] += hn::GetLane(hn::SumOfLanes(d, sum));
    }
}

inline void updateBias(const SgdStep& step, const float* errorSums, TrainingState& state)
{
    for (int k = 0; k < kClasses; ++k) {
        float change = errorSums[k] + step.weightDecay * state.bias[k];
        if (step.momentum != 0) {
            change += step.momentum * state.biasVelocity[k];
            state.biasVelocity[k] = change;
        }
        state.bias[k] -= step.learningRate * change;
    }
}

inline BatchResult trainOneBatch(const TrainingBatch& batch, const SgdStep& step, TrainingState& state)
{
    BatchResult result;
    const std::size_t total = batch.indices.size();
    if (total == 0)
        return result;
    const BatchConstants constants = constantsOf(step, total, state);
    float errorSums[kClasses] = {};
    const PixelUpdate update{step, constants, errorSums};
    Chunk chunk;
    for (std::size_t first = 0; first < total; first += kChunk) {
        pickChunk(batch, first, chunk);
        runTiles(FloatDot<std::uint8_t>{state.weights}, PickedRows{chunk}, chunk.size, ColumnSink{chunk});
        softmax(constants, chunk, result);
        addErrors(chunk, errorSums);
        backward(chunk, first == 0, first + kChunk >= total ? &update : nullptr, state);
    }
    updateBias(step, errorSums, state);
    return result;
}

} // namespace qlab::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
