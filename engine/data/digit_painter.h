// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/shape.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace qlab {

struct PathPoint {
    double x = 0;
    double y = 0;
};

/// The way of a pen over the paper: stroke after stroke of straight pieces, short enough to look round.
struct PenPath {
    std::vector<PathPoint> points;
    std::vector<std::size_t> strokeEnds; ///< index behind the last point of each stroke
};

struct Pen {
    double width = 2.5;    ///< pixels, between the two lines of half grey
    double softness = 1.2; ///< pixels from full ink to none, across the edge
};

/// Paints \p path, in pixels with (0, 0) at the upper left corner of the field, white on black:
/// grey = clamp((width / 2 - distance to the path) / softness + 1/2, 0, 1). Overwrites \p image, 28 x 28 row-major.
void paintPath(const PenPath& path, const Pen& pen, std::span<std::uint8_t, kPixels> image);

/// Moves the image by whole pixels so that its centre of mass lies in [13.5, 14.5) on both axes, in pixel-index
/// coordinates, where all images of MNIST have it. What leaves the field is lost.
void centreByWholePixels(std::span<std::uint8_t, kPixels> image);

} // namespace qlab
