// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace qlab {

/// Where the time of the quantized model goes, in milliseconds for the whole test set, from the same measurement as the
/// table's times. A stage's time is what it adds: the kernel with it less the kernel without it, all measured in turns.
/// The parts so add up to the whole, although the kernels overlap their stages; one that hides behind the others costs
/// 0.
struct Breakdown {
    std::size_t images = 0;
    /// From raw pixels.
    double pixelsOriginal = 0;  ///< f32-u8, whole
    double pixelsQuantized = 0; ///< u8-int8, whole
    double pixelsNarrowed = 0;  ///< the same from pixels of as many bits as the scheme says already
    double pixelsMultiply = 0;  ///< integer sums alone
    /// From normalised floats, the report's way.
    double floatsOriginal = 0;  ///< f32, whole
    double floatsQuantized = 0; ///< dynamic-int8, whole; static-int8 for a static input
    double floatsStatic = 0;    ///< the same with the range known beforehand
    double floatsBytes = 0;     ///< the same from floats quantized beforehand
    double floatsMultiply = 0;  ///< integer sums of those bytes alone

    double pixelsNarrow() const;   ///< pixels to fewer bits; 0 where all eight go in
    double floatsRange() const;    ///< smallest and largest value of the block
    double floatsQuantize() const; ///< floats to bytes, and four times the memory to read
    /// Sums to logits (scale, bias), and the largest of ten.
    double pixelsRescale() const;
    double floatsRescale() const;
};

} // namespace qlab
