// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled once for each target by vector_kernels.cpp: one step of mini-batch SGD.
#if defined(QLAB_KERNELS_TRAINING_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef QLAB_KERNELS_TRAINING_INL_H
#undef QLAB_KERNELS_TRAINING_INL_H
#else
#define QLAB_KERNELS_TRAINING_INL_H
#endif

#include "engine/kernels/softmax-inl.h"

HWY_BEFORE_NAMESPACE();
namespace qlab::kernels::HWY_NAMESPACE {

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

inline bool trainSomeOfBatch(
    const TrainingBatch& batch, const SgdStep& step, std::size_t images, BatchProgress& progress, TrainingState& state)
{
    const std::size_t total = batch.indices.size();
    if (progress.done >= total)
        return true;
    const BatchConstants constants = constantsOf(step, total, state);
    const PixelUpdate update{step, constants, progress.errorSums};
    const std::size_t left = total - progress.done;
    const std::size_t end = images < left ? progress.done + (images > 0 ? images : 1) : total;
    Chunk chunk;
    while (progress.done < end) {
        pickChunk(batch, progress.done, chunk);
        forward(constants, state, chunk, progress.result);
        addErrors(chunk, progress.errorSums);
        const bool isFirst = progress.done == 0;
        progress.done += chunk.size;
        backward(chunk, isFirst, progress.done == total ? &update : nullptr, state);
    }
    if (progress.done < total)
        return false;
    updateBias(step, progress.errorSums, state);
    return true;
}

} // namespace qlab::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
