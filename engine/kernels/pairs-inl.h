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

#if QLAB_HAVE_PAIRS
HWY_BEFORE_NAMESPACE();
namespace qlab::kernels::HWY_NAMESPACE {

/// Byte pixels and weights, for runTiles. Precondition: plan.groups > 0.
struct PairDot {
    using SumTag = I32;

    const Int8Weights& weights;
    const PairPlan& plan;
};

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

/// As the other sumTile: group by group in 16 bits, widened in the end.
template <int kImages, class Rows>
HWY_INLINE void sumTile(const PairDot& dot, const Rows& rows, std::size_t first, std::int32_t (*to)[kLanes])
{
    constexpr int kStep = hn::MaxLanes(U8());
    alignas(64) std::int16_t waiting[PairPlan::kMostGroups - 1][kImages][kClasses][kStep / 2];
    const int last = dot.plan.groups - 1;
    const auto none = []() QLAB_INLINE {
        return vectors<kImages>([]<int>() QLAB_INLINE { return zeros<kClasses>(I16()); });
    };
    auto pairs = none();
    const Inked inked = rows.template inked<kImages>(first);
    int j = inked.head ? 0 : kByteLine;
    for (int group = 0;; ++group) {
        for (const int end =
                 std::min<int>(dot.plan.ends[static_cast<std::size_t>(group)], inked.rest ? kPixels : kWholeLines);
             j < end; j += kStep) {
            const auto x = vectors<kImages>([&]<int i>() QLAB_INLINE {
                rows.prefetch(first + i, j); // more than once a cache line, which is cheaper than to ask whether
                return hn::LoadU(U8(), rows.row(first + i) + j);
            });
            each<kClasses>([&]<int k>() QLAB_INLINE {
                auto w = hn::Load(I8(), dot.weights.rows[k] + j);
                if constexpr (kImages > 1)
                    renew(w);
                each<kImages>([&]<int i>() QLAB_INLINE { addTo(at<k>(at<i>(pairs)), pairProducts(at<i>(x), w)); });
            });
        }
        if (group == last)
            break;
        each<kImages>([&]<int i>() QLAB_INLINE {
            each<kClasses>([&]<int k>() QLAB_INLINE { hn::Store(at<k>(at<i>(pairs)), I16(), waiting[group][i][k]); });
        });
        pairs = none();
    }
    each<kImages>([&]<int i>() QLAB_INLINE {
        each<3>([&]<int part>() QLAB_INLINE {
            constexpr int kSums = part < 2 ? 4 : kClasses - 8;
            auto sums = zeros<4>(I32());
            each<kSums>([&]<int k>() QLAB_INLINE { at<k>(sums) = widenedPairs(at<4 * part + k>(at<i>(pairs))); });
            for (int group = 0; group < last; ++group)
                each<kSums>([&]<int k>() QLAB_INLINE {
                    addTo(at<k>(sums), widenedPairs(hn::Load(I16(), waiting[group][i][4 * part + k])));
                });
            storeSums(I32(), sums, to[i] + 4 * part);
        });
    });
}

} // namespace qlab::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif

#endif
