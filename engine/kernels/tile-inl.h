// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled once for each target by vector_kernels.cpp: the inner loop of every forward pass.
#if defined(QLAB_KERNELS_TILE_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef QLAB_KERNELS_TILE_INL_H
#undef QLAB_KERNELS_TILE_INL_H
#else
#define QLAB_KERNELS_TILE_INL_H
#endif

#include "engine/kernels/vector-inl.h"

HWY_BEFORE_NAMESPACE();
namespace qlab::kernels::HWY_NAMESPACE {

// A "dot" says how one vector of an image meets one vector of weights. It has
//   Pixel                  the element type of an image
//   Sum, SumTag            the vector that collects products
//   kStep                  pixels taken at a time
//   kOutputs               rows of weights: ten, or eleven with the one that sums the pixels
//   load(pixels)           a vector of an image
//   weight<k>(j)           the weights of row k from pixel j on
//   addProduct(x, w, sum)

/// Float weights; pixels are floats, or bytes made floats on the way.
template <typename PixelType> struct FloatDot {
    using Pixel = PixelType;
    using SumTag = F32;
    using Sum = hn::Vec<F32>;
    static constexpr int kStep = kFloatLanes;
    static constexpr int kOutputs = kClasses;
    static_assert(kPixels % kStep == 0, "no tail: nothing is read after the last image");

    const float (*rows)[kPixels];

    HWY_INLINE Sum load(const Pixel* pixels) const { return loadFloats(pixels); }
    template <int k> HWY_INLINE Sum weight(int j) const { return hn::Load(F32(), rows[k] + j); }
    HWY_INLINE void addProduct(Sum x, Sum w, Sum& sum) const
    {
        sum = hn::MulAdd(x, w, sum);
        settle(sum);
    }
};

/// Byte pixels and weights, both widened to 16 bits: exact for every weight, unlike the saturating u8 x i8 product of
/// SSSE3 and AVX2 (255 * 127 * 2 > 32767).
template <bool kWithSum> struct WideDot {
    static constexpr bool kMayPair = QLAB_HAVE_PAIRS != 0; ///< products of bytes may be quicker: pairs-inl.h
    using Pixel = std::uint8_t;
    using SumTag = I32;
    using Sum = hn::Vec<I32>;
    static constexpr int kStep = hn::MaxLanes(I16());
    static constexpr int kOutputs = kClasses + (kWithSum ? 1 : 0);
    static_assert((kPixels + kStep - 1) / kStep * kStep <= kInt16Stride);

    const Int8Weights& weights;

    HWY_INLINE hn::Vec<I16> load(const std::uint8_t* pixels) const
    {
        const hn::Rebind<std::uint8_t, I16> bytes;
        return hn::PromoteTo(I16(), hn::LoadU(bytes, pixels));
    }
    template <int k> HWY_INLINE hn::Vec<I16> weight(int j) const { return hn::Load(I16(), weights.wide[k] + j); }
    HWY_INLINE void addProduct(hn::Vec<I16> x, hn::Vec<I16> w, Sum& sum) const
    {
#if HWY_ARCH_ARM_A64 // Highway collects the halves apart, which takes an addition more
        sum.raw = vmlal_high_s16(vmlal_s16(sum.raw, vget_low_s16(x.raw), vget_low_s16(w.raw)), x.raw, w.raw);
        settle(sum);
#else
        Sum other = hn::Zero(I32()); // stays 0 on x86
        const Sum products = hn::ReorderWidenMulAccumulate(I32(), x, w, hn::Zero(I32()), other);
        addTo(sum, hn::Add(products, other));
#endif
    }
};

/// Images at a time. Two halve the loads of weights.
constexpr int kTileImages = kManyRegisters ? 2 : 1;

// Bytes ahead of the image at hand. The hardware does not see the stream among so many products, so each line is asked
// for in time: floats go to L2, as their weights alone fill L1.
constexpr int kByteAhead = 3 * 1024;
constexpr int kFloatAhead = kManyRegisters ? 25 * 1024 : 8 * 1024; // best measured with AVX-512 and with AVX2

/// Which ends of the images of a tile are worth their products; where all are black, they add nothing.
struct Inked {
    bool head = true; ///< pixels 0 ... 63
    bool rest = true; ///< pixels 768 ... 783
};

constexpr int kByteLine = 64, kWholeLines = kPixels / kByteLine * kByteLine;

/// Only the first line of 64 bytes and what is left behind the last whole one are looked at: in centred digits they
/// are black so regularly that the CPU foresees it, and a wrong guess costs more than the products of another line.
template <int kImages> HWY_INLINE Inked inkedEnds(const std::uint8_t* pixels)
{
    const U8 d;
    const hn::FixedTag<std::uint8_t, kPixels - kWholeLines> dRest;
    auto head = hn::Zero(d);
    auto rest = hn::Zero(dRest);
    each<kImages>([&]<int i>() QLAB_INLINE {
        each<kByteLine / hn::MaxLanes(U8())>([&]<int v>() QLAB_INLINE {
            head = hn::Or(head, hn::LoadU(d, pixels + i * kPixels + v * hn::MaxLanes(U8())));
        });
        rest = hn::Or(rest, hn::LoadU(dRest, pixels + i * kPixels + kWholeLines));
    });
    return {!hn::AllTrue(d, hn::Eq(head, hn::Zero(d))), !hn::AllTrue(dRest, hn::Eq(rest, hn::Zero(dRest)))};
}

/// Images one after the other.
template <typename Pixel> struct Contiguous {
    const Pixel* images;

    HWY_INLINE const Pixel* row(std::size_t image) const { return images + image * kPixels; }
    /// Of so many images from \p image on.
    template <int kImages> HWY_INLINE Inked inked(std::size_t image) const
    {
        if constexpr (sizeof(Pixel) == 1)
            return inkedEnds<kImages>(row(image));
        else
            return {}; // a black pixel is no zero when it is normalised
    }
    HWY_INLINE void prefetch(std::size_t image, int j) const
    {
        const char* line = reinterpret_cast<const char*>(row(image) + j);
        if constexpr (sizeof(Pixel) == 1)
            prefetchToL1(line + kByteAhead);
        else
            prefetchToL2(line + kFloatAhead);
    }
};

/// What the sums of a dot are, twelve for each image: 16-byte aligned.
template <class Dot> using SumOf = hn::TFromD<typename Dot::SumTag>;

/// The sums of kImages images from \p first on: ten or eleven products of each in registers, every vector of weights
/// loaded once.
template <int kImages, class Dot, class Rows>
HWY_INLINE void sumTile(const Dot& dot, const Rows& rows, std::size_t first, SumOf<Dot> (*to)[kLanes])
{
    const typename Dot::SumTag d;
    auto sums = vectors<kImages>([=]<int>() QLAB_INLINE { return zeros<kLanes>(d); });
    const auto step = [&](int j) QLAB_INLINE {
        const auto x = vectors<kImages>([&]<int i>() QLAB_INLINE { return dot.load(rows.row(first + i) + j); });
        each<Dot::kOutputs>([&]<int k>() QLAB_INLINE {
            auto w = dot.template weight<k>(j);
            if constexpr (kImages > 1)
                renew(w);
            each<kImages>([&]<int i>() QLAB_INLINE { dot.addProduct(at<i>(x), w, at<k>(at<i>(sums))); });
        });
    };
    const Inked inked = rows.template inked<kImages>(first);
    // Two short loops rather than a long one, whose end the CPU would not foresee.
    constexpr int kLine = 64 / sizeof(typename Dot::Pixel);
    for (int line = 0; line < kPixels; line += kLine) {
        each<kImages>([&]<int i>() QLAB_INLINE { rows.prefetch(first + i, line); });
        if ((line == 0 && !inked.head) || (line == kWholeLines && !inked.rest))
            continue;
        if constexpr (Dot::kStep == kLine) {
            step(line);
        } else {
            QLAB_ROLLED
            for (int j = line; j < line + kLine && j < kPixels; j += Dot::kStep)
                step(j);
        }
    }
    each<kImages>([&]<int i>() QLAB_INLINE { storeSums(d, at<i>(sums), to[i]); });
}

/// The sums of \p count images from \p first on. Not inline: what a caller keeps in registers would drive sums out of
/// them.
template <class Dot, class Rows>
HWY_NOINLINE void sumImages(
    const Dot& dot, const Rows& rows, std::size_t first, std::size_t count, SumOf<Dot> (*to)[kLanes])
{
    std::size_t image = 0;
    for (; image + kTileImages <= count; image += kTileImages)
        sumTile<kTileImages>(dot, rows, first + image, to + image);
    if constexpr (kTileImages > 1)
        for (; image < count; ++image)
            sumTile<1>(dot, rows, first + image, to + image);
}

/// Calls sink(image, its twelve sums) for each image, in order. Rows tell where an image is, and what to prefetch while
/// it is at work. What a sink does is a long chain of dependent steps: several images in a row, so that their chains
/// overlap.
template <class Dot, class Rows, class Sink>
HWY_INLINE void runTiles(const Dot& dot, const Rows& rows, std::size_t count, const Sink& sink)
{
    constexpr std::size_t kBlock = 8;
    alignas(16) SumOf<Dot> sums[kBlock][kLanes] = {};
    for (std::size_t first = 0; first < count; first += kBlock) {
        const std::size_t size = count - first < kBlock ? count - first : kBlock;
        sumImages(dot, rows, first, size, sums);
        for (std::size_t i = 0; i < size; ++i)
            sink(first + i, sums[i]);
    }
}

} // namespace qlab::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
