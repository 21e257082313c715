// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/train/trainer.h"

#include <cstddef>
#include <vector>

namespace qlab {

/// Collects the raw loss curve in bounded space: once kLimit points are there, neighbours are merged two by two and
/// from then on twice as many batches share a point.
class LossCurve {
public:
    static constexpr std::size_t kLimit = 4096;

    /// One batch: the sum of its images' losses, how many images it has, and the epochs done after it (rising).
    void add(double lossSum, std::size_t images, double epoch);
    const std::vector<BatchLoss>& points() const { return m_points; }

private:
    void halve();

    std::vector<BatchLoss> m_points;
    std::size_t m_batchesPerPoint = 1;
    // Of the point that is not complete yet.
    std::size_t m_batches = 0;
    std::size_t m_images = 0;
    double m_lossSum = 0;
};

} // namespace qlab
