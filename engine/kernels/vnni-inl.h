// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled once for each target by vector_kernels.cpp: four products of bytes an instruction, for CPUs with
// AVX512_VNNI.
#if defined(QLAB_KERNELS_VNNI_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef QLAB_KERNELS_VNNI_INL_H
#undef QLAB_KERNELS_VNNI_INL_H
#else
#define QLAB_KERNELS_VNNI_INL_H
#endif

#include "engine/kernels/tile-inl.h"

#undef QLAB_HAVE_VNNI
#if HWY_TARGET == HWY_AVX3 && HWY_ARCH_X86_64 && (HWY_COMPILER_GCC || HWY_COMPILER_CLANG)
#define QLAB_HAVE_VNNI 1

HWY_BEFORE_NAMESPACE();
namespace qlab::kernels::HWY_NAMESPACE {

/// Byte pixels, byte weights. Highway 1.0 has no such operation, and its AVX3 target does not let the compiler use the
/// intrinsic; the assembler has no such scruples. Images that are not part of a tile of four.
template <bool kWithSum> struct VnniDot {
    static constexpr bool kMayPair = false;
    using Pixel = std::uint8_t;
    using SumTag = I32;
    using Sum = hn::Vec<I32>;
    static constexpr int kStep = hn::MaxLanes(U8());
    static constexpr int kOutputs = kClasses + (kWithSum ? 1 : 0);
    static_assert((kPixels + kStep - 1) / kStep * kStep <= kInt8Stride);

    const Int8Weights& weights;

    HWY_INLINE hn::Vec<U8> load(const std::uint8_t* pixels) const { return hn::LoadU(U8(), pixels); }
    template <int k> HWY_INLINE hn::Vec<I8> weight(int j) const { return hn::Load(I8(), weights.rows[k] + j); }
    HWY_INLINE void addProduct(hn::Vec<U8> x, hn::Vec<I8> w, Sum& sum) const
    {
        asm("vpdpbusd %2, %1, %0" : "+v"(sum.raw) : "v"(x.raw), "v"(w.raw));
    }
};

/// Images at a time, each against two rows of weights in one vector: Int8Weights::rowPairs. A vector of sums then
/// serves two outputs, and as many registers hold the sums of twice the images, so that the reductions, a third of the
/// time of two images by ten outputs, are half as many.
constexpr int kQuad = 4;

/// 32 pixels, twice.
HWY_INLINE hn::Vec<U8> loadTwice(const std::uint8_t* pixels)
{
    return hn::Vec<U8>{_mm512_broadcast_i64x4(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(pixels)))};
}

using I32Half = hn::Half<I32>;

/// Of four vectors of sums, each of an output in its lower and another in its upper half: the former four, then the
/// latter four.
struct HalfSums {
    hn::Vec<I32x4> lower, upper;
};
HWY_INLINE HalfSums halfSums(const Vectors<hn::Vec<I32>, 4>& sums)
{
    const auto blocks = blockSums(I32(), sums);
    return {sumOfBlocks(I32Half(), hn::LowerHalf(I32Half(), blocks)),
        sumOfBlocks(I32Half(), hn::UpperHalf(I32Half(), blocks))};
}

/// Outputs 0 ... 7 of an image, from its pairs of rows 0 ... 3.
HWY_INLINE void storeEight(const Vectors<hn::Vec<I32>, 4>& pairs, std::int32_t* to)
{
    const I32x4 d;
    const HalfSums sums = halfSums(pairs);
    hn::Store(hn::InterleaveLower(d, sums.lower, sums.upper), d, to);
    hn::Store(hn::InterleaveUpper(d, sums.lower, sums.upper), d, to + 4);
}

/// Two outputs of each image, from the same pair of rows of four images.
HWY_INLINE void storeTwo(const Vectors<hn::Vec<I32>, 4>& images, int output, std::int32_t (*to)[kLanes])
{
    const I32x4 d;
    const hn::Half<I32x4> half;
    const HalfSums sums = halfSums(images);
    const auto first = hn::InterleaveLower(d, sums.lower, sums.upper);
    const auto second = hn::InterleaveUpper(d, sums.lower, sums.upper);
    hn::StoreU(hn::LowerHalf(half, first), half, to[0] + output);
    hn::StoreU(hn::UpperHalf(half, first), half, to[1] + output);
    hn::StoreU(hn::LowerHalf(half, second), half, to[2] + output);
    hn::StoreU(hn::UpperHalf(half, second), half, to[3] + output);
}

template <bool kWithSum>
HWY_INLINE void sumQuad(
    const VnniDot<kWithSum>& dot, const Contiguous<std::uint8_t>& rows, std::size_t first, std::int32_t (*to)[kLanes])
{
    constexpr int kPairs = kWithSum ? 6 : 5;
    constexpr int kStep = kRowPairStep;
    static_assert(kPixels - kWholeLines <= kStep);
    auto sums = vectors<kQuad>([]<int>() QLAB_INLINE { return zeros<kPairs>(I32()); });
    const auto step = [&](int j) QLAB_INLINE {
        const auto x = vectors<kQuad>([&]<int i>() QLAB_INLINE { return loadTwice(rows.row(first + i) + j); });
        each<kPairs>([&]<int p>() QLAB_INLINE {
            auto w = hn::Load(I8(), dot.weights.rowPairs[p] + 2 * j);
            renew(w);
            each<kQuad>([&]<int i>() QLAB_INLINE { dot.addProduct(at<i>(x), w, at<p>(at<i>(sums))); });
        });
    };
    const auto prefetch = [&](int line) QLAB_INLINE {
        each<kQuad>([&]<int i>() QLAB_INLINE { rows.prefetch(first + i, line); });
    };
    const Inked inked = rows.template inked<kQuad>(first);
    if (!inked.head)
        prefetch(0);
    for (int line = inked.head ? 0 : kByteLine; line < kWholeLines; line += kByteLine) {
        prefetch(line);
        step(line);
        step(line + kStep);
    }
    prefetch(kWholeLines);
    if (inked.rest)
        step(kWholeLines);
    each<kQuad>([&]<int i>() QLAB_INLINE {
        storeEight(vectors<4>([&]<int p>() QLAB_INLINE { return at<p>(at<i>(sums)); }), to[i]);
    });
    each<kPairs - 4>([&]<int p>() QLAB_INLINE {
        storeTwo(vectors<4>([&]<int i>() QLAB_INLINE { return at<4 + p>(at<i>(sums)); }), 8 + 2 * p, to);
    });
}

/// As the other sumImages, for pixels where they lie: floats that are quantized on the way come in blocks, and ask for
/// more prefetching than this loop can take. Fewer than four images would leave too few sums at a time to hide how long
/// a product takes: they meet ten single rows.
template <bool kWithSum>
HWY_NOINLINE void sumImages(const VnniDot<kWithSum>& dot, const Contiguous<std::uint8_t>& rows, std::size_t first,
    std::size_t count, std::int32_t (*to)[kLanes])
{
    std::size_t image = 0;
    for (; image + kQuad <= count; image += kQuad)
        sumQuad(dot, rows, first + image, to + image);
    for (; image < count; ++image)
        sumTile<1>(dot, rows, first + image, to + image);
}

} // namespace qlab::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif

#endif
