// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled once for each target by vector_kernels.cpp: which pixels of which images training must look at.
#if defined(QLAB_KERNELS_INK_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef QLAB_KERNELS_INK_INL_H
#undef QLAB_KERNELS_INK_INL_H
#else
#define QLAB_KERNELS_INK_INL_H
#endif

#include "engine/kernels/training.h"
#include "engine/kernels/vector-inl.h"

HWY_BEFORE_NAMESPACE();
namespace qlab::kernels::HWY_NAMESPACE {

/// Images taken at a time: their pixels stay in L2 between the forward and the backward pass, and a word has a bit for
/// each. Bigger batches are chunks whose gradients add up.
constexpr std::size_t kChunk = 64;

/// Pixels that are passed over together: eight, or a vector where that is more.
constexpr std::size_t kSegment = kFloatLanes > 8 ? kFloatLanes : 8;
static_assert(kSegment <= 16 && kPixels % kSegment == 0);

HWY_INLINE std::size_t lowestBit(std::uint64_t word) { return hwy::Num0BitsBelowLS1Bit_Nonzero64(word); }

/// Bits of whole segments: where those are of 16 pixels, an even bit stands for two.
HWY_INLINE InkMask wholeSegments(InkMask ink)
{
    if constexpr (kSegment == 16)
        for (std::uint64_t& word : ink.words)
            word = (word | word >> 1) & 0x5555555555555555;
    return ink;
}

/// Bit j of word i becomes bit i of word j: blocks of 32, 16, ... 1 bits change places across the diagonal (the
/// recursive transposition of Warren, Hacker's Delight, 7-3).
HWY_INLINE void transposeBits(std::uint64_t (&words)[kChunk])
{
    std::uint64_t mask = 0x00000000FFFFFFFF;
    for (std::size_t size = 32; size > 0; size /= 2, mask ^= mask << size)
        for (std::size_t i = 0; i < kChunk; i = ((i | size) + 1) & ~size) {
            const std::uint64_t swapped = ((words[i] >> size) ^ words[i | size]) & mask;
            words[i] ^= swapped << size;
            words[i | size] ^= swapped;
        }
}

/// For each segment of eight pixels, the images of a chunk that have ink there.
struct InkedImages {
    std::uint64_t words[2][kChunk];

    HWY_INLINE InkedImages(const InkMask* ink, std::size_t size)
    {
        for (std::size_t half = 0; half < 2; ++half) {
            for (std::size_t i = 0; i < kChunk; ++i)
                words[half][i] = i < size ? ink[i].words[half] : 0;
            transposeBits(words[half]);
        }
    }
    HWY_INLINE std::uint64_t at(std::size_t pixel) const { return words[pixel / 512][pixel / 8 % 64]; }
};

} // namespace qlab::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
