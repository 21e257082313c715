// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/shape.h"
#include "engine/data/grey_picture.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace qlab {

using DigitImage = std::array<std::uint8_t, kPixels>; ///< 28 x 28, row-major, 0 = background

/// Where pixel (x, y) lies in an image; x to the right, y down, 0 ... 27.
constexpr std::size_t pixelIndex(int x, int y)
{
    return static_cast<std::size_t>(y) * kSide + static_cast<std::size_t>(x);
}

/// What MNIST did to its scans, each step switchable so that people can see why it matters.
struct NormalizerOptions {
    bool crop = true;            ///< cut to the ink's bounding box; off: the whole picture is scaled
    bool keepAspect = true;      ///< the larger side becomes boxSize; off: both do
    int boxSize = 20;            ///< pixels, 1 ... 28
    bool centreOfMass = true;    ///< move the centre of mass to pixel index 14.0; off: centre the box
    bool subPixel = true;        ///< bilinear shift by a fraction of a pixel; off: whole pixels, as MNIST did
    bool stretchContrast = true; ///< the brightest pixel becomes 255
    int threshold = 16;          ///< ink below this value is taken for background before boxing, 0 ... 255

    bool operator==(const NormalizerOptions&) const = default;
};

/// The picture after each step, for the film strip under the canvas.
struct NormalizedDigit {
    bool empty = true;                            ///< no ink at all (or no sound picture): the images are black
    int left = 0, top = 0, width = 0, height = 0; ///< the ink box in the source picture, pixels
    DigitImage boxed{};                           ///< scaled to the box, placed in the geometric middle
    DigitImage image{};                           ///< the result: what the model sees
    double centreX = 0, centreY = 0;              ///< centre of mass of \c boxed, in pixel-index coordinates
};

/// MNIST's preprocessing (LeCun et al., http://yann.lecun.com/exdb/mnist): box, scale to 20 x 20 keeping the aspect
/// by exact area averaging, centre of mass to the middle of the 28 x 28 field. The picture is ink, 255 on 0. Reentrant,
/// below a millisecond for a 308 x 308 canvas.
NormalizedDigit normalizeDigit(const GreyPicture& picture, const NormalizerOptions& options = {});

/// Centre of mass in pixel-index coordinates (the middle of the first pixel is 0); {13.5, 13.5} for a black image.
struct Centre {
    double x = 0, y = 0;
};
Centre centreOfMass(std::span<const std::uint8_t, kPixels> image);

/// By how many whole pixels to move an image so that this coordinate of its centre of mass comes into [13.5, 14.5),
/// where all images of MNIST have it.
int wholePixelShift(double centre);

/// Moves an image by (dx, dy) pixels, positive to the right and down, bilinear; what leaves the field is lost.
DigitImage shifted(std::span<const std::uint8_t, kPixels> image, double dx, double dy);

} // namespace qlab
