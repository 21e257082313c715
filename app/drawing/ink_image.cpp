// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/drawing/ink_image.h"

#include "app/drawing/picture_file.h"
#include "app/drawing/stroke_history.h"
#include "engine/core/shape.h"
#include "engine/data/ink_finder.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace qlab::app {
namespace {

bool isDeep(const QImage& picture)
{
    return picture.format() == QImage::Format_Grayscale16 || picture.format() == QImage::Format_RGBX64
        || picture.format() == QImage::Format_RGBA64 || picture.format() == QImage::Format_RGBA64_Premultiplied;
}

/// A pixel before its ground is known, each 0 ... 65535.
struct Deep {
    std::uint32_t grey, alpha;
};

/// Red, green and blue weighted as qGray does it: equal ones keep their value.
Deep deepPixel(const QRgba64& pixel)
{
    return {(pixel.red() * 11u + pixel.green() * 16u + pixel.blue() * 5u) / 32u, pixel.alpha()};
}

std::vector<Deep> deepPixels(const QImage& picture)
{
    const QImage source = picture.convertToFormat(QImage::Format_RGBA64);
    std::vector<Deep> pixels;
    for (int y = 0; y < source.height(); ++y) {
        const auto* line = reinterpret_cast<const QRgba64*>(source.constScanLine(y));
        std::transform(line, line + source.width(), std::back_inserter(pixels), deepPixel);
    }
    // Cameras and scanners put 10, 12 or 14 bits into 16 without filling them.
    std::uint32_t brightest = 0;
    for (const Deep& pixel : pixels)
        brightest = std::max(brightest, pixel.grey);
    constexpr std::array<std::uint32_t, 5> kRanges{255, 1023, 4095, 16383, 65535};
    const std::uint32_t range = *std::lower_bound(kRanges.begin(), kRanges.end(), brightest);
    for (Deep& pixel : pixels)
        pixel.grey = static_cast<std::uint32_t>(pixel.grey * std::uint64_t{65535} / range);
    return pixels;
}

std::vector<Deep> plainPixels(const QImage& picture)
{
    const QImage source = picture.convertToFormat(QImage::Format_ARGB32);
    std::vector<Deep> pixels;
    for (int y = 0; y < source.height(); ++y) {
        const auto* line = reinterpret_cast<const QRgb*>(source.constScanLine(y));
        std::transform(line, line + source.width(), std::back_inserter(pixels), [](QRgb pixel) {
            return Deep{
                static_cast<std::uint32_t>(qGray(pixel)) * 257, static_cast<std::uint32_t>(qAlpha(pixel)) * 257};
        });
    }
    return pixels;
}

/// The opposite of the mean brightness of what is not transparent.
std::uint32_t groundBehind(const std::vector<Deep>& pixels)
{
    double light = 0, total = 0;
    for (const Deep& pixel : pixels) {
        light += static_cast<double>(pixel.grey) * pixel.alpha;
        total += pixel.alpha;
    }
    return light > 32767 * total ? 0 : 65535;
}

GreyPicture greyLevels(const QImage& picture)
{
    GreyPicture grey{picture.width(), picture.height(), {}};
    const std::vector<Deep> pixels = isDeep(picture) ? deepPixels(picture) : plainPixels(picture);
    const std::uint64_t ground = groundBehind(pixels);
    grey.pixels.reserve(pixels.size());
    for (const Deep& pixel : pixels) {
        const std::uint64_t mixed = (std::uint64_t{pixel.grey} * pixel.alpha + ground * (65535 - pixel.alpha)) / 65535;
        grey.pixels.push_back(static_cast<std::uint8_t>((mixed + 128) / 257));
    }
    return grey;
}

/// Shares the picture's memory.
QImage viewOf(const GreyPicture& grey)
{
    return {grey.pixels.data(), grey.width, grey.height, grey.width, QImage::Format_Grayscale8};
}

/// A square with the ink; all of the picture unless the ink takes less than half of it.
QImage onSheet(const FoundInk& found)
{
    constexpr double kMargin = 1.4; // of the field of 28 pixels, the box takes 20
    const int whole = std::max(found.ink.width, found.ink.height), box = std::max(found.box.width, found.box.height);
    const bool small = box * 2 < whole;
    const int side = small ? std::max(1, qRound(box * kMargin)) : whole;
    const int left = small ? found.box.left - (side - found.box.width) / 2 : -(side - found.ink.width) / 2;
    const int top = small ? found.box.top - (side - found.box.height) / 2 : -(side - found.ink.height) / 2;
    const QImage square = viewOf(found.ink).copy(left, top, side, side); // black where there is no picture
    if (side == kSheetSide)
        return square;
    return square.scaled(kSheetSide, kSheetSide, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
        .convertToFormat(QImage::Format_Grayscale8);
}

QImage atWorkSize(const QImage& picture)
{
    if (std::max(picture.width(), picture.height()) <= kWorkSide)
        return picture;
    const QSize size = picture.size().scaled(kWorkSide, kWorkSide, Qt::KeepAspectRatio).expandedTo(QSize(1, 1));
    return picture.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
}

} // namespace

Result<QImage> inkFromImage(const QImage& picture)
{
    const GreyPicture grey = greyLevels(atWorkSize(picture));
    if (picture.size() == QSize(kSide, kSide)) {
        const auto ink = inkAsItIs(grey);
        return ink ? Result<QImage>(viewOf(*ink).copy()) : Result<QImage>(ink.error());
    }
    const auto found = findInk(grey);
    return found ? Result<QImage>(onSheet(*found)) : Result<QImage>(found.error());
}

} // namespace qlab::app
