// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled once for each target by vector_kernels.cpp: from sums to logits and digits, and the kernels of inference.h.
#if defined(QLAB_KERNELS_CLASSIFY_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef QLAB_KERNELS_CLASSIFY_INL_H
#undef QLAB_KERNELS_CLASSIFY_INL_H
#else
#define QLAB_KERNELS_CLASSIFY_INL_H
#endif

#include "engine/kernels/inference.h"
#include "engine/kernels/tile-inl.h"

HWY_BEFORE_NAMESPACE();
namespace qlab::kernels::HWY_NAMESPACE {

using FloatLogits = TwelveLanes<hn::Vec<F32x4>>;
using IntegerSums = TwelveLanes<hn::Vec<I32x4>>;

/// The lowest class with the highest logit, without a branch: mispredictions would cost more than the products do.
/// Some class even when logits are not numbers.
HWY_INLINE std::uint8_t bestClass(const FloatLogits& logits)
{
    // Lanes 10 and 11 hold minus infinity; were they to win, they would say 9.
    alignas(16) static constexpr float kClass[kLanes] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9};
    const F32x4 d;
    const auto top = hn::MaxOfLanes(d, hn::Max(hn::Max(logits.part[0], logits.part[1]), logits.part[2]));
    auto lowest = hn::Set(d, 9.0F);
    for (std::size_t p = 0; p < 3; ++p)
        lowest = hn::Min(lowest, hn::IfThenElse(hn::Eq(logits.part[p], top), hn::Load(d, kClass + 4 * p), lowest));
    return static_cast<std::uint8_t>(hn::GetLane(hn::MinOfLanes(d, lowest)));
}

/// Ten of the twelve lanes.
template <class D, class V> HWY_INLINE void storeTen(D d, const TwelveLanes<V>& values, hn::TFromD<D>* to)
{
    hn::StoreU(values.part[0], d, to);
    hn::StoreU(values.part[1], d, to + 4);
    hn::StoreU(hn::LowerHalf(hn::Half<D>(), values.part[2]), hn::Half<D>(), to + 8);
}

/// Where results go; either may be null.
struct Outputs {
    float* logits;
    std::uint8_t* digits;

    HWY_INLINE void store(std::size_t image, const FloatLogits& values) const
    {
        if (logits != nullptr)
            storeTen(F32x4(), values, logits + image * kClasses);
        if (digits != nullptr)
            digits[image] = bestClass(values);
    }
};

/// Adds the bias.
struct FloatSink {
    const float* bias;
    Outputs outputs;

    HWY_INLINE void operator()(std::size_t image, const FloatLogits& sums) const
    {
        const F32x4 d;
        FloatLogits logits;
        for (std::size_t p = 0; p < 3; ++p)
            logits.part[p] = hn::Add(sums.part[p], hn::Load(d, bias + 4 * p));
        outputs.store(image, logits);
    }
};

/// Exact sums as they are.
struct SumSink {
    std::int32_t* sums;

    HWY_INLINE void operator()(std::size_t image, const IntegerSums& values) const
    {
        storeTen(I32x4(), values, sums + image * kClasses);
    }
};

/// sum_j (q - zeroPoint) u, from the sums of q u and, in lane 10, of u.
template <bool kWithSum>
HWY_INLINE hn::Vec<I32x4> centred(const IntegerSums& sums, const Int8Weights& weights, std::size_t part)
{
    if constexpr (kWithSum) {
        const auto inputSum = hn::Broadcast<2>(sums.part[2]);
        return hn::Sub(sums.part[part], hn::Mul(hn::Load(I32x4(), weights.zeroPoint + 4 * part), inputSum));
    } else {
        return sums.part[part];
    }
}

/// Raw pixels: the normalization is in the scales.
template <bool kWithSum> struct PixelSink {
    const Int8Weights& weights;
    Outputs outputs;

    HWY_INLINE void operator()(std::size_t image, const IntegerSums& sums) const
    {
        const F32x4 d;
        FloatLogits logits;
        for (std::size_t p = 0; p < 3; ++p) {
            const auto sum = hn::ConvertTo(d, centred<kWithSum>(sums, weights, p));
            const auto scale = hn::Load(d, weights.pixelScale + 4 * p);
            // Not fused: the same bits on every target.
            logits.part[p] = hn::Add(hn::Mul(scale, sum), hn::Load(d, weights.pixelBias + 4 * p));
        }
        outputs.store(image, logits);
    }
};

/// Quantized floats: image i has its own inputs[i], or all share inputs[0].
template <bool kWithSum> struct QuantizedSink {
    const Int8Weights& weights;
    const InputQuantization* inputs;
    bool shared;
    Outputs outputs;

    HWY_INLINE void operator()(std::size_t image, const IntegerSums& sums) const
    {
        const F32x4 d;
        const InputQuantization& input = inputs[shared ? 0 : image];
        FloatLogits logits;
        for (std::size_t p = 0; p < 3; ++p) {
            const auto offset = hn::Mul(hn::Set(I32x4(), input.zeroPoint), hn::Load(I32x4(), weights.rowSum + 4 * p));
            const auto sum = hn::ConvertTo(d, hn::Sub(centred<kWithSum>(sums, weights, p), offset));
            const auto scale = hn::Mul(hn::Load(d, weights.scale + 4 * p), hn::Set(d, input.scale));
            logits.part[p] = hn::Add(hn::Mul(scale, sum), hn::Load(d, weights.bias + 4 * p));
        }
        outputs.store(image, logits);
    }
};

inline void classifyF32(
    const float* images, std::size_t count, const FloatWeights& weights, float* logits, std::uint8_t* digits)
{
    const FloatSink sink{weights.bias, {logits, digits}};
    runTiles(FloatDot<float>{weights.rows}, Contiguous<float>{images}, count, sink);
}

inline void classifyU8F32(
    const std::uint8_t* images, std::size_t count, const FloatWeights& weights, float* logits, std::uint8_t* digits)
{
    const FloatSink sink{weights.bias, {logits, digits}};
    runTiles(FloatDot<std::uint8_t>{weights.rows}, Contiguous<std::uint8_t>{images}, count, sink);
}

/// The integer kernels, for one way to multiply bytes.
template <template <bool> class IntegerDot> struct IntegerKernels {
    static void classifyU8I8(
        const std::uint8_t* images, std::size_t count, const Int8Weights& weights, float* logits, std::uint8_t* digits)
    {
        const Contiguous<std::uint8_t> rows{images};
        if (weights.hasZeroPoint)
            runTiles(IntegerDot<true>{weights}, rows, count, PixelSink<true>{weights, {logits, digits}});
        else
            runTiles(IntegerDot<false>{weights}, rows, count, PixelSink<false>{weights, {logits, digits}});
    }

    static void sumsU8I8(const std::uint8_t* images, std::size_t count, const Int8Weights& weights, std::int32_t* sums)
    {
        runTiles(IntegerDot<false>{weights}, Contiguous<std::uint8_t>{images}, count, SumSink{sums});
    }

    template <class Rows>
    static void classifyRows(const Rows& rows, std::size_t count, const Int8Weights& weights,
        const InputQuantization* inputs, bool shared, Outputs outputs)
    {
        if (weights.hasZeroPoint)
            runTiles(IntegerDot<true>{weights}, rows, count, QuantizedSink<true>{weights, inputs, shared, outputs});
        else
            runTiles(IntegerDot<false>{weights}, rows, count, QuantizedSink<false>{weights, inputs, shared, outputs});
    }

    static void classifyQuantizedInput(const std::uint8_t* bytes, std::size_t count, const Int8Weights& weights,
        const InputQuantization& input, float* logits, std::uint8_t* digits)
    {
        classifyRows(Contiguous<std::uint8_t>{bytes}, count, weights, &input, true, {logits, digits});
    }
};

} // namespace qlab::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
