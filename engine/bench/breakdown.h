// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/bench/inference_bench.h"

#include <memory>
#include <stop_token>

namespace qlab {

/// Where the time of the quantized model goes, in milliseconds for the whole block, each stage measured on its own as a
/// pass over the block. The fused kernels overlap stages, so the parts may add up to more than the measured whole.
struct Breakdown {
    std::size_t images = 0;
    /// From raw pixels.
    double pixelsOriginal = 0;  ///< f32-u8, whole
    double pixelsQuantized = 0; ///< u8-int8, whole
    double pixelsMultiply = 0;  ///< integer sums alone
    /// From normalised floats, the report's way.
    double floatsOriginal = 0;  ///< f32, whole
    double floatsQuantized = 0; ///< dynamic-int8, whole
    double floatsRange = 0;     ///< smallest and largest value of the block
    double floatsQuantize = 0;  ///< floats to bytes
    double floatsMultiply = 0;  ///< integer sums of the bytes

    /// What is left for scales, bias and argmax; not below 0.
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
