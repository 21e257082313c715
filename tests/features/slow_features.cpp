// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/features/slow_features.h"

#include "engine/core/random.h"
#include "engine/data/digit_generator.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace qlab::test {
namespace {

using Plane = std::array<double, kPixels>;

double pixelAt(const Plane& plane, int y, int x)
{
    return y < 0 || x < 0 || y > 27 || x > 27 ? 0 : plane[static_cast<std::size_t>(y * 28 + x)];
}

double bilinear(const Plane& plane, double y, double x)
{
    const int y0 = static_cast<int>(std::floor(y)), x0 = static_cast<int>(std::floor(x));
    double sum = 0;
    for (int dy = 0; dy < 2; ++dy)
        for (int dx = 0; dx < 2; ++dx)
            sum += pixelAt(plane, y0 + dy, x0 + dx) * (1 - std::abs(y - y0 - dy)) * (1 - std::abs(x - x0 - dx));
    return sum;
}

Plane slowAlign(const Plane& image, InputSteps::Align align)
{
    double m = 0, cy = 0, cx = 0;
    for (int j = 0; j < kPixels; ++j) {
        const double u = image[static_cast<std::size_t>(j)];
        m += u;
        cy += u * (j / 28);
        cx += u * (j % 28);
    }
    if (align == InputSteps::Align::None || m == 0)
        return image;
    cy /= m;
    cx /= m;
    double vy = 0, vx = 0, vxy = 0;
    for (int j = 0; j < kPixels; ++j) {
        const double u = image[static_cast<std::size_t>(j)], y = j / 28 - cy, x = j % 28 - cx;
        vy += u * y * y;
        vxy += u * x * y;
    }
    const bool isSlanted = align != InputSteps::Align::Centre && vy > 1e-9;
    const double s = isSlanted ? vxy / vy : 0;
    for (int j = 0; j < kPixels; ++j) { // what is left in x after the shear
        const double x = j % 28 - cx - s * (j / 28 - cy);
        vx += image[static_cast<std::size_t>(j)] * x * x;
    }
    double ky = 1, kx = 1;
    if (align == InputSteps::Align::Moments) {
        ky = std::clamp(std::sqrt(vy / m) / 5.2, 0.7, 1.4);
        kx = std::clamp(std::sqrt(vx / m) / 4.2, 0.5, 1.6);
    }
    Plane aligned{};
    for (int y = 0; y < 28; ++y)
        for (int x = 0; x < 28; ++x)
            aligned[static_cast<std::size_t>(y * 28 + x)] =
                bilinear(image, cy + ky * (y - 14), cx + kx * (x - 14) + s * ky * (y - 14));
    return aligned;
}

/// The mean over a cell of the middle, cut out of the pixels exactly.
double cellMean(const Plane& plane, int row, int column, const InputSteps& steps)
{
    const double side = double(steps.crop) / steps.grid, edge = 14.5 - steps.crop / 2.0;
    const auto covered = [&](int pixel, int cell) {
        const double low = edge + cell * side;
        return std::max(0.0, std::min(low + side, pixel + 1.0) - std::max(low, double(pixel)));
    };
    double sum = 0;
    for (int y = 0; y < 28; ++y)
        for (int x = 0; x < 28; ++x)
            sum += covered(y, row) * covered(x, column) * pixelAt(plane, y, x);
    return sum / (side * side);
}

} // namespace

std::vector<double> slowFeatures(std::span<const std::uint8_t, kPixels> image, const InputSteps& steps)
{
    Plane plane;
    std::copy(image.begin(), image.end(), plane.begin());
    plane = slowAlign(plane, steps.align);
    if (steps.features == InputSteps::Features::Pixels)
        return {plane.begin(), plane.end()};
    std::vector<Plane> planes{plane};
    if (steps.features == InputSteps::Features::Gradients) {
        planes.assign(static_cast<std::size_t>(steps.directions), Plane{});
        const double turn = steps.directions <= 4 ? std::numbers::pi : 2 * std::numbers::pi;
        for (int j = 0; j < kPixels; ++j) {
            const int y = j / 28, x = j % 28;
            const double dy = (pixelAt(plane, y + 1, x) - pixelAt(plane, y - 1, x)) / 510;
            const double dx = (pixelAt(plane, y, x + 1) - pixelAt(plane, y, x - 1)) / 510;
            for (int b = 0; b < steps.directions; ++b) { // a triangle around each direction
                double apart = std::fmod(std::atan2(dy, dx) - b * turn / steps.directions, turn);
                apart = std::min({std::abs(apart), std::abs(apart - turn), std::abs(apart + turn)});
                const double share = steps.directions == 1 ? 1 : std::max(0.0, 1 - apart * steps.directions / turn);
                planes[static_cast<std::size_t>(b)][static_cast<std::size_t>(j)] = share * std::hypot(dy, dx);
            }
        }
    }
    std::vector<double> features;
    for (const Plane& each : planes)
        for (int row = 0; row < steps.grid; ++row)
            for (int column = 0; column < steps.grid; ++column)
                features.push_back(cellMean(each, row, column, steps));
    return features;
}

std::vector<InputSteps> kindsOfSteps()
{
    std::vector<InputSteps> all;
    using Align = InputSteps::Align;
    for (const Align align : {Align::None, Align::Centre, Align::Deskew, Align::Moments}) {
        InputSteps pixels;
        pixels.align = align;
        all.push_back(pixels);
        all.push_back(pooledSteps(align, 20));
        all.push_back(pooledSteps(align, 7, 28));
        all.push_back(pooledSteps(align, 1, 24));
        all.push_back(gradientSteps(align, 16, 7));
        all.push_back(gradientSteps(align, 4, 3));
        all.push_back(gradientSteps(align, 3, 5));
        all.push_back(gradientSteps(align, 1, 28));
    }
    return all;
}

ImageSet peculiarImages()
{
    const ImagesPtr digits = generateDigits(40, 11);
    ImageSet images(48);
    Random random(4);
    for (std::size_t i = 0; i < 40; ++i)
        std::ranges::copy(digits->image(i), images.mutableImage(i).begin());
    for (auto& pixel : images.mutableImage(40))
        pixel = static_cast<std::uint8_t>(random.below(256));
    images.mutableImage(41)[0] = 255;
    images.mutableImage(42)[783] = 1;
    for (std::size_t x = 3; x < 20; ++x)
        images.mutableImage(43)[5 * 28 + x] = 200;
    for (std::size_t y = 3; y < 20; ++y)
        images.mutableImage(44)[y * 28 + 9] = 200;
    std::ranges::fill(images.mutableImage(45), std::uint8_t{255});
    for (std::size_t y = 4; y < 18; ++y)
        images.mutableImage(46)[y * 28 + y] = 255;
    return images; // the last one is black
}

} // namespace qlab::test
