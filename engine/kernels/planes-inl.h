// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled once for each target by vector_kernels.cpp: an image made a plane of floats, its moments, and a plane
// sampled anew.
#if defined(QLAB_KERNELS_PLANES_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef QLAB_KERNELS_PLANES_INL_H
#undef QLAB_KERNELS_PLANES_INL_H
#else
#define QLAB_KERNELS_PLANES_INL_H
#endif

#include "engine/kernels/image_steps.h"
#include "engine/kernels/vector-inl.h"

#include <cstring>

HWY_BEFORE_NAMESPACE();
namespace qlab::kernels::HWY_NAMESPACE {

constexpr std::size_t kFloats = kFloatLanes; ///< 4, 8 or 16: each divides the 32 floats of a framed row
static_assert(kFramedSide % kFloats == 0);

/// For each vector of a framed row: f(its first column). Written out where the compiler does not mix them
/// (QLAB_ROLLED).
template <class F> HWY_INLINE void eachVectorOfRow(const F& f)
{
#if HWY_COMPILER_CLANG
    QLAB_ROLLED
    for (std::size_t x = 0; x < kFramedSide; x += kFloats)
        f(x);
#else
    each<static_cast<int>(kFramedSide / kFloats)>([&]<int part>() QLAB_INLINE { f(part * kFloats); });
#endif
}

/// Black above, or below, the image.
HWY_INLINE void blackRows(FramedPlane& plane, std::size_t first)
{
    for (std::size_t y = first; y < first + kFrame; ++y)
        eachVectorOfRow([&](std::size_t x) QLAB_INLINE { hn::Store(hn::Zero(F32()), F32(), plane.rows[y] + x); });
}

/// All bits set where a framed column holds a pixel.
HWY_INLINE hn::Mask<F32> isPixel(std::size_t column)
{
    const F32 d;
    const auto x = hn::Iota(d, static_cast<float>(column));
    return hn::And(hn::Ge(x, hn::Set(d, kFrame)), hn::Lt(x, hn::Set(d, kFrame + kSide)));
}

/// Rows of bytes with at least two bytes before and four behind each, which may be read: those of the image, but for
/// the first and the last one, which are copied.
class ByteRows {
public:
    static constexpr std::size_t kBefore = 2;

    HWY_INLINE explicit ByteRows(const std::uint8_t* image)
        : m_image(image)
    {
        std::memcpy(m_first + kBefore, image, kSide);
        std::memcpy(m_last + kBefore, image + kPixels - kSide, kSide);
    }
    HWY_INLINE const std::uint8_t* operator[](std::size_t y) const
    {
        return y == 0 ? m_first + kBefore : y == kSide - 1 ? m_last + kBefore : m_image + kSide * y;
    }

private:
    const std::uint8_t* m_image;
    std::uint8_t m_first[40]{};
    std::uint8_t m_last[40]{};
};

/// The sums of a few columns over all rows. Going upwards, what has been summed up is added once a row, so that a row's
/// sum counts y times in the end, and y (y - 1) / 2 times one level higher: no product with y.
struct ColumnSums {
    hn::Vec<I32> u, uBelow, uPairsBelow, x, xBelow, xx;

    HWY_INLINE ColumnSums()
        : u(hn::Zero(I32()))
        , uBelow(u)
        , uPairsBelow(u)
        , x(u)
        , xBelow(u)
        , xx(u)
    {
    }
};

HWY_INLINE hn::Vec<I32> pairSums(hn::Vec<I16> pixels, hn::Vec<I16> factors)
{
    const I32 d;
    auto odd = hn::Zero(d); // where a target multiplies even and odd lanes apart
    const auto even = hn::ReorderWidenMulAccumulate(d, pixels, factors, hn::Zero(d), odd);
    return hn::Add(even, odd);
}

HWY_INLINE std::int32_t total(hn::Vec<I32> v) { return hn::GetLane(hn::SumOfLanes(I32(), v)); }

HWY_INLINE void addColumns(const ByteRows& rows, std::size_t column, InkSums& sums)
{
    const I16 d;
    const auto x = hn::Iota(d, static_cast<std::int16_t>(column));
    const auto isInside = hn::Lt(x, hn::Set(d, kSide));
    const auto one = hn::IfThenElseZero(isInside, hn::Set(d, 1));
    const auto factor = hn::IfThenElseZero(isInside, x), square = hn::Mul(factor, factor);
    ColumnSums part;
    QLAB_ROLLED
    for (std::size_t y = kSide; y-- > 0;) {
        const auto pixels = hn::PromoteTo(d, hn::LoadU(hn::Rebind<std::uint8_t, I16>(), rows[y] + column));
        part.uPairsBelow = hn::Add(part.uPairsBelow, part.uBelow);
        part.uBelow = hn::Add(part.uBelow, part.u);
        part.u = hn::Add(part.u, pairSums(pixels, one));
        part.xBelow = hn::Add(part.xBelow, part.x);
        part.x = hn::Add(part.x, pairSums(pixels, factor));
        part.xx = hn::Add(part.xx, pairSums(pixels, square));
    }
    sums.u += total(part.u);
    sums.y += total(part.uBelow);
    sums.x += total(part.x);
    sums.yy += total(hn::Add(part.uBelow, hn::Add(part.uPairsBelow, part.uPairsBelow)));
    sums.xx += total(part.xx);
    sums.xy += total(part.xBelow);
}

InkSums inkSums(const std::uint8_t* image)
{
    const ByteRows rows(image);
    InkSums sums;
    for (std::size_t column = 0; column < kFramedSide; column += hn::Lanes(I16()))
        addColumns(rows, column, sums);
    return sums;
}

void framePlane(const std::uint8_t* image, FramedPlane& plane)
{
    const ByteRows rows(image);
    blackRows(plane, 0);
    for (std::size_t y = 0; y < kSide; ++y)
        eachVectorOfRow([&](std::size_t x) QLAB_INLINE {
            const auto pixels = loadFloats(rows[y] - kFrame + x);
            hn::Store(hn::IfThenElseZero(isPixel(x), pixels), F32(), plane.rows[y + kFrame] + x);
        });
    blackRows(plane, kFrame + kSide);
}

/// 32 floats, 64-byte aligned, to be looked up by index 0 ... 31. In registers where instructions look into those: with
/// AVX2 that takes nine steps, and is faster than a gather all the same (an image pooled in two thirds of the time).
class RowTable {
public:
    HWY_INLINE explicit RowTable(const float* row)
        : m_row(row)
    {
    }
#if HWY_TARGET == HWY_AVX3
    HWY_INLINE hn::Vec<F32> operator[](hn::Vec<I32> index) const
    {
        const F32 d;
        return hn::Vec<F32>{_mm512_permutex2var_ps(hn::Load(d, m_row).raw, index.raw, hn::Load(d, m_row + 16).raw)};
    }
#elif HWY_TARGET == HWY_AVX2
    HWY_INLINE hn::Vec<F32> operator[](hn::Vec<I32> index) const
    {
        const auto isOdd = hn::BitCast(F32(), hn::ShiftLeft<28>(index));
        const auto isLast = hn::BitCast(F32(), hn::ShiftLeft<27>(index));
        const auto either = [&](hn::Vec<F32> even, hn::Vec<F32> odd, hn::Vec<F32> choice) QLAB_INLINE {
            return hn::Vec<F32>{_mm256_blendv_ps(even.raw, odd.raw, choice.raw)}; // by the sign
        };
        return either(either(ofEight(0, index), ofEight(8, index), isOdd),
            either(ofEight(16, index), ofEight(24, index), isOdd), isLast);
    }
#else
    HWY_INLINE hn::Vec<F32> operator[](hn::Vec<I32> index) const { return hn::GatherIndex(F32(), m_row, index); }
#endif

private:
#if HWY_TARGET == HWY_AVX2
    /// The lower three bits count.
    HWY_INLINE hn::Vec<F32> ofEight(std::size_t first, hn::Vec<I32> index) const
    {
        return hn::Vec<F32>{_mm256_permutevar8x32_ps(hn::Load(F32(), m_row + first).raw, index.raw)};
    }
#endif
    const float* m_row;
};

/// Numbers from -0.5 to 255, rounded to nearest, halves to even, as floats and as integers. By adding what leaves no
/// bits for a fraction: Highway's conversions first ask whether the number is too great, five operations each.
struct Rounded {
    static constexpr float kNoFraction = 12582912; // 2^23 + 2^22
    hn::Vec<F32> number;
    hn::Vec<I32> integer;

    HWY_INLINE explicit Rounded(hn::Vec<F32> value)
        : number(hn::Add(value, hn::Set(F32(), kNoFraction)))
        , integer(hn::And(hn::BitCast(I32(), number), hn::Set(I32(), 255)))
    {
        number = hn::Sub(number, hn::Set(F32(), kNoFraction));
    }
};

HWY_INLINE hn::Vec<F32> between(hn::Vec<F32> a, hn::Vec<F32> b, hn::Vec<F32> part)
{
    return hn::Add(a, hn::Mul(part, hn::Sub(b, a)));
}

/// Places of pixels in a frame; a pixel beyond the image, all is black.
constexpr float kFirstPlace = kFrame - 1.5F, kLastPlace = kFrame + kSide + 0.5F;

/// What lies at height \p place of \p from, one row, whole columns.
HWY_INLINE void sampleRow(const FramedPlane& from, float place, float* to)
{
    const F32 d;
    const float inside = place < kFirstPlace ? kFirstPlace : place > kLastPlace ? kLastPlace : place;
    const auto row = static_cast<std::size_t>(inside);
    const auto part = hn::Set(d, inside - static_cast<float>(row));
    eachVectorOfRow([&](std::size_t x) QLAB_INLINE {
        hn::Store(between(hn::Load(d, from.rows[row] + x), hn::Load(d, from.rows[row + 1] + x), part), d, to + x);
    });
}

/// From one row to another: pixel x is taken from place \p middle + kx (x - 14).
HWY_INLINE void sampleColumns(const float* from, float middle, float kx, float* to)
{
    const F32 d;
    const I32 di;
    const RowTable row(from);
    eachVectorOfRow([&](std::size_t x) QLAB_INLINE {
        const auto fromMiddle = hn::Iota(d, static_cast<float>(x) - (kFrame + kSide / 2));
        const auto place = hn::Add(hn::Set(d, middle), hn::Mul(hn::Set(d, kx), fromMiddle));
        const auto inside = hn::Min(hn::Max(place, hn::Set(d, kFirstPlace)), hn::Set(d, kLastPlace));
        const Rounded left(hn::Sub(inside, hn::Set(d, 0.5F))); // of a whole place, it or the one before: both are right
        const auto part = hn::Sub(inside, left.number);
        const auto value = between(row[left.integer], row[hn::Add(left.integer, hn::Set(di, 1))], part);
        hn::Store(hn::IfThenElseZero(isPixel(x), value), d, to + x);
    });
}

/// First all rows, then all columns: no row is looked up while it is still on its way to memory.
void resample(const FramedPlane& from, const Sampling& sampling, FramedPlane& to)
{
    FramedPlane upright;
    for (std::size_t y = kFrame; y < kFrame + kSide; ++y) {
        const float dy = static_cast<float>(y) - (kFrame + kSide / 2);
        sampleRow(from, sampling.cy + sampling.ky * dy + kFrame, upright.rows[y]);
    }
    for (std::size_t y = kFrame; y < kFrame + kSide; ++y) {
        const float dy = static_cast<float>(y) - (kFrame + kSide / 2);
        sampleColumns(upright.rows[y], sampling.cx + sampling.shear * dy + kFrame, sampling.kx, to.rows[y]);
    }
    blackRows(to, 0);
    blackRows(to, kFrame + kSide);
}

void planeValues(const FramedPlane& plane, FeatureValues& values)
{
    for (std::size_t y = 0; y < kSide; ++y)
        eachVectorOfRow([&](std::size_t x) QLAB_INLINE { // what is too much in a row, the next one overwrites
            hn::StoreU(hn::LoadU(F32(), plane.rows[y + kFrame] + kFrame + x), F32(), values.values + kSide * y + x);
        });
}

void featureBytes(const FeatureValues& values, float factor, std::uint8_t* bytes)
{
    const F32 d;
    const hn::Rebind<std::uint8_t, F32> narrow;
    const auto times = hn::Set(d, factor), most = hn::Set(d, 255);
    for (std::size_t i = 0; i < kPixels; i += kFloats) {
        const auto value = hn::Min(hn::Mul(hn::Load(d, values.values + i), times), most);
        hn::StoreU(hn::DemoteTo(narrow, Rounded(value).integer), narrow, bytes + i);
    }
}

} // namespace qlab::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
