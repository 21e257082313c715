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

/// Adds sum_i error_ik p_ij, over the images i with ink there, to the gradient of a vector of pixels from \p j on.
HWY_INLINE void addPixelGradient(
    const Chunk& chunk, std::uint64_t inked, bool first, std::size_t j, float (&gradient)[kClasses][kPixels])
{
    const F32 d;
    auto sums = zeros<kClasses>(d);
    if (!first)
        each<kClasses>([&]<int k>() QLAB_INLINE { at<k>(sums) = hn::Load(d, gradient[k] + j); });
    for (; inked != 0; inked &= inked - 1) {
        const std::size_t i = lowestBit(inked);
        const auto x = loadFloats(chunk.rows[i] + j);
        each<kClasses>([&]<int k>() QLAB_INLINE {
            at<k>(sums) = hn::MulAdd(x, hn::Set(d, chunk.values[k][i]), at<k>(sums));
            settle(at<k>(sums));
        });
    }
    each<kClasses>([&]<int k>() QLAB_INLINE { hn::Store(at<k>(sums), d, gradient[k] + j); });
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
    const InkedImages inked(chunk.ink, chunk.size);
    for (std::size_t j = 0; j < kPixels; j += kSegment) {
        for (std::size_t v = j; v < j + kSegment; v += kFloatLanes)
            addPixelGradient(chunk, inked.at(j), first, v, state.gradient);
        if (update != nullptr)
            update->apply(static_cast<int>(j), static_cast<int>(j + kSegment), state);
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
