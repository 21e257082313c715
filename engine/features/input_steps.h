// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"
#include "engine/core/shape.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace qlab {

/// What happens to an image of 28 x 28 bytes before a model sees it: it is aligned, and features are taken of it. A
/// value that travels with the model, its files and everything that is shown to it. Whatever the steps, a model sees
/// 784 bytes: count() features, and zeros behind them.
struct InputSteps {
    enum class Align {
        None,
        Centre,  ///< the centre of mass to pixel (14, 14), between pixels too
        Deskew,  ///< and the slant taken out
        Moments, ///< and the ink's deviation made 5.2 px in height and 4.2 px in width
    };
    enum class Features {
        Pixels,    ///< the aligned image
        Pooled,    ///< its middle, resampled to grid x grid by area
        Gradients, ///< strength of the edges in each direction, pooled to grid x grid
    };
    Align align = Align::None;
    Features features = Features::Pixels;
    int grid = 28;      ///< Pooled, Gradients: cells a side, 1 ... 28
    int crop = 28;      ///< Pooled, Gradients: the side of the middle that the cells cover, in pixels, grid ... 28
    int directions = 1; ///< Gradients: 1 ... 16; up to 4 over half a turn, more over a whole one
    float strength = 1; ///< Gradients: what the byte 255 stands for; a bfloat16, taken from the training images
                        ///< (calibrated())

    bool operator==(const InputSteps&) const = default;

    int count() const; ///< features of an image, 1 ... 784
    /// True if the model sees the pixels as they are.
    bool none() const { return align == Align::None && features == Features::Pixels; }
    /// True if each feature is a place in a picture, grid x grid.
    bool isPicture() const { return features != Features::Gradients; }
};

/// Pooled to \p grid x \p grid of the middle \p crop pixels; Gradients in \p directions likewise. The crops that
/// were found best: 24 pixels for 7 x 7 cells and finer, 22 below, 20 for 3 x 3.
InputSteps pooledSteps(InputSteps::Align align, int grid, int crop = 24);
InputSteps gradientSteps(InputSteps::Align align, int directions, int grid);

/// Names the field: "grid", "crop", "directions".
Status validate(const InputSteps& steps);

/// "none", "centre", "deskew", "moments", followed where there are features by "+pool-20" or "+gradients-16x7x7"
/// (directions, cells) and, for another crop than the usual, "/22". Without the strength, which is of the data.
std::string stepsText(const InputSteps& steps);
Result<InputSteps> parseSteps(std::string_view text);

} // namespace qlab
