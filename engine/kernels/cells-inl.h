// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled once for each target by vector_kernels.cpp: means of cells.
#if defined(QLAB_KERNELS_CELLS_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef QLAB_KERNELS_CELLS_INL_H
#undef QLAB_KERNELS_CELLS_INL_H
#else
#define QLAB_KERNELS_CELLS_INL_H
#endif

#include "engine/kernels/planes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace qlab::kernels::HWY_NAMESPACE {

/// The pixel rows of a cell row, weighted and added up.
HWY_INLINE void addRows(const FramedPlane& plane, const PoolPlan::Rows& rows, float* sum)
{
    const F32 d;
    const float* const shares = rows.shares.data();
    const std::size_t count = rows.shares.size();
    const float(*const first)[kFramedSide] = plane.rows + rows.first;
    eachVectorOfRow([&](std::size_t x) QLAB_INLINE {
        auto added = hn::Mul(hn::Load(d, first[0] + x), hn::Set(d, shares[0]));
        for (std::size_t i = 1; i < count; ++i)
            added = hn::Add(added, hn::Mul(hn::Load(d, first[i] + x), hn::Set(d, shares[i])));
        hn::Store(added, d, sum + x);
    });
}

/// The pixel columns of each cell of a cell row.
HWY_INLINE void addTaps(const float* row, const PoolPlan& plan, float* cells)
{
    const F32 d;
    const RowTable table(row);
    const PoolPlan::Tap* const taps = plan.taps.data();
    const std::size_t count = plan.taps.size(), grid = static_cast<std::size_t>(plan.grid);
    for (std::size_t x = 0; x < grid; x += kFloats) {
        const auto product = [&](std::size_t i) QLAB_INLINE {
            return hn::Mul(table[hn::Load(I32(), taps[i].column + x)], hn::Load(d, taps[i].share + x));
        };
        auto sum = product(0);
        for (std::size_t i = 1; i < count; ++i)
            sum = hn::Add(sum, product(i));
        hn::StoreU(sum, d, cells + x); // zeros behind the last cell
    }
}

void poolPlane(const FramedPlane& plane, const PoolPlan& plan, FeatureValues& cells)
{
    const std::size_t grid = static_cast<std::size_t>(plan.grid);
    alignas(kAlignment) float sums[kSide][kFramedSide];
    for (std::size_t row = 0; row < grid; ++row)
        addRows(plane, plan.rows[row], sums[row]);
    for (std::size_t row = 0; row < grid; ++row)
        addTaps(sums[row], plan, cells.values + row * grid);
    for (std::size_t i = grid * grid; i < kPixels; i += kFloats)
        hn::StoreU(hn::Zero(F32()), F32(), cells.values + i);
}

} // namespace qlab::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
