// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/bench/comparison.h"

#include <optional>
#include <vector>

namespace qlab {

/// Time an image takes when images come in calls of this size, from raw pixels.
struct BatchPoint {
    std::size_t images = 0; ///< a call
    double originalNs = 0;  ///< median, an image
    double quantizedNs = 0;
    MedianInterval ratio; ///< original / quantized
};

/// Measures time per image against batch size, 1 to the whole set, one size after the other, a slice at a time. Sizes
/// that the comparison timed already (one image, a piece, the whole set) are taken from there: both show the same
/// figures.
class BatchCurveRun {
public:
    BatchCurveRun(const PathSubject& subject, const Comparison& comparison, const TimerOptions& options);
    bool step(std::chrono::nanoseconds slice, std::stop_token stop = {});
    /// The sizes measured so far, ascending.
    const std::vector<BatchPoint>& points() const { return m_points; }
    std::size_t roundsDone() const;
    std::size_t roundsPlanned() const;
    TimingQuality quality() const;

private:
    struct Size {
        std::size_t images;
        std::optional<BatchPoint> known;
        std::optional<BlockTimer> timer; ///< if it is not known
    };
    std::vector<Size> m_sizes;
    std::vector<BatchPoint> m_points;
};

/// The smallest measured size from which on the quantized model is faster at every larger one; none if there is none.
std::optional<std::size_t> breakEven(const std::vector<BatchPoint>& points);

} // namespace qlab
