// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled once for each target by vector_kernels.cpp: products of bytes collected in 16 bits, where PairPlan allows
// it.
#if defined(QLAB_KERNELS_PAIRS_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef QLAB_KERNELS_PAIRS_INL_H
#undef QLAB_KERNELS_PAIRS_INL_H
#else
#define QLAB_KERNELS_PAIRS_INL_H
#endif

#include "engine/kernels/tile-inl.h"

HWY_BEFORE_NAMESPACE();
namespace qlab::kernels::HWY_NAMESPACE {

HWY_INLINE const PairPlan& pairPlanOf(const Int8Weights& weights) { return weights.pairPlan(hn::MaxLanes(U8())); }

#if QLAB_HAVE_PAIRS

/// x0 w0 + x1 w1 in every 16-bit lane, saturated. Highway 1.0.3 has no such operation.
HWY_INLINE hn::Vec<I16> pairProducts(hn::Vec<U8> x, hn::Vec<I8> w)
{
#if HWY_TARGET == HWY_AVX3
    return hn::Vec<I16>{_mm512_maddubs_epi16(x.raw, w.raw)};
#elif HWY_TARGET == HWY_AVX2
    return hn::Vec<I16>{_mm256_maddubs_epi16(x.raw, w.raw)};
#else
    return hn::Vec<I16>{_mm_maddubs_epi16(x.raw, w.raw)};
#endif
}

/// Neighbouring 16-bit lanes added to 32-bit ones.
HWY_INLINE hn::Vec<I32> widenedPairs(hn::Vec<I16> pairs)
{
    auto unused = hn::Zero(I32());
    return hn::ReorderWidenMulAccumulate(I32(), pairs, hn::Set(I16(), 1), hn::Zero(I32()), unused);
}

/// sum + products. GCC 12 puts the result into another register and moves it back, which costs as much as the addition.
HWY_INLINE void addTo(hn::Vec<I16>& sum, hn::Vec<I16> products)
{
#if HWY_COMPILER_GCC_ACTUAL && HWY_TARGET == HWY_AVX2
    asm("vpaddw %1, %0, %0" : "+x"(sum.raw) : "x"(products.raw));
#else
    sum = hn::Add(sum, products);
    keepInRegister(sum);
#endif
}

/// The sums of kImages images from \p first on, to the sink: group by group in 16 bits, widened in between.
template <int kImages, class Rows, class Sink>
HWY_INLINE void runPairTile(
    const Int8Weights& weights, const PairPlan& plan, const Rows& rows, std::size_t first, const Sink& sink)
{
    constexpr int kStep = hn::MaxLanes(U8());
    hn::Vec<I16> pairs[kImages][kClasses];
    alignas(64) std::int16_t waiting[PairPlan::kMostGroups - 1][kImages][kClasses][hn::MaxLanes(I16())];
    int j = 0;
    for (int group = 0;; ++group) {
        for (int i = 0; i < kImages; ++i)
            for (int k = 0; k < kClasses; ++k)
                pairs[i][k] = hn::Zero(I16());
        for (const int end = plan.ends[static_cast<std::size_t>(group)]; j < end; j += kStep) {
            hn::Vec<U8> x[kImages];
            for (int i = 0; i < kImages; ++i) {
                rows.prefetch(first + i, j); // more than once a cache line, which is cheaper than to ask whether
                x[i] = hn::LoadU(U8(), rows.row(first + i) + j);
            }
            for (int k = 0; k < kClasses; ++k) {
                auto w = hn::Load(I8(), weights.rows[k] + j);
                if constexpr (kImages > 1)
                    keepInRegister(w);
                for (int i = 0; i < kImages; ++i)
                    addTo(pairs[i][k], pairProducts(x[i], w));
            }
        }
        if (group + 1 == plan.groups)
            break;
        for (int i = 0; i < kImages; ++i)
            for (int k = 0; k < kClasses; ++k)
                hn::Store(pairs[i][k], I16(), waiting[group][i][k]);
    }
    hn::Vec<I32> sums[kImages][kLanes];
    for (int i = 0; i < kImages; ++i)
        for (int k = 0; k < kLanes; ++k)
            sums[i][k] = k < kClasses ? widenedPairs(pairs[i][k]) : hn::Zero(I32());
    for (int group = 0; group + 1 < plan.groups; ++group)
        for (int i = 0; i < kImages; ++i)
            for (int k = 0; k < kClasses; ++k)
                sums[i][k] = hn::Add(sums[i][k], widenedPairs(hn::Load(I16(), waiting[group][i][k])));
    for (int i = 0; i < kImages; ++i)
        sink(first + i, sumsOfTwelve(I32(), sums[i]));
}

/// As runTiles, with the products of bytes. Precondition: plan.groups > 0.
template <class Rows, class Sink>
HWY_INLINE void runPairs(
    const Int8Weights& weights, const PairPlan& plan, const Rows& rows, std::size_t count, const Sink& sink)
{
    std::size_t image = 0;
    for (; image + kTileImages <= count; image += kTileImages)
        runPairTile<kTileImages>(weights, plan, rows, image, sink);
    if constexpr (kTileImages > 1)
        for (; image < count; ++image)
            runPairTile<1>(weights, plan, rows, image, sink);
}

#else

template <class Rows, class Sink>
HWY_INLINE void runPairs(const Int8Weights&, const PairPlan&, const Rows&, std::size_t, const Sink&)
{
}

#endif

} // namespace qlab::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
