// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled once for each target by vector_kernels.cpp: from sums to logits and digits, and the kernels of inference.h.
#if defined(QLAB_KERNELS_CLASSIFY_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef QLAB_KERNELS_CLASSIFY_INL_H
#undef QLAB_KERNELS_CLASSIFY_INL_H
#else
#define QLAB_KERNELS_CLASSIFY_INL_H
#endif

#include "engine/kernels/inference.h"
#include "engine/kernels/pairs-inl.h"
#include "engine/kernels/vnni-inl.h"

#include <cstring>

HWY_BEFORE_NAMESPACE();
namespace qlab::kernels::HWY_NAMESPACE {

/// Of an image, in three parts of four lanes; the last two lanes are of no class.
using Logits = Vectors<hn::Vec<F32x4>, 3>;

/// The lowest class with the highest logit, without a branch: mispredictions would cost more than the products do. Some
/// class even when logits are not numbers.
HWY_INLINE std::uint8_t bestClass(const Logits& logits)
{
    const F32x4 d;
    alignas(16) static constexpr float kNames[kLanes] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9};
    const auto top = hn::MaxOfLanes(d, hn::Max(hn::Max(at<0>(logits), at<1>(logits)), at<2>(logits)));
    const auto names = vectors<3>([&]<int part>() QLAB_INLINE {
        return hn::IfThenElse(hn::Eq(at<part>(logits), top), hn::Load(d, kNames + 4 * part), hn::Set(d, kClasses - 1));
    });
    const auto lowest = hn::MinOfLanes(d, hn::Min(hn::Min(at<0>(names), at<1>(names)), at<2>(names)));
    return static_cast<std::uint8_t>(hn::GetLane(hn::ConvertTo(I32x4(), lowest)));
}

/// Where results go, image by image; either may be null.
struct Outputs {
    float* logits;
    std::uint8_t* digits;

    HWY_INLINE void store(std::size_t image, const Logits& values) const
    {
        if (logits != nullptr) {
            const hn::Half<F32x4> half;
            float* const row = logits + image * kClasses;
            hn::StoreU(at<0>(values), F32x4(), row);
            hn::StoreU(at<1>(values), F32x4(), row + 4);
            hn::StoreU(hn::LowerHalf(half, at<2>(values)), half, row + 8);
        }
        if (digits != nullptr)
            digits[image] = bestClass(values);
    }
    /// From \p image on.
    HWY_INLINE Outputs from(std::size_t image) const
    {
        return {logits != nullptr ? logits + image * kClasses : nullptr, digits != nullptr ? digits + image : nullptr};
    }
};

/// Adds the bias.
struct FloatSink {
    const float* bias;
    Outputs outputs;

    HWY_INLINE void operator()(std::size_t image, const float* sums) const
    {
        outputs.store(image, vectors<3>([&]<int part>() QLAB_INLINE {
            return hn::Add(hn::Load(F32x4(), sums + 4 * part), hn::Load(F32x4(), bias + 4 * part));
        }));
    }
};

/// Exact sums as they are.
struct SumSink {
    std::int32_t* sums;

    HWY_INLINE void operator()(std::size_t image, const std::int32_t* values) const
    {
        std::memcpy(sums + image * kClasses, values, kClasses * sizeof(*values));
    }
};

/// sum_j (q - zeroPoint) u, from the sums of q u and, in lane 10, of u.
template <int part, bool kWithSum>
HWY_INLINE hn::Vec<I32x4> centred(const std::int32_t* sums, const Int8Weights& weights)
{
    const I32x4 d;
    const auto sum = hn::Load(d, sums + 4 * part);
    if constexpr (kWithSum)
        return hn::Sub(sum, hn::Mul(hn::Load(d, weights.zeroPoint + 4 * part), hn::Set(d, sums[kClasses])));
    else
        return sum;
}

/// Raw pixels: the normalization is in the scales.
template <bool kWithSum> struct PixelSink {
    const Int8Weights& weights;
    Outputs outputs;

    HWY_INLINE void operator()(std::size_t image, const std::int32_t* sums) const
    {
        const F32x4 d;
        outputs.store(image, vectors<3>([&]<int part>() QLAB_INLINE {
            const auto sum = hn::ConvertTo(d, centred<part, kWithSum>(sums, weights));
            const auto scale = hn::Load(d, weights.pixelScale + 4 * part);
            // Not fused: the same bits on every target.
            return hn::Add(hn::Mul(scale, sum), hn::Load(d, weights.pixelBias + 4 * part));
        }));
    }
};

/// Quantized floats: image i has its own inputs[i], or all share inputs[0].
template <bool kWithSum> struct QuantizedSink {
    const Int8Weights& weights;
    const InputQuantization* inputs;
    bool shared;
    Outputs outputs;

    HWY_INLINE void operator()(std::size_t image, const std::int32_t* sums) const
    {
        const F32x4 d;
        const InputQuantization& input = inputs[shared ? 0 : image];
        outputs.store(image, vectors<3>([&]<int part>() QLAB_INLINE {
            const auto rowSum = hn::Load(I32x4(), weights.rowSum + 4 * part);
            const auto offset = hn::Mul(hn::Set(I32x4(), input.zeroPoint), rowSum);
            const auto sum = hn::ConvertTo(d, hn::Sub(centred<part, kWithSum>(sums, weights), offset));
            const auto scale = hn::Mul(hn::Load(d, weights.scale + 4 * part), hn::Set(d, input.scale));
            return hn::Add(hn::Mul(scale, sum), hn::Load(d, weights.bias + 4 * part));
        }));
    }
};

inline void classifyF32(
    const float* images, std::size_t count, const FloatWeights& weights, float* logits, std::uint8_t* digits)
{
    runTiles(
        FloatDot<float>{weights.rows}, Contiguous<float>{images}, count, FloatSink{weights.bias, {logits, digits}});
}

inline void classifyU8F32(
    const std::uint8_t* images, std::size_t count, const FloatWeights& weights, float* logits, std::uint8_t* digits)
{
    runTiles(FloatDot<std::uint8_t>{weights.rows}, Contiguous<std::uint8_t>{images}, count,
        FloatSink{weights.bias, {logits, digits}});
}

/// The integer kernels, for one way to multiply bytes.
template <template <bool> class IntegerDot> struct IntegerKernels {
    template <bool kWithSum, class Rows, class Sink>
    static HWY_INLINE void run(const Int8Weights& weights, const Rows& rows, std::size_t count, const Sink& sink)
    {
#if QLAB_HAVE_PAIRS
        if constexpr (IntegerDot<kWithSum>::kMayPair && !kWithSum) {
            const PairPlan& plan = weights.pairPlan(hn::MaxLanes(U8()));
            if (plan.groups > 0)
                return runTiles(PairDot{weights, plan}, rows, count, sink);
        }
#endif
        runTiles(IntegerDot<kWithSum>{weights}, rows, count, sink);
    }

    static void classifyU8I8(
        const std::uint8_t* images, std::size_t count, const Int8Weights& weights, float* logits, std::uint8_t* digits)
    {
        const Contiguous<std::uint8_t> rows{images};
        if (weights.hasZeroPoint)
            run<true>(weights, rows, count, PixelSink<true>{weights, {logits, digits}});
        else
            run<false>(weights, rows, count, PixelSink<false>{weights, {logits, digits}});
    }

    static void sumsU8I8(const std::uint8_t* images, std::size_t count, const Int8Weights& weights, std::int32_t* sums)
    {
        run<false>(weights, Contiguous<std::uint8_t>{images}, count, SumSink{sums});
    }

    template <class Rows>
    static void classifyRows(const Rows& rows, std::size_t count, const Int8Weights& weights,
        const InputQuantization* inputs, bool shared, const Outputs& outputs)
    {
        if (weights.hasZeroPoint)
            run<true>(weights, rows, count, QuantizedSink<true>{weights, inputs, shared, outputs});
        else
            run<false>(weights, rows, count, QuantizedSink<false>{weights, inputs, shared, outputs});
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
