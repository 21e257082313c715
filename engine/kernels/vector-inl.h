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
#include <utility>

/// After the parameters of a lambda: compiled for the target, and a part of the function that it stands in.
#undef QLAB_INLINE
#define QLAB_INLINE HWY_ATTR __attribute__((always_inline))

/// Before a loop that stays one: clang would mix several passes, for whose values 16 registers do not suffice.
#undef QLAB_ROLLED
#if HWY_COMPILER_CLANG
#define QLAB_ROLLED _Pragma("clang loop unroll(disable)")
#else
#define QLAB_ROLLED
#endif

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

// Several vectors that stay in registers. An array lives in memory unless every loop over it is gone before the
// compiler looks for what a register could hold, which no compiler promises: sums on the stack cost a factor of three.
// Here each vector is a member of its own, and an index is a part of a name; tests/kernels/hot_loops.py reads the
// outcome.

template <int index, class V> struct Slot {
    V vector;
};
template <class V, class Indices> struct SlotsOf;
template <class V, int... index> struct SlotsOf<V, std::integer_sequence<int, index...>> : Slot<index, V>... {
};

/// \p count of V. Made with their values only: GCC does not compile an implicit constructor for the target, and on Arm
/// then refuses it.
template <class V, int count> using Vectors = SlotsOf<V, std::make_integer_sequence<int, count>>;

template <int index, class V> HWY_INLINE V& at(Slot<index, V>& slot) { return slot.vector; }
template <int index, class V> HWY_INLINE const V& at(const Slot<index, V>& slot) { return slot.vector; }

template <class F, int... index> HWY_INLINE void callEach(const F& f, std::integer_sequence<int, index...>)
{
    (f.template operator()<index>(), ...);
}

/// f<0>(), f<1>() ... f<count - 1>()
template <int count, class F> HWY_INLINE void each(const F& f)
{
    callEach(f, std::make_integer_sequence<int, count>());
}

template <class F, int... index> HWY_INLINE auto vectorsFrom(const F& f, std::integer_sequence<int, index...> indices)
{
    return SlotsOf<decltype(f.template operator()<0>()), decltype(indices)>{{f.template operator()<index>()}...};
}

/// What f<0>() ... f<count - 1>() return.
template <int count, class F> HWY_INLINE auto vectors(const F& f)
{
    return vectorsFrom(f, std::make_integer_sequence<int, count>());
}

template <int count, class D> HWY_INLINE auto zeros(D d)
{
    return vectors<count>([=]<int>() QLAB_INLINE { return hn::Zero(d); });
}

// GCC needs hints in the loops over sums. It reads a weight again for each image unless it cannot know that the value
// is still the same (renew). It computes all products before it adds the first, which takes more registers than there
// are, unless a sum must be in a register right after its addition (settle). And it keeps sums of integers twice, as
// what they are for the addition and as the anonymous bits of an intrinsic, unless it does not see the addition
// (addTo).
#undef QLAB_REGISTER
#if HWY_ARCH_ARM_A64
#define QLAB_REGISTER "w"
#elif HWY_TARGET <= HWY_AVX3
#define QLAB_REGISTER "v"
#else
#define QLAB_REGISTER "x"
#endif
#if HWY_COMPILER_GCC_ACTUAL && (HWY_ARCH_X86_64 || HWY_ARCH_ARM_A64)
template <class V> HWY_INLINE void renew(V& vector) { asm("" : "+" QLAB_REGISTER(vector.raw)); }
template <class V> HWY_INLINE void settle(const V& vector) { asm volatile("" : : QLAB_REGISTER(vector.raw)); }
#else
template <class V> HWY_INLINE void renew(V&) { }
template <class V> HWY_INLINE void settle(const V&) { }
#endif
template <class V> HWY_INLINE void addTo(V& sum, V products)
{
#if HWY_COMPILER_GCC_ACTUAL && HWY_ARCH_X86_64
    constexpr bool kShort = sizeof(hn::TFromV<V>) == 2;
#if HWY_TARGET <= HWY_AVX2
    if constexpr (kShort)
        asm("vpaddw %1, %0, %0" : "+" QLAB_REGISTER(sum.raw) : QLAB_REGISTER(products.raw));
    else
        asm("vpaddd %1, %0, %0" : "+" QLAB_REGISTER(sum.raw) : QLAB_REGISTER(products.raw));
#else
    if constexpr (kShort)
        asm("paddw %1, %0" : "+" QLAB_REGISTER(sum.raw) : QLAB_REGISTER(products.raw));
    else
        asm("paddd %1, %0" : "+" QLAB_REGISTER(sum.raw) : QLAB_REGISTER(products.raw));
#endif
#else
    sum = hn::Add(sum, products);
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

/// Of four vectors: each 128-bit block holds the sums of the four blocks in its place, side by side. Transposing while
/// adding takes half the steps of four reductions.
template <class D, class V> HWY_INLINE V blockSums(D d, const Vectors<V, 4>& sums)
{
    const hn::Repartition<double, D> pairs;
    const auto a = at<0>(sums), b = at<1>(sums), c = at<2>(sums), e = at<3>(sums);
    const auto ab = hn::BitCast(pairs, hn::Add(hn::InterleaveLower(d, a, b), hn::InterleaveUpper(d, a, b)));
    const auto ce = hn::BitCast(pairs, hn::Add(hn::InterleaveLower(d, c, e), hn::InterleaveUpper(d, c, e)));
    const auto even = hn::BitCast(d, hn::InterleaveLower(pairs, ab, ce));
    const auto odd = hn::BitCast(d, hn::InterleaveUpper(pairs, ab, ce));
    return hn::Add(even, odd);
}

/// The lane sums of four vectors, side by side.
template <class D, class V> HWY_INLINE void storeSums(D d, const Vectors<V, 4>& sums, hn::TFromD<D>* to)
{
    const auto four = sumOfBlocks(d, blockSums(d, sums));
    hn::Store(four, hn::DFromV<decltype(four)>(), to);
}

/// Of twelve, one value an output: 0 ... 9 are the classes, 10 may carry the sum of the inputs.
template <class D, class V> HWY_INLINE void storeSums(D d, const Vectors<V, kLanes>& sums, hn::TFromD<D>* to)
{
    each<3>([&]<int part>() QLAB_INLINE {
        storeSums(d, vectors<4>([&]<int k>() QLAB_INLINE { return at<4 * part + k>(sums); }), to + 4 * part);
    });
}

} // namespace qlab::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
