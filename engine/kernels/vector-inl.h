// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled once for each target by vector_kernels.cpp: what all vector kernels share.
// NOLINTNEXTLINE(llvm-header-guard): Highway's toggle lets each target include the file once.
#if defined(QLAB_KERNELS_VECTOR_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef QLAB_KERNELS_VECTOR_INL_H
#undef QLAB_KERNELS_VECTOR_INL_H
#else
#define QLAB_KERNELS_VECTOR_INL_H
#endif

#include "engine/kernels/weights.h"

#include <hwy/cache_control.h>
#include <hwy/highway.h>

#include <cstddef>
#include <cstdint>

HWY_BEFORE_NAMESPACE();
namespace qlab::kernels::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Full vectors, and the four lanes in which outputs are finished.
using F32 = hn::ScalableTag<float>;
using I32 = hn::ScalableTag<std::int32_t>;
using I16 = hn::ScalableTag<std::int16_t>;
using I8 = hn::ScalableTag<std::int8_t>;
using U8 = hn::ScalableTag<std::uint8_t>;
using F32x4 = hn::FixedTag<float, 4>;
using I32x4 = hn::FixedTag<std::int32_t, 4>;

constexpr int kFloatLanes = hn::MaxLanes(F32());

/// 32 vector registers rather than 16: tiles can be twice as big.
#if HWY_TARGET <= HWY_AVX3 || HWY_ARCH_ARM_A64
constexpr bool kManyRegisters = true;
#else
constexpr bool kManyRegisters = false;
#endif

/// Products of bytes in pairs, pmaddubsw: every vector target of x86 but the oldest.
#undef QLAB_HAVE_PAIRS
#if HWY_TARGET == HWY_AVX3 || HWY_TARGET == HWY_AVX2 || HWY_TARGET == HWY_SSE4 || HWY_TARGET == HWY_SSSE3
#define QLAB_HAVE_PAIRS 1
#else
#define QLAB_HAVE_PAIRS 0
#endif

/// One value an output: 0 ... 9 are the classes, 10 may carry the sum of the inputs. Made with its values only: GCC
/// does not compile an implicit constructor for the target, and on Arm then refuses it.
template <typename V> struct TwelveLanes {
    V part[3];
};

/// GCC 12 copies and spills arrays of accumulators, and reads a weight again for each image. An empty asm statement
/// that claims to change the register makes it keep the value where it is: up to twice as fast, and free elsewhere.
template <typename V> HWY_INLINE void keepInRegister([[maybe_unused]] V& vector)
{
#if HWY_COMPILER_GCC_ACTUAL && HWY_ARCH_X86_64
#if HWY_TARGET <= HWY_AVX3
    asm("" : "+v"(vector.raw));
#else
    asm("" : "+x"(vector.raw));
#endif
#endif
}

HWY_INLINE void prefetchToL1(const void* address) { hwy::Prefetch(static_cast<const char*>(address)); }

HWY_INLINE void prefetchToL2(const void* address)
{
#if HWY_COMPILER_GCC || HWY_COMPILER_CLANG
    __builtin_prefetch(address, 0, 2);
#else
    prefetchToL1(address);
#endif
}

HWY_INLINE hn::Vec<F32> loadFloats(const float* values) { return hn::LoadU(F32(), values); }

HWY_INLINE hn::Vec<F32> loadFloats(const std::uint8_t* bytes)
{
    return hn::ConvertTo(F32(), hn::PromoteTo(I32(), hn::LoadU(hn::Rebind<std::uint8_t, F32>(), bytes)));
}

/// Block by block down to the sums of lanes 0, 4, 8 ..., of lanes 1, 5, 9 ... and so on.
template <class D, class V> HWY_INLINE auto sumOfBlocks(D, V v)
{
    if constexpr (hn::MaxLanes(D()) == 4) {
        return v;
    } else {
        const hn::Half<D> half;
        return sumOfBlocks(half, hn::Add(hn::LowerHalf(half, v), hn::UpperHalf(half, v)));
    }
}

/// The lane sums of four vectors, side by side: transposing while adding takes half the steps of four reductions.
template <class D, class V> HWY_INLINE auto sumsOfFour(D d, const V* v)
{
    const hn::Repartition<double, D> pairs;
    const auto v01 =
        hn::BitCast(pairs, hn::Add(hn::InterleaveLower(d, v[0], v[1]), hn::InterleaveUpper(d, v[0], v[1])));
    const auto v23 =
        hn::BitCast(pairs, hn::Add(hn::InterleaveLower(d, v[2], v[3]), hn::InterleaveUpper(d, v[2], v[3])));
    const V even = hn::BitCast(d, hn::InterleaveLower(pairs, v01, v23));
    const V odd = hn::BitCast(d, hn::InterleaveUpper(pairs, v01, v23));
    return sumOfBlocks(d, hn::Add(even, odd));
}

template <class D, class V> HWY_INLINE auto sumsOfTwelve(D d, const V (&v)[kLanes])
{
    return TwelveLanes<decltype(sumsOfFour(d, v))>{{sumsOfFour(d, v), sumsOfFour(d, v + 4), sumsOfFour(d, v + 8)}};
}

} // namespace qlab::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
