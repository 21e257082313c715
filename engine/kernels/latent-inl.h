// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled once for each target by vector_kernels.cpp: a step on weights behind a grid.
#if defined(QLAB_KERNELS_LATENT_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef QLAB_KERNELS_LATENT_INL_H
#undef QLAB_KERNELS_LATENT_INL_H
#else
#define QLAB_KERNELS_LATENT_INL_H
#endif

#include "engine/kernels/latent.h"
#include "engine/kernels/reference.h"
#include "engine/kernels/vector-inl.h"

HWY_BEFORE_NAMESPACE();
namespace qlab::kernels::HWY_NAMESPACE {

HWY_INLINE void stepLatentVector(const LatentRow& row, const LatentStep& step, std::size_t j)
{
    const F32 d;
    const auto times = [&](auto vector, float value) QLAB_INLINE { return hn::Mul(vector, hn::Set(d, value)); };
    const auto latent = hn::LoadU(d, row.latent + j);
    const auto gradient = hn::Add(times(hn::LoadU(d, row.pixelSums + j), step.perPixel), hn::Set(d, step.offset));
    const auto place = times(latent, step.perScale);
    const auto inside = hn::And(hn::Ge(place, hn::Set(d, step.low)), hn::Le(place, hn::Set(d, step.high)));
    const auto rounded = hn::IfThenElseZero(inside, times(place, step.rounds));
    hn::StoreU(hn::Mul(gradient, hn::Sub(hn::LoadU(d, row.level + j), rounded)), d, row.scaleGradient + j);
    const auto pull = hn::IfThenElse(hn::Gt(latent, hn::Zero(d)), hn::Set(d, step.l1), hn::Set(d, -step.l1));
    const auto kept = times(hn::LoadU(d, row.velocity + j), step.momentum);
    const auto velocity = hn::Add(hn::Add(kept, hn::IfThenElseZero(inside, gradient)), pull);
    hn::StoreU(velocity, d, row.velocity + j);
    hn::StoreU(hn::Sub(latent, times(velocity, step.rate)), d, row.latent + j);
}

/// What is left of a vector at the end goes weight by weight.
void stepLatent(const LatentRow& row, const LatentStep& step)
{
    const std::size_t lanes = hn::Lanes(F32()), whole = row.count / lanes * lanes;
    for (std::size_t j = 0; j < whole; j += lanes)
        stepLatentVector(row, step, j);
    reference::stepLatent({row.latent + whole, row.velocity + whole, row.level + whole, row.pixelSums + whole,
                              row.scaleGradient + whole, row.count - whole},
        step);
}

} // namespace qlab::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
