// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/image_steps.h"

#include "engine/kernels/kernel_table.h"

namespace qlab::kernels {

InkSums inkSums(const std::uint8_t* image) { return activeKernels().inkSums(image); }

void framePlane(const std::uint8_t* image, FramedPlane& plane) { activeKernels().framePlane(image, plane); }

void resample(const FramedPlane& from, const Sampling& sampling, FramedPlane& to)
{
    activeKernels().resample(from, sampling, to);
}

void planeValues(const FramedPlane& plane, FeatureValues& values) { activeKernels().planeValues(plane, values); }

void poolPlane(const FramedPlane& plane, const PoolPlan& plan, FeatureValues& cells)
{
    activeKernels().poolPlane(plane, plan, cells);
}

void poolGradients(const FramedPlane& plane, const GradientPlan& plan, FeatureValues& cells)
{
    activeKernels().poolGradients(plane, plan, cells);
}

void featureBytes(const FeatureValues& values, float factor, std::uint8_t* bytes)
{
    activeKernels().featureBytes(values, factor, bytes);
}

} // namespace qlab::kernels
