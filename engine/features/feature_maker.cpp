// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/features/feature_maker.h"

#include "engine/features/alignment.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

namespace qlab {
namespace {

constexpr double kMiddleEdge = 14.5; // the middle of pixel 14, counted from the edge of the image

/// From the edge \p low to \p high, how much of a pixel (or cell) from \p begin to \p end.
double overlap(double low, double high, double begin, double end)
{
    return std::max(0.0, std::min(high, end) - std::max(low, begin));
}

std::uint8_t toByte(float value) { return static_cast<std::uint8_t>(std::lrint(std::clamp(value, 0.0F, 255.0F))); }

} // namespace

FeatureMaker::FeatureMaker(const InputSteps& steps)
    : m_steps(steps)
{
    assert(validate(steps).ok());
    if (steps.features == InputSteps::Features::Pixels)
        return;
    const double cell = static_cast<double>(steps.crop) / steps.grid; // pixels a side, at least 1
    const double edge = kMiddleEdge - steps.crop / 2.0;
    for (int pixel = 0; pixel < kSide; ++pixel) {
        Overlap both;
        both.first = std::clamp(static_cast<int>(std::floor((pixel - edge) / cell)), 0, std::max(0, steps.grid - 2));
        for (int i = 0; i < 2 && both.first + i < steps.grid; ++i) {
            const double low = edge + (both.first + i) * cell;
            both.shares[static_cast<std::size_t>(i)] =
                static_cast<float>(overlap(low, low + cell, pixel, pixel + 1) / cell);
        }
        m_overlaps.push_back(both);
    }
}

void FeatureMaker::make(std::span<const std::uint8_t, kPixels> image, std::span<std::uint8_t, kPixels> features) const
{
    if (m_steps.none()) {
        std::ranges::copy(image, features.begin());
        return;
    }
    alignas(64) std::array<float, kPixels> exact;
    makeExact(image, exact);
    const float factor = m_steps.features == InputSteps::Features::Gradients ? 255 / m_steps.strength : 1;
    for (std::size_t i = 0; i < features.size(); ++i)
        features[i] = toByte(exact[i] * factor);
}

void FeatureMaker::makeExact(std::span<const std::uint8_t, kPixels> image, std::span<float, kPixels> features) const
{
    alignas(64) std::array<float, kPixels> aligned;
    const bool asIs = m_steps.align == InputSteps::Align::None;
    if (asIs)
        std::ranges::copy(image, aligned.begin());
    else
        alignImage(image, alignmentOf(image, m_steps.align), aligned);
    if (m_steps.features == InputSteps::Features::Pixels) {
        std::ranges::copy(aligned, features.begin());
        return;
    }
    std::ranges::fill(features, 0.0F);
    if (m_steps.features == InputSteps::Features::Pooled)
        pool(aligned, features);
    else
        addGradients(aligned, features);
}

void FeatureMaker::pool(std::span<const float, kPixels> plane, std::span<float, kPixels> cells) const
{
    for (int y = 0; y < kSide; ++y) {
        const Overlap& rows = m_overlaps[static_cast<std::size_t>(y)];
        // The row first, so that each pixel is added to two cells rather than to four.
        std::array<float, kSide + 1> row{};
        for (int x = 0; x < kSide; ++x) {
            const Overlap& columns = m_overlaps[static_cast<std::size_t>(x)];
            const float value = plane[static_cast<std::size_t>(y * kSide + x)];
            float* const at = row.data() + columns.first;
            at[0] += value * columns.shares[0];
            at[1] += value * columns.shares[1];
        }
        for (std::size_t i = 0; i < 2; ++i) {
            const float share = rows.shares[i];
            if (share == 0)
                continue;
            float* const to = cells.data() + (rows.first + static_cast<int>(i)) * m_steps.grid;
            for (int x = 0; x < m_steps.grid; ++x)
                to[x] += share * row[static_cast<std::size_t>(x)];
        }
    }
}

/// Central differences of the image in 0 ... 1, black outside; each one's magnitude is shared between the two
/// directions that it lies between, by its angle, and pooled.
void FeatureMaker::addGradients(std::span<const float, kPixels> plane, std::span<float, kPixels> cells) const
{
    const int n = m_steps.directions, grid = m_steps.grid;
    const double turn = n <= 4 ? std::numbers::pi : 2 * std::numbers::pi;
    const auto perRadian = static_cast<float>(n / turn);
    const auto at = [&](int y, int x) {
        return x < 0 || y < 0 || x >= kSide || y >= kSide ? 0.0F : plane[static_cast<std::size_t>(y * kSide + x)];
    };
    constexpr float kHalfOfUnit = 0.5F / 255;
    for (int y = 0; y < kSide; ++y) {
        const Overlap& rows = m_overlaps[static_cast<std::size_t>(y)];
        for (int x = 0; x < kSide; ++x) {
            const float dy = (at(y + 1, x) - at(y - 1, x)) * kHalfOfUnit;
            const float dx = (at(y, x + 1) - at(y, x - 1)) * kHalfOfUnit;
            if (dy == 0 && dx == 0)
                continue;
            const float magnitude = std::sqrt(dx * dx + dy * dy);
            float place = std::atan2(dy, dx) * perRadian; // -n/2 ... n/2, or twice that over half a turn
            place -= std::floor(place / static_cast<float>(n)) * static_cast<float>(n);
            const int low = std::min(static_cast<int>(place), n - 1);
            const float part = place - static_cast<float>(low);
            const std::array<std::pair<int, float>, 2> directions = {
                {{low, magnitude * (1 - part)}, {(low + 1) % n, magnitude * part}}};
            const Overlap& columns = m_overlaps[static_cast<std::size_t>(x)];
            for (const auto& [direction, strength] : directions)
                for (int i = 0; i < 2; ++i) {
                    const float share = strength * rows.shares[static_cast<std::size_t>(i)];
                    if (share == 0)
                        continue;
                    float* const to = cells.data() + (direction * grid + rows.first + i) * grid + columns.first;
                    to[0] += share * columns.shares[0];
                    if (columns.shares[1] != 0)
                        to[1] += share * columns.shares[1];
                }
        }
    }
}

} // namespace qlab
