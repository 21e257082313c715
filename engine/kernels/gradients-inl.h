// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled once for each target by vector_kernels.cpp: gradients by direction, in cells.
#if defined(QLAB_KERNELS_GRADIENTS_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef QLAB_KERNELS_GRADIENTS_INL_H
#undef QLAB_KERNELS_GRADIENTS_INL_H
#else
#define QLAB_KERNELS_GRADIENTS_INL_H
#endif

#include "engine/kernels/gradient_tables.h"
#include "engine/kernels/planes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace qlab::kernels::HWY_NAMESPACE {

/// The gradients of an image that are not zero, one behind the other: most of an image has none. Each row once for each
/// cell row that it lies in, weighted by the share of it.
struct Edges {
    static constexpr std::size_t kMost = 2 * kPixels + kFloats; ///< and what a vector writes too much
    alignas(kAlignment) float x[kMost];
    alignas(kAlignment) float y[kMost];
    alignas(kAlignment) std::int32_t code[kMost]; ///< cell and column, see GradientPlan
    std::size_t count = 0;

    HWY_INLINE Edges() { } // the rest is written before it is read
};

/// Moves the lanes of a mask to the front. Highway's own Compress copies its whole table to the stack at each call
/// where the CPU has no such instruction (GCC 12).
class Chosen {
public:
#if HWY_TARGET == HWY_AVX3
    HWY_INLINE explicit Chosen(hn::Mask<F32> mask)
        : count(hn::CountTrue(F32(), mask))
        , m_mask(mask)
    {
    }
    HWY_INLINE hn::Vec<F32> operator()(hn::Vec<F32> v) const { return hn::Compress(v, m_mask); }

    std::size_t count;

private:
    hn::Mask<F32> m_mask;
#else
    HWY_INLINE explicit Chosen(hn::Mask<F32> mask)
        : count(hn::CountTrue(F32(), mask))
        , m_lanes(lanesOf(mask))
    {
    }
    HWY_INLINE hn::Vec<F32> operator()(hn::Vec<F32> v) const { return hn::TableLookupLanes(v, m_lanes); }

    std::size_t count;

private:
    using Lanes = decltype(hn::IndicesFromVec(F32(), hn::Zero(I32())));

    HWY_INLINE static Lanes lanesOf(hn::Mask<F32> mask)
    {
        std::uint8_t bits[8];
        hn::StoreMaskBits(F32(), mask, bits);
        const hn::Rebind<std::uint8_t, F32> bytes;
        return hn::IndicesFromVec(F32(), hn::PromoteTo(I32(), hn::LoadU(bytes, kChosenLanes.lanes[bits[0]])));
    }

    Lanes m_lanes;
#endif
};

HWY_INLINE void takeEdges(const FramedPlane& plane, const GradientPlan& plan, Edges& edges)
{
    const F32 d;
    const I32 di;
    std::size_t count = 0;
    for (const GradientPlan::RowPart& part : plan.parts) {
        const float* const row = plane.rows[part.row];
        const auto share = hn::Set(d, part.share);
        const auto cell = hn::Set(di, part.cell);
        eachVectorOfRow([&](std::size_t i) QLAB_INLINE {
            const auto y =
                hn::Mul(hn::Sub(hn::Load(d, row + kFramedSide + i), hn::Load(d, row + i - kFramedSide)), share);
            const auto x = hn::Mul(hn::Sub(hn::LoadU(d, row + i + 1), hn::LoadU(d, row + i - 1)), share);
            const auto inside = hn::BitCast(d, hn::Load(di, plan.inside + i));
            const auto most = hn::And(inside, hn::Max(hn::Abs(x), hn::Abs(y)));
            const auto isEdge = hn::Gt(most, hn::Zero(d));
            const Chosen chosen(isEdge);
            hn::StoreU(chosen(x), d, edges.x + count);
            hn::StoreU(chosen(y), d, edges.y + count);
            const auto code = hn::Add(hn::Load(di, plan.codes + i), cell);
            hn::StoreU(hn::BitCast(di, chosen(hn::BitCast(d, code))), di, edges.code + count);
            count += chosen.count;
        });
    }
    // The last vector is calculated whole.
    hn::StoreU(hn::Set(d, 1), d, edges.x + count);
    hn::StoreU(hn::Set(d, 1), d, edges.y + count);
    hn::StoreU(hn::Zero(di), di, edges.code + count);
    edges.count = count;
}

/// The angle of (x, y) in turns, 0 ... 1. Not both 0.
HWY_INLINE hn::Vec<F32> turnOf(hn::Vec<F32> x, hn::Vec<F32> y)
{
    const F32 d;
    const auto wide = hn::Abs(x), high = hn::Abs(y);
    const auto tangent = hn::Div(hn::Min(wide, high), hn::Max(wide, high));
    const auto square = hn::Mul(tangent, tangent);
    auto sum = hn::Set(d, kTurnOfTangent[6]);
    each<6>([&]<int i>() QLAB_INLINE { sum = hn::Add(hn::Mul(sum, square), hn::Set(d, kTurnOfTangent[5 - i])); });
    auto turn = hn::Mul(sum, tangent);
    turn = hn::IfThenElse(hn::Gt(high, wide), hn::Sub(hn::Set(d, 0.25F), turn), turn);
    turn = hn::IfThenElse(hn::Lt(x, hn::Zero(d)), hn::Sub(hn::Set(d, 0.5F), turn), turn);
    return hn::IfThenElse(hn::Lt(y, hn::Zero(d)), hn::Sub(hn::Set(d, 1), turn), turn);
}

/// Edges become what the lower direction gets (x) and what the next one gets (y); the cell becomes that of the lower
/// one.
HWY_INLINE void takeDirections(const GradientPlan& plan, Edges& edges)
{
    const F32 d;
    const I32 di;
    const auto perTurn = hn::Set(d, plan.perTurn), all = hn::Set(d, static_cast<float>(plan.directions));
    const auto last = hn::Set(d, static_cast<float>(plan.directions - 1));
    const auto cells = hn::Set(di, plan.cells << kCellShift);
    for (std::size_t i = 0; i < edges.count; i += kFloats) {
        const auto x = hn::Load(d, edges.x + i), y = hn::Load(d, edges.y + i);
        auto place = hn::Mul(turnOf(x, y), perTurn); // over half a turn, opposite directions are one
        place = hn::IfThenElse(hn::Gt(place, all), hn::Sub(place, all), place);
        const Rounded lower(hn::Min(hn::Sub(place, hn::Set(d, 0.5F)), last)); // a whole place: it or the one before
        const auto strength = hn::Sqrt(hn::Add(hn::Mul(x, x), hn::Mul(y, y)));
        const auto next = hn::Mul(strength, hn::Sub(place, lower.number));
        hn::Store(hn::Sub(strength, next), d, edges.x + i);
        hn::Store(next, d, edges.y + i);
        hn::Store(hn::Add(hn::Load(di, edges.code + i), hn::Mul(lower.integer, cells)), di, edges.code + i);
    }
}

/// For each cell of each direction, what it gets and what the cell on its right gets from pixels that begin in it: so
/// that an edge is added by two operations, and none has to wait for one that was half of another's. One direction
/// more than there are: it is the first one again.
struct CellPairs {
    /// A vector before them, as the first cell has none on its left, and what is too much in the last vectors.
    alignas(kAlignment) float all[kFloats + 4 * kPixels + 3 * kFloats];

    /// \p cells of all directions.
    HWY_INLINE explicit CellPairs(std::size_t cells)
    {
        for (std::size_t i = 0; i < 2 * cells + 3 * kFloats; i += kFloats)
            hn::Store(hn::Zero(F32()), F32(), all + i);
    }
    HWY_INLINE float* pairs() { return all + kFloats; }
    /// Of cells \p cell and those behind it.
    HWY_INLINE hn::Vec<F32> sums(std::size_t cell) const
    {
        const F32 d;
        const float* const own = all + kFloats + 2 * cell;
        const auto first = hn::ConcatEven(d, hn::LoadU(d, own + kFloats), hn::LoadU(d, own));
        const auto second = hn::ConcatEven(d, hn::LoadU(d, own - 1 + kFloats), hn::LoadU(d, own - 1));
        return hn::Add(first, second);
    }
};

HWY_INLINE void addEdge(const GradientPlan& plan, const Edges& edges, std::size_t i, CellPairs& to)
{
    const hn::FixedTag<float, 2> two;
    const auto code = static_cast<std::uint32_t>(edges.code[i]);
    float* const lower = to.pairs() + (code >> (kCellShift - 1)); // two floats a cell
    float* const next = lower + static_cast<std::ptrdiff_t>(2) * plan.cells;
    const auto shares = hn::LoadU(two, plan.shares[code & (kFramedSide - 1)]);
    hn::StoreU(hn::Add(hn::LoadU(two, lower), hn::Mul(shares, hn::Set(two, edges.x[i]))), two, lower);
    hn::StoreU(hn::Add(hn::LoadU(two, next), hn::Mul(shares, hn::Set(two, edges.y[i]))), two, next);
}

/// Four at a time that lie far apart: neighbours mostly belong to the same cell, and would wait for each other's sum.
HWY_INLINE void addEdges(const GradientPlan& plan, const Edges& edges, CellPairs& to)
{
    const std::size_t part = edges.count / kEdgeParts;
    for (std::size_t i = 0; i < part; ++i)
        each<static_cast<int>(kEdgeParts)>(
            [&]<int k>() QLAB_INLINE { addEdge(plan, edges, static_cast<std::size_t>(k) * part + i, to); });
    for (std::size_t i = kEdgeParts * part; i < edges.count; ++i)
        addEdge(plan, edges, i, to);
}

void poolGradients(const FramedPlane& plane, const GradientPlan& plan, FeatureValues& cells)
{
    Edges edges;
    takeEdges(plane, plan, edges);
    takeDirections(plan, edges);
    const auto first = static_cast<std::size_t>(plan.cells), count = first * static_cast<std::size_t>(plan.directions);
    CellPairs pairs(count + first);
    addEdges(plan, edges, pairs);
    const F32 d;
    std::size_t i = 0;
    for (; i < first; i += kFloats)
        hn::Store(hn::Add(pairs.sums(i), pairs.sums(count + i)), d, cells.values + i);
    for (; i < count; i += kFloats)
        hn::Store(pairs.sums(i), d, cells.values + i);
    for (i = count; i < kPixels; i += kFloats)
        hn::StoreU(hn::Zero(d), d, cells.values + i);
}

} // namespace qlab::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
