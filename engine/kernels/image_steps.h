// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/aligned.h"
#include "engine/core/shape.h"
#include "engine/kernels/cell_plan.h"

#include <cstdint>

/// What input steps (engine/features) do to one image, on the active target (targets.h). Products and sums are not
/// fused and each sum is taken in an order that no target's vectors change: the same bits on every target, as the
/// bytes that a model sees must be.
namespace qlab::kernels {

/// An image as floats, 0 ... 255, in a frame of black two pixels wide: pixel (y, x) is rows[y + 2][x + 2]. Whoever
/// samples it or looks at neighbours need not ask what lies inside.
struct alignas(kAlignment) FramedPlane {
    alignas(kAlignment) float rows[kFramedSide][kFramedSide];
};

/// 784 features, and what vectors may write behind them.
struct alignas(kAlignment) FeatureValues {
    alignas(kAlignment) float values[kPixels + 64];
};

/// Sums over the pixels u(y, x), exact: of u, y u, x u, y y u, x x u and x y u; 49,480,200 at most.
struct InkSums {
    std::int32_t u = 0, y = 0, x = 0, yy = 0, xx = 0, xy = 0;

    bool operator==(const InkSums&) const = default;
};

/// \p image [784].
InkSums inkSums(const std::uint8_t* image);

/// \p image [784].
void framePlane(const std::uint8_t* image, FramedPlane& plane);

/// Where a pixel is taken from: out(y, x) = in(cy + ky (y - 14), cx + kx (x - 14) + shear (y - 14)).
struct Sampling {
    float cy = 14, cx = 14;
    float ky = 1, kx = 1;
    float shear = 0;
};

/// Bilinear, black outside. The planes may not be the same. All of \p sampling finite.
void resample(const FramedPlane& from, const Sampling& sampling, FramedPlane& to);

/// The pixels of \p plane in order, [784].
void planeValues(const FramedPlane& plane, FeatureValues& values);

/// Means of cells, grid x grid, zeros behind them.
void poolPlane(const FramedPlane& plane, const PoolPlan& plan, FeatureValues& cells);

/// Central differences in 0 ... 1, each one's magnitude shared between the two directions that it lies between, by its
/// angle, and averaged over cells: directions x grid x grid, zeros behind them.
void poolGradients(const FramedPlane& plane, const GradientPlan& plan, FeatureValues& cells);

/// Each value times \p factor, at most 255, rounded to nearest, halves to even. \p bytes [784].
void featureBytes(const FeatureValues& values, float factor, std::uint8_t* bytes);

} // namespace qlab::kernels
