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

#include <limits>

HWY_BEFORE_NAMESPACE();
namespace qlab::kernels::HWY_NAMESPACE {

using FloatLogits = TwelveLanes<hn::Vec<F32x4>>;
using IntegerSums = TwelveLanes<hn::Vec<I32x4>>;

/// Images whose digits are found together, one a lane.
constexpr std::size_t kCompared = 4;

/// Four columns of four rows of logits, from \p column on.
HWY_INLINE void loadColumns(const float (*rows)[kLanes], std::size_t column, hn::Vec<F32x4> (&columns)[4])
{
    const F32x4 d;
    const hn::Repartition<double, F32x4> pairs;
    const auto row0 = hn::Load(d, rows[0] + column), row1 = hn::Load(d, rows[1] + column);
    const auto row2 = hn::Load(d, rows[2] + column), row3 = hn::Load(d, rows[3] + column);
    const auto low01 = hn::BitCast(pairs, hn::InterleaveLower(d, row0, row1));
    const auto low23 = hn::BitCast(pairs, hn::InterleaveLower(d, row2, row3));
    const auto high01 = hn::BitCast(pairs, hn::InterleaveUpper(d, row0, row1));
    const auto high23 = hn::BitCast(pairs, hn::InterleaveUpper(d, row2, row3));
    columns[0] = hn::BitCast(d, hn::InterleaveLower(pairs, low01, low23));
    columns[1] = hn::BitCast(d, hn::InterleaveUpper(pairs, low01, low23));
    columns[2] = hn::BitCast(d, hn::InterleaveLower(pairs, high01, high23));
    columns[3] = hn::BitCast(d, hn::InterleaveUpper(pairs, high01, high23));
}

/// The lowest class with the highest logit, of four images, without a branch: mispredictions would cost more than the
/// products do. Some class even when logits are not numbers.
HWY_INLINE void bestClasses(const float (*rows)[kLanes], std::uint8_t* digits)
{
    const F32x4 d;
    auto top = hn::Set(d, -std::numeric_limits<float>::infinity());
    auto best = hn::Zero(d);
    for (int first = 0; first < kClasses; first += 4) {
        hn::Vec<F32x4> logits[4];
        loadColumns(rows, static_cast<std::size_t>(first), logits);
        for (int k = first; k < first + 4 && k < kClasses; ++k) {
            const auto higher = hn::Gt(logits[k - first], top);
            best = hn::IfThenElse(higher, hn::Set(d, static_cast<float>(k)), best);
            top = hn::Max(logits[k - first], top);
        }
    }
    const hn::Rebind<std::uint8_t, F32x4> bytes;
    hn::StoreU(hn::DemoteTo(bytes, hn::ConvertTo(I32x4(), best)), bytes, digits);
}

/// Ten of the twelve lanes.
template <class D, class V> HWY_INLINE void storeTen(D d, const TwelveLanes<V>& values, hn::TFromD<D>* to)
{
    hn::StoreU(values.part[0], d, to);
    hn::StoreU(values.part[1], d, to + 4);
    hn::StoreU(hn::LowerHalf(hn::Half<D>(), values.part[2]), hn::Half<D>(), to + 8);
}

/// Where results go; either may be null. The comparison of ten logits is a long chain of dependent steps, longer than
/// what the CPU looks ahead: digits are found for several images at a time, so that their chains overlap.
class Outputs {
public:
    HWY_INLINE Outputs(float* logits, std::uint8_t* digits)
        : m_logits(logits)
        , m_digits(digits)
    {
    }

    /// The next image.
    HWY_INLINE void store(const FloatLogits& values)
    {
        if (m_logits != nullptr) {
            storeTen(F32x4(), values, m_logits);
            m_logits += kClasses;
        }
        if (m_digits == nullptr)
            return;
        for (std::size_t p = 0; p < 3; ++p)
            hn::Store(values.part[p], F32x4(), m_waiting[m_count] + 4 * p);
        if (++m_count < kWaiting)
            return;
        for (std::size_t i = 0; i < kWaiting; i += kCompared)
            bestClasses(m_waiting + i, m_digits + i);
        m_digits += kWaiting;
        m_count = 0;
    }
    /// To be called after the last one.
    HWY_INLINE void finish()
    {
        for (std::size_t i = 0; i < m_count; i += kCompared) {
            for (std::size_t missing = m_count; missing < i + kCompared; ++missing)
                for (std::size_t p = 0; p < 3; ++p)
                    hn::Store(hn::Zero(F32x4()), F32x4(), m_waiting[missing] + 4 * p);
            std::uint8_t found[kCompared];
            bestClasses(m_waiting + i, found);
            for (std::size_t image = i; image < m_count && image < i + kCompared; ++image)
                m_digits[image] = found[image - i];
        }
    }

private:
    static constexpr std::size_t kWaiting = 2 * kCompared;
    float* m_logits;
    std::uint8_t* m_digits;
    std::size_t m_count = 0;
    alignas(16) float m_waiting[kWaiting][kLanes]; ///< the first m_count of them
};

/// Adds the bias.
struct FloatSink {
    const float* bias;
    Outputs& outputs;

    HWY_INLINE hn::Vec<F32x4> logits(const FloatLogits& sums, std::size_t part) const
    {
        return hn::Add(sums.part[part], hn::Load(F32x4(), bias + 4 * part));
    }
    HWY_INLINE void operator()(std::size_t, const FloatLogits& sums) const
    {
        outputs.store({{logits(sums, 0), logits(sums, 1), logits(sums, 2)}});
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
    Outputs& outputs;

    HWY_INLINE hn::Vec<F32x4> logits(const IntegerSums& sums, std::size_t part) const
    {
        const F32x4 d;
        const auto sum = hn::ConvertTo(d, centred<kWithSum>(sums, weights, part));
        const auto scale = hn::Load(d, weights.pixelScale + 4 * part);
        // Not fused: the same bits on every target.
        return hn::Add(hn::Mul(scale, sum), hn::Load(d, weights.pixelBias + 4 * part));
    }
    HWY_INLINE void operator()(std::size_t, const IntegerSums& sums) const
    {
        outputs.store({{logits(sums, 0), logits(sums, 1), logits(sums, 2)}});
    }
};

/// Quantized floats: image i has its own inputs[i], or all share inputs[0].
template <bool kWithSum> struct QuantizedSink {
    const Int8Weights& weights;
    const InputQuantization* inputs;
    bool shared;
    Outputs& outputs;

    HWY_INLINE hn::Vec<F32x4> logits(const IntegerSums& sums, const InputQuantization& input, std::size_t part) const
    {
        const F32x4 d;
        const auto offset = hn::Mul(hn::Set(I32x4(), input.zeroPoint), hn::Load(I32x4(), weights.rowSum + 4 * part));
        const auto sum = hn::ConvertTo(d, hn::Sub(centred<kWithSum>(sums, weights, part), offset));
        const auto scale = hn::Mul(hn::Load(d, weights.scale + 4 * part), hn::Set(d, input.scale));
        return hn::Add(hn::Mul(scale, sum), hn::Load(d, weights.bias + 4 * part));
    }
    HWY_INLINE void operator()(std::size_t image, const IntegerSums& sums) const
    {
        const InputQuantization& input = inputs[shared ? 0 : image];
        outputs.store({{logits(sums, input, 0), logits(sums, input, 1), logits(sums, input, 2)}});
    }
};

inline void classifyF32(
    const float* images, std::size_t count, const FloatWeights& weights, float* logits, std::uint8_t* digits)
{
    Outputs outputs(logits, digits);
    runTiles(FloatDot<float>{weights.rows}, Contiguous<float>{images}, count, FloatSink{weights.bias, outputs});
    outputs.finish();
}

inline void classifyU8F32(
    const std::uint8_t* images, std::size_t count, const FloatWeights& weights, float* logits, std::uint8_t* digits)
{
    Outputs outputs(logits, digits);
    runTiles(FloatDot<std::uint8_t>{weights.rows}, Contiguous<std::uint8_t>{images}, count,
        FloatSink{weights.bias, outputs});
    outputs.finish();
}

/// The integer kernels, for one way to multiply bytes.
template <template <bool> class IntegerDot> struct IntegerKernels {
    template <bool kWithSum, class Rows, class Sink>
    static HWY_INLINE void run(const Int8Weights& weights, const Rows& rows, std::size_t count, const Sink& sink)
    {
        if constexpr (IntegerDot<kWithSum>::kMayPair && !kWithSum) {
            const PairPlan& plan = pairPlanOf(weights);
            if (plan.groups > 0)
                return runPairs(weights, plan, rows, count, sink);
        }
        runTiles(IntegerDot<kWithSum>{weights}, rows, count, sink);
    }

    static void classifyU8I8(
        const std::uint8_t* images, std::size_t count, const Int8Weights& weights, float* logits, std::uint8_t* digits)
    {
        const Contiguous<std::uint8_t> rows{images};
        Outputs outputs(logits, digits);
        if (weights.hasZeroPoint)
            run<true>(weights, rows, count, PixelSink<true>{weights, outputs});
        else
            run<false>(weights, rows, count, PixelSink<false>{weights, outputs});
        outputs.finish();
    }

    static void sumsU8I8(const std::uint8_t* images, std::size_t count, const Int8Weights& weights, std::int32_t* sums)
    {
        run<false>(weights, Contiguous<std::uint8_t>{images}, count, SumSink{sums});
    }

    template <class Rows>
    static void classifyRows(const Rows& rows, std::size_t count, const Int8Weights& weights,
        const InputQuantization* inputs, bool shared, Outputs& outputs)
    {
        if (weights.hasZeroPoint)
            run<true>(weights, rows, count, QuantizedSink<true>{weights, inputs, shared, outputs});
        else
            run<false>(weights, rows, count, QuantizedSink<false>{weights, inputs, shared, outputs});
    }

    static void classifyQuantizedInput(const std::uint8_t* bytes, std::size_t count, const Int8Weights& weights,
        const InputQuantization& input, float* logits, std::uint8_t* digits)
    {
        Outputs outputs(logits, digits);
        classifyRows(Contiguous<std::uint8_t>{bytes}, count, weights, &input, true, outputs);
        outputs.finish();
    }
};

} // namespace qlab::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
