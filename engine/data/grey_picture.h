// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace qlab {

/// A grey picture of any size, row-major, width * height bytes. What the levels mean is said where one is handed over;
/// as ink: 255 on a ground of 0.
struct GreyPicture {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> pixels;

    std::size_t at(int x, int y) const
    {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x);
    }
    bool isWhole() const
    {
        return width > 0 && height > 0
            && pixels.size() == static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
    }
};

/// A part of a picture, in pixels; empty if the width is 0.
struct PixelBox {
    int left = 0, top = 0, width = 0, height = 0;

    int right() const { return left + width; } ///< the first column behind it
    int bottom() const { return top + height; }
};

} // namespace qlab
