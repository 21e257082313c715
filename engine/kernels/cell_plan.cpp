// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/cell_plan.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace qlab::kernels {
namespace {

constexpr double kMiddleEdge = 14.5;       // the middle of pixel 14, counted from the edge of the image
constexpr double kUnitsOfDifference = 510; // a central difference of 1 in grey levels: two pixels apart

/// The share of cell \p cell that \p pixel covers.
double shareOf(const Cells& cells, int cell, int pixel)
{
    const Overlap both = overlapOf(cells, pixel);
    const int i = cell - both.first;
    return i == 0 || i == 1 ? both.shares[i] : 0;
}

/// Pixels that cover some of a cell, in order.
std::vector<int> pixelsOf(const Cells& cells, int cell)
{
    std::vector<int> covered;
    for (int pixel = 0; pixel < kSide; ++pixel)
        if (shareOf(cells, cell, pixel) > 0)
            covered.push_back(pixel);
    return covered;
}

} // namespace

Overlap overlapOf(const Cells& cells, int pixel)
{
    const double side = static_cast<double>(cells.crop) / cells.grid; // pixels, at least 1
    const double edge = kMiddleEdge - cells.crop / 2.0;
    Overlap both;
    both.first = std::clamp(static_cast<int>(std::floor((pixel - edge) / side)), 0, std::max(0, cells.grid - 2));
    for (int i = 0; i < 2 && both.first + i < cells.grid; ++i) {
        const double low = edge + (both.first + i) * side;
        both.shares[i] = std::max(0.0, std::min(low + side, pixel + 1.0) - std::max(low, pixel + 0.0)) / side;
    }
    return both;
}

PoolPlan::PoolPlan(const Cells& cells)
    : grid(cells.grid)
{
    for (int cell = 0; cell < grid; ++cell) {
        const std::vector<int> pixels = pixelsOf(cells, cell);
        Rows covered{pixels.front() + kFrame, {}};
        for (const int pixel : pixels)
            covered.shares.push_back(static_cast<float>(shareOf(cells, cell, pixel)));
        rows.push_back(covered);
        for (std::size_t i = 0; i < pixels.size(); ++i) {
            if (i == taps.size())
                taps.push_back(Tap{}); // share 0 of column 0, black, for cells with fewer columns
            taps[i].column[cell] = pixels[i] + kFrame;
            taps[i].share[cell] = covered.shares[i];
        }
    }
}

GradientPlan::GradientPlan(const Cells& cellsOfAxis, int directionCount)
    : directions(directionCount)
    , cells(cellsOfAxis.grid * cellsOfAxis.grid)
    , perTurn(static_cast<float>(directionCount <= 4 ? 2 * directionCount : directionCount))
    , inside{}
    , codes{}
    , shares{}
{
    for (int pixel = 0; pixel < kSide; ++pixel) {
        const Overlap both = overlapOf(cellsOfAxis, pixel);
        const int framed = pixel + kFrame;
        codes[framed] = both.first << kCellShift | framed;
        for (int i = 0; i < 2; ++i) {
            if (both.shares[i] > 0) {
                inside[framed] = -1;
                parts.push_back(
                    {framed, (both.first + i) * cellsOfAxis.grid << kCellShift, static_cast<float>(both.shares[i])});
            }
            shares[framed][i] = static_cast<float>(both.shares[i] / kUnitsOfDifference);
        }
    }
}

} // namespace qlab::kernels
