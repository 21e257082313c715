// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/bench/inference_bench.h"

#include <memory>
#include <stop_token>

namespace qlab {

/// Where the time of the quantized model goes, in milliseconds for the whole block. A stage's time is what it adds: the
/// kernel with it less the kernel without it, all measured in turns. The parts so add up to the whole, although the
/// kernels overlap their stages; one that hides behind the others costs 0.
struct Breakdown {
    std::size_t images = 0;
    /// From raw pixels.
    double pixelsOriginal = 0;  ///< f32-u8, whole
    double pixelsQuantized = 0; ///< u8-int8, whole
    double pixelsMultiply = 0;  ///< integer sums alone
    /// From normalised floats, the report's way.
    double floatsOriginal = 0;  ///< f32, whole
    double floatsQuantized = 0; ///< dynamic-int8, whole
    double floatsStatic = 0;    ///< the same with the range known beforehand
    double floatsBytes = 0;     ///< the same from floats quantized beforehand
    double floatsMultiply = 0;  ///< integer sums of those bytes alone

    double floatsRange() const;    ///< smallest and largest value of the block
    double floatsQuantize() const; ///< floats to bytes, and four times the memory to read
    /// Scales, bias and argmax.
    double pixelsRescale() const;
    double floatsRescale() const;
};

/// Measures a Breakdown a slice at a time, all stages interleaved.
class BreakdownRun {
public:
    BreakdownRun(const LinearModel& model, const QuantizedModel& quantized, const BenchInputsPtr& inputs,
        const TimerOptions& options);
    bool step(std::chrono::nanoseconds slice, std::stop_token stop = {}) { return m_timer.step(slice, stop); }
    Breakdown result() const;
    std::size_t roundsDone() const { return m_timer.roundsDone(); }
    std::size_t roundsPlanned() const { return m_timer.roundsPlanned(); }

private:
    std::size_t m_images;
    PairedTimer m_timer;
};

} // namespace qlab
