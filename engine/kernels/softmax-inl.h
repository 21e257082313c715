// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled once for each target by vector_kernels.cpp: a mini-batch forward, from pixels to the errors of its logits.
#if defined(QLAB_KERNELS_SOFTMAX_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef QLAB_KERNELS_SOFTMAX_INL_H
#undef QLAB_KERNELS_SOFTMAX_INL_H
#else
#define QLAB_KERNELS_SOFTMAX_INL_H
#endif

#include "engine/kernels/ink-inl.h"

#include <hwy/contrib/math/math-inl.h>

HWY_BEFORE_NAMESPACE();
namespace qlab::kernels::HWY_NAMESPACE {

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
    InkMask ink[kChunk];              ///< of the rows, in whole segments
    alignas(64) std::int32_t labels[kChunk] = {};
    alignas(64) float values[kClasses][kChunk] = {}; ///< sums of w p; then errors (probability - truth) * perImage
};

/// Sums of w p where image \p i of the chunk has ink, as a column. Meanwhile the image that has its place in the next
/// chunk comes to L2.
HWY_INLINE void addImage(std::size_t i, const TrainingState& state, Chunk& chunk)
{
    const F32 d;
    hn::Vec<F32> sums[kLanes];
    for (auto& sum : sums)
        sum = hn::Zero(d);
    const std::uint8_t* const row = chunk.rows[i];
    for (std::size_t word = 0; word < 2; ++word) {
        for (std::size_t line = 0; line < 7; ++line) // 14 lines of 64 bytes hold an image
            prefetchToL2(chunk.next[i] + (7 * word + line) * 64);
        for (std::uint64_t left = chunk.ink[i].words[word]; left != 0; left &= left - 1) {
            const std::size_t begin = 8 * (64 * word + lowestBit(left));
            for (std::size_t j = begin; j < begin + kSegment; j += kFloatLanes) {
                const auto x = loadFloats(row + j);
                for (int k = 0; k < kClasses; ++k) {
                    sums[k] = hn::MulAdd(x, hn::Load(d, state.weights[k] + j), sums[k]);
                    keepInRegister(sums[k]);
                }
            }
        }
    }
    alignas(16) float lanes[kLanes];
    const auto total = sumsOfTwelve(d, sums);
    for (std::size_t p = 0; p < 3; ++p)
        hn::Store(total.part[p], F32x4(), lanes + 4 * p);
    for (int k = 0; k < kClasses; ++k)
        chunk.values[k][i] = lanes[k];
}

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
        chunk.ink[i] = wholeSegments(batch.ink != nullptr ? batch.ink[index] : inkOf(chunk.rows[i]));
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

/// The forward pass of a chunk: its errors, and its share of the loss and the hits.
inline void forward(const BatchConstants& constants, const TrainingState& state, Chunk& chunk, BatchResult& result)
{
    for (std::size_t i = 0; i < chunk.size; ++i)
        addImage(i, state, chunk);
    for (std::size_t first = 0; first < chunk.size; first += kFloatLanes)
        softmaxLanes(constants, first, chunk, result);
}

/// Adds the sums of the errors, class by class.
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

} // namespace qlab::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
