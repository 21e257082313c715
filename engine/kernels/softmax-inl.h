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

#include <limits>

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
HWY_NOINLINE void addImage(std::size_t i, const TrainingState& state, Chunk& chunk)
{
    const F32 d;
    auto sums = zeros<kLanes>(d);
    const std::uint8_t* const row = chunk.rows[i];
    for (std::size_t word = 0; word < 2; ++word) {
        for (std::size_t line = 0; line < 7; ++line) // 14 lines of 64 bytes hold an image
            prefetchToL2(chunk.next[i] + (7 * word + line) * 64);
        for (std::uint64_t left = chunk.ink[i].words[word]; left != 0; left &= left - 1) {
            const std::size_t begin = 8 * (64 * word + lowestBit(left));
            QLAB_ROLLED
            for (std::size_t j = begin; j < begin + kSegment; j += kFloatLanes) {
                const auto x = loadFloats(row + j);
                each<kClasses>([&]<int k>() QLAB_INLINE {
                    at<k>(sums) = hn::MulAdd(x, hn::Load(d, state.weights[k] + j), at<k>(sums));
                    settle(at<k>(sums));
                });
            }
        }
    }
    alignas(16) float lanes[kLanes];
    storeSums(d, sums, lanes);
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

/// What the next chunk asks first of an image is spread over more memory than L1 holds: it is sent for.
HWY_INLINE void warm(const TrainingBatch& batch, std::uint32_t index, const std::uint8_t*& image)
{
    image = imageOf(batch, index);
    if (batch.ink != nullptr)
        prefetchToL2(batch.ink + index);
    prefetchToL2(batch.labels + index);
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
            warm(batch, batch.indices[later], chunk.next[i]);
        else if (later - total < batch.next.size())
            warm(batch, batch.next[later - total], chunk.next[i]);
    }
}

// Softmax, loss and errors of a vector of images, an image a lane. Three functions that meet in memory: in one,
// compilers that unroll the loops over classes would keep every logit of the first loop for the last, in registers they
// do not have.

/// What the classes of some images come to.
struct ClassTotals {
    alignas(64) float top[kFloatLanes];   ///< the highest logit
    alignas(64) float best[kFloatLanes];  ///< its class, the lowest of equals
    alignas(64) float truth[kFloatLanes]; ///< the logit of the label
    alignas(64) float sum[kFloatLanes];   ///< of e^(logit - top)
};

/// Sums of w p to logits; the highest one, and that of the label.
HWY_NOINLINE void findLogits(const BatchConstants& constants, std::size_t first, Chunk& chunk, ClassTotals& totals)
{
    const F32 d;
    const auto label = hn::ConvertTo(d, hn::Load(I32(), chunk.labels + first));
    auto top = hn::Set(d, -std::numeric_limits<float>::infinity());
    auto best = hn::Zero(d);
    auto truth = hn::Zero(d);
    for (int k = 0; k < kClasses; ++k) {
        float* const values = chunk.values[k] + first;
        const auto z = hn::MulAdd(hn::Load(d, values), hn::Set(d, constants.scale), hn::Set(d, constants.offset[k]));
        hn::Store(z, d, values);
        const auto thisClass = hn::Set(d, static_cast<float>(k));
        const auto higher = hn::Gt(z, top); // the lowest class keeps a tie
        top = hn::IfThenElse(higher, z, top);
        best = hn::IfThenElse(higher, thisClass, best);
        truth = hn::IfThenElse(hn::Eq(label, thisClass), z, truth);
    }
    hn::Store(top, d, totals.top);
    hn::Store(best, d, totals.best);
    hn::Store(truth, d, totals.truth);
}

/// Logits to e^(logit - top).
HWY_NOINLINE void exponentiate(std::size_t first, Chunk& chunk, ClassTotals& totals)
{
    const F32 d;
    auto sum = hn::Zero(d);
    for (int k = 0; k < kClasses; ++k) {
        float* const values = chunk.values[k] + first;
        const auto value = hn::Exp(d, hn::Sub(hn::Load(d, values), hn::Load(d, totals.top)));
        hn::Store(value, d, values);
        sum = hn::Add(sum, value);
    }
    hn::Store(sum, d, totals.sum);
}

/// Exponentials to errors; adds to the batch's loss and hits.
HWY_NOINLINE void findErrors(
    const BatchConstants& constants, std::size_t first, const ClassTotals& totals, Chunk& chunk, BatchResult& result)
{
    const F32 d;
    const auto label = hn::ConvertTo(d, hn::Load(I32(), chunk.labels + first));
    const auto present = hn::FirstN(d, chunk.size - first);
    const auto sum = hn::Load(d, totals.sum);
    const auto perSum = hn::Div(hn::Set(d, constants.perImage), sum);
    for (int k = 0; k < kClasses; ++k) {
        float* const values = chunk.values[k] + first;
        const auto isTruth = hn::Eq(label, hn::Set(d, static_cast<float>(k)));
        const auto wanted = hn::IfThenElseZero(isTruth, hn::Set(d, constants.perImage));
        const auto error = hn::Sub(hn::Mul(hn::Load(d, values), perSum), wanted);
        hn::Store(hn::IfThenElseZero(present, error), d, values);
    }
    const auto loss = hn::Sub(hn::Log(d, sum), hn::Sub(hn::Load(d, totals.truth), hn::Load(d, totals.top)));
    result.loss += static_cast<double>(hn::GetLane(hn::SumOfLanes(d, hn::IfThenElseZero(present, loss))));
    result.correct += hn::CountTrue(d, hn::And(present, hn::Eq(hn::Load(d, totals.best), label)));
}

/// The forward pass of a chunk: its errors, and its share of the loss and the hits.
inline void forward(const BatchConstants& constants, const TrainingState& state, Chunk& chunk, BatchResult& result)
{
    for (std::size_t i = 0; i < chunk.size; ++i)
        addImage(i, state, chunk);
    for (std::size_t first = 0; first < chunk.size; first += kFloatLanes) {
        ClassTotals totals;
        findLogits(constants, first, chunk, totals);
        exponentiate(first, chunk, totals);
        findErrors(constants, first, totals, chunk, result);
    }
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
