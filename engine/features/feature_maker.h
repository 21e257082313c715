// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/shape.h"
#include "engine/features/input_steps.h"
#include "engine/kernels/image_steps.h"

#include <cstdint>
#include <span>
#include <variant>

namespace qlab {

/// Applies input steps to images, one after the other: the same bytes on every processor. Immutable; used from any
/// thread.
class FeatureMaker {
public:
    /// Precondition: validate(steps) was ok.
    explicit FeatureMaker(const InputSteps& steps);

    const InputSteps& steps() const { return m_steps; }

    /// steps().count() features and zeros behind them. \p image and \p features [784], which may not overlap. An image
    /// without ink has no features.
    void make(std::span<const std::uint8_t, kPixels> image, std::span<std::uint8_t, kPixels> features) const;

    /// The same before they are made bytes: pixels and pooled ones 0 ... 255, gradients 0 and more.
    void makeExact(std::span<const std::uint8_t, kPixels> image, std::span<float, kPixels> features) const;

private:
    void makeValues(const std::uint8_t* image, kernels::FeatureValues& features) const;

    InputSteps m_steps;
    std::variant<std::monostate, kernels::PoolPlan, kernels::GradientPlan> m_plan; ///< what the features need
};

} // namespace qlab
