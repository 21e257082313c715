// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled once for each target by vector_kernels.cpp: floats to bytes, and the range they span.
#if defined(QLAB_KERNELS_INPUT_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef QLAB_KERNELS_INPUT_INL_H
#undef QLAB_KERNELS_INPUT_INL_H
#else
#define QLAB_KERNELS_INPUT_INL_H
#endif

#include "engine/kernels/inference.h"
#include "engine/kernels/reference.h"
#include "engine/kernels/vector-inl.h"

#include <cstring>

HWY_BEFORE_NAMESPACE();
namespace qlab::kernels::HWY_NAMESPACE {

constexpr std::size_t kGroup = 4 * static_cast<std::size_t>(kFloatLanes); ///< floats handled at a time

/// Where the group that begins at \p j is taken from: the last one is moved back to end where the values end, as doing
/// some of them twice changes nothing. Precondition: count >= kGroup.
HWY_INLINE std::size_t groupAt(std::size_t j, std::size_t count) { return j + kGroup <= count ? j : count - kGroup; }

inline InputRange rangeOfFew(const float* values, std::size_t count)
{
    InputRange range;
    for (const float* value = values; value != values + count; ++value) {
        range.min = *value < range.min ? *value : range.min;
        range.max = *value > range.max ? *value : range.max;
    }
    return range;
}

/// The range of what was added so far, widened to hold 0, in \p count vectors of least values and as many of greatest.
template <int count> class RunningRange {
public:
    HWY_INLINE RunningRange()
        : m_low(zeros<count>(F32()))
        , m_high(zeros<count>(F32()))
    {
    }
    template <int v> HWY_INLINE void add(hn::Vec<F32> x)
    {
        at<v % count>(m_low) = hn::Min(x, at<v % count>(m_low));
        at<v % count>(m_high) = hn::Max(x, at<v % count>(m_high));
    }
    HWY_INLINE InputRange result() const
    {
        auto low = at<0>(m_low), high = at<0>(m_high);
        each<count>([&]<int v>() QLAB_INLINE {
            low = hn::Min(low, at<v>(m_low));
            high = hn::Max(high, at<v>(m_high));
        });
        return {hn::GetLane(hn::MinOfLanes(F32(), low)), hn::GetLane(hn::MaxOfLanes(F32(), high))};
    }

private:
    Vectors<hn::Vec<F32>, count> m_low;
    Vectors<hn::Vec<F32>, count> m_high;
};

/// While the same loop quantizes, for which registers are needed too.
using WatchedRange = RunningRange<2>;

/// Widened to hold 0. kStream: the values come from memory rather than from a cache.
template <bool kStream> InputRange rangeOf(const float* values, std::size_t count)
{
    if (count < kGroup)
        return rangeOfFew(values, count);
    RunningRange<4> range;
    for (std::size_t j = 0; j < count; j += kGroup) {
        const float* group = values + groupAt(j, count);
        if constexpr (kStream)
            for (std::size_t line = 0; line < kGroup; line += 16)
                prefetchToL2(reinterpret_cast<const char*>(group + line) + 3 * 1024);
        each<4>([&]<int v>() QLAB_INLINE { range.add<v>(hn::LoadU(F32(), group + v * kFloatLanes)); });
    }
    return range.result();
}

/// Two vectors of integers to one of 0 ... 255, saturated; on wide vectors, 128-bit block by block.
HWY_INLINE hn::Vec<U8> packBytes(hn::Vec<I16> low, hn::Vec<I16> high)
{
    // Highway 1.0.3 can only narrow one vector at a time, which takes three times as many steps on x86.
#if HWY_TARGET == HWY_AVX3
    return hn::Vec<U8>{_mm512_packus_epi16(low.raw, high.raw)};
#elif HWY_TARGET == HWY_AVX2
    return hn::Vec<U8>{_mm256_packus_epi16(low.raw, high.raw)};
#else
    static_assert(kFloatLanes == 4, "no blocks to put in order");
    const hn::Half<U8> half;
    return hn::Combine(U8(), hn::DemoteTo(half, high), hn::DemoteTo(half, low));
#endif
}

/// Pixels to fewer levels: rne(u top / 255) = floor((u top + 127) / 255), and that quotient v / 255 is
/// (v + 1 + floor(v / 256)) / 256 rounded down for every v below 65,535.
class PixelNarrower {
public:
    HWY_INLINE explicit PixelNarrower(std::int32_t top)
        : m_top(hn::Set(U16(), static_cast<std::uint16_t>(top)))
    {
    }
    HWY_INLINE void narrow(const std::uint8_t* pixels, std::uint8_t* bytes) const
    {
        const U8 d8;
        const auto u = hn::LoadU(d8, pixels);
        const auto zero = hn::Zero(d8); // beside each byte: halves of 128-bit blocks, which packing puts together again
        hn::StoreU(
            packBytes(divided(hn::InterleaveLower(d8, u, zero)), divided(hn::InterleaveUpper(d8, u, zero))), d8, bytes);
    }

private:
    using U16 = hn::ScalableTag<std::uint16_t>;

    HWY_INLINE hn::Vec<I16> divided(hn::Vec<U8> wide) const
    {
        const U16 d;
        const auto v = hn::Add(hn::Mul(hn::BitCast(d, wide), m_top), hn::Set(d, 127));
        const auto quotient = hn::ShiftRight<8>(hn::Add(hn::Add(v, hn::Set(d, 1)), hn::ShiftRight<8>(v)));
        return hn::BitCast(I16(), quotient);
    }

    hn::Vec<U16> m_top;
};

inline void narrowBlock(const std::uint8_t* pixels, std::size_t count, std::int32_t top, std::uint8_t* bytes)
{
    constexpr std::size_t kBytes = 4 * static_cast<std::size_t>(kFloatLanes);
    if (count < kBytes)
        return reference::narrowPixels(pixels, count, top, bytes);
    const PixelNarrower narrower(top);
    for (std::size_t j = 0; j < count; j += kBytes) {
        const std::size_t at = groupAt(j, count);
        narrower.narrow(pixels + at, bytes + at);
    }
}

/// After packing, each 128-bit block holds four bytes of vector 0, four of vector 1 and so on: where they belong.
HWY_INLINE auto orderOfBlocks()
{
    constexpr int kBlocks = kFloatLanes / 4;
    alignas(64) std::int32_t order[kFloatLanes];
    for (int lane = 0; lane < kFloatLanes; ++lane)
        order[lane] = lane % kBlocks * 4 + lane / kBlocks;
    return hn::SetTableIndices(I32(), order);
}

template <class Order> HWY_INLINE hn::Vec<U8> inOrder(hn::Vec<U8> packed, Order order)
{
    if constexpr (kFloatLanes == 4)
        return packed;
    else
        return hn::BitCast(U8(), hn::TableLookupLanes(hn::BitCast(I32(), packed), order));
}

/// Floats to bytes, a group at a time.
class InputQuantizer {
public:
    HWY_INLINE explicit InputQuantizer(const InputQuantization& input)
        : m_inverse(hn::Set(F32(), 1.0F / input.scale))
        , m_low(hn::Set(F32(), static_cast<float>(-input.zeroPoint)))
        , m_high(hn::Set(F32(), static_cast<float>(input.top - input.zeroPoint)))
        , m_offset(hn::Set(I32(), input.zeroPoint - kRounderBits))
        , m_top(hn::Set(U8(), static_cast<std::uint8_t>(input.top)))
        , m_order(orderOfBlocks())
    {
    }

    /// kClamp: values may lie anywhere. Without it they lie in the range that the quantization was chosen for, where
    /// only rounding can pass the ends, and packing saturates. \p seen also learns of the values, unless it is null.
    template <bool kClamp>
    HWY_INLINE void quantizeGroup(const float* values, std::uint8_t* bytes, WatchedRange* seen = nullptr) const
    {
        const I16 d16;
        const auto q = vectors<4>([&]<int v>() QLAB_INLINE {
            const auto x = hn::LoadU(F32(), values + v * kFloatLanes);
            if (seen != nullptr)
                seen->add<v>(x);
            return quantize<kClamp>(x);
        });
        const auto packed =
            packBytes(hn::ReorderDemote2To(d16, at<0>(q), at<1>(q)), hn::ReorderDemote2To(d16, at<2>(q), at<3>(q)));
        hn::StoreU(hn::Min(inOrder(packed, m_order), m_top), U8(), bytes);
    }

private:
    static constexpr float kRounder = 12582912.0F; ///< 1.5 * 2^23: added to a small float, it leaves an integer
    static constexpr std::int32_t kRounderBits = 0x4B400000; ///< the same as bits; the integer is counted from here

    template <bool kClamp> HWY_INLINE hn::Vec<I32> quantize(hn::Vec<F32> x) const
    {
        const F32 d;
        auto scaled = hn::Mul(x, m_inverse);
        if constexpr (kClamp)
            scaled = hn::Min(hn::Max(scaled, m_low), m_high);
        return hn::Add(hn::BitCast(I32(), hn::Add(scaled, hn::Set(d, kRounder))), m_offset);
    }

    hn::Vec<F32> m_inverse;
    hn::Vec<F32> m_low;
    hn::Vec<F32> m_high;
    hn::Vec<I32> m_offset;
    hn::Vec<U8> m_top;
    decltype(orderOfBlocks()) m_order;
};

inline void quantizeFew(const InputQuantization& input, const float* values, std::size_t count, std::uint8_t* bytes)
{
    alignas(64) float group[kGroup] = {};
    alignas(64) std::uint8_t quantized[kGroup];
    std::memcpy(group, values, count * sizeof(float));
    InputQuantizer(input).quantizeGroup<true>(group, quantized);
    std::memcpy(bytes, quantized, count);
}

template <bool kClamp>
void quantizeBlock(const float* values, std::size_t count, const InputQuantization& input, std::uint8_t* bytes)
{
    if (count < kGroup)
        return quantizeFew(input, values, count, bytes);
    const InputQuantizer quantizer(input);
    for (std::size_t j = 0; j < count; j += kGroup) {
        const std::size_t at = groupAt(j, count);
        quantizer.quantizeGroup<kClamp>(values + at, bytes + at);
    }
}

/// As quantizeBlock<false>, for values that may lie outside of the range; whether they do is for the caller to see from
/// the range that they span. Precondition: count >= kGroup.
inline InputRange quantizeAndWatch(
    const float* values, std::size_t count, const InputQuantization& input, std::uint8_t* bytes)
{
    const InputQuantizer quantizer(input);
    WatchedRange seen;
    for (std::size_t j = 0; j < count; j += kGroup) {
        const std::size_t at = groupAt(j, count);
        quantizer.quantizeGroup<false>(values + at, bytes + at, &seen);
    }
    return seen.result();
}

} // namespace qlab::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
