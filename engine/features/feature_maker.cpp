// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/features/feature_maker.h"

#include "engine/features/alignment.h"

#include <algorithm>
#include <cassert>

namespace qlab {

FeatureMaker::FeatureMaker(const InputSteps& steps)
    : m_steps(steps)
{
    assert(validate(steps).ok());
    const kernels::Cells cells{steps.grid, steps.crop};
    if (steps.features == InputSteps::Features::Pooled)
        m_plan.emplace<kernels::PoolPlan>(cells);
    else if (steps.features == InputSteps::Features::Gradients)
        m_plan.emplace<kernels::GradientPlan>(cells, steps.directions);
}

void FeatureMaker::make(std::span<const std::uint8_t, kPixels> image, std::span<std::uint8_t, kPixels> features) const
{
    if (m_steps.none()) {
        std::ranges::copy(image, features.begin());
        return;
    }
    kernels::FeatureValues exact;
    makeValues(image.data(), exact);
    const float factor = m_steps.features == InputSteps::Features::Gradients ? 255 / m_steps.strength : 1;
    kernels::featureBytes(exact, factor, features.data());
}

void FeatureMaker::makeExact(std::span<const std::uint8_t, kPixels> image, std::span<float, kPixels> features) const
{
    kernels::FeatureValues exact;
    makeValues(image.data(), exact);
    std::copy_n(exact.values, kPixels, features.begin());
}

void FeatureMaker::makeValues(const std::uint8_t* image, kernels::FeatureValues& features) const
{
    kernels::FramedPlane plane, aligned;
    kernels::framePlane(image, plane);
    const bool asIs = m_steps.align == InputSteps::Align::None;
    if (!asIs)
        kernels::resample(plane, samplingOf(kernels::inkSums(image), m_steps.align), aligned);
    const kernels::FramedPlane& source = asIs ? plane : aligned;
    if (const auto* pool = std::get_if<kernels::PoolPlan>(&m_plan))
        kernels::poolPlane(source, *pool, features);
    else if (const auto* gradients = std::get_if<kernels::GradientPlan>(&m_plan))
        kernels::poolGradients(source, *gradients, features);
    else
        kernels::planeValues(source, features);
}

} // namespace qlab
