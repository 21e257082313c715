// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/shape.h"
#include "engine/features/input_steps.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace qlab {

/// Applies input steps to images, one after the other. Immutable; used from any thread.
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
    /// A pixel row (or column) and the two cells that it overlaps, with the share of each cell that it covers.
    struct Overlap {
        int first = 0;                 ///< cell; the other one is the next
        std::array<float, 2> shares{}; ///< both 0 outside of the crop
    };
    void pool(std::span<const float, kPixels> plane, std::span<float, kPixels> cells) const;
    void addGradients(std::span<const float, kPixels> plane, std::span<float, kPixels> cells) const;

    InputSteps m_steps;
    std::vector<Overlap> m_overlaps; ///< of each of the 28 rows, and alike columns
};

} // namespace qlab
