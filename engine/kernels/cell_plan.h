// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/aligned.h"
#include "engine/core/shape.h"

#include <cstdint>
#include <vector>

/// What pooling needs to know of cells before it sees an image: which pixels each covers, and how much of them.
namespace qlab::kernels {

inline constexpr int kFrame = 2;                       ///< black pixels on each side of a framed plane
inline constexpr int kFramedSide = kSide + 2 * kFrame; ///< 32: whole vectors
static_assert(kFramedSide == 32);

/// grid x grid cells over the middle crop x crop pixels, whose centre is the middle of pixel (14, 14), 14.5 pixels from
/// the edges of the image. 1 <= grid <= crop <= 28.
struct Cells {
    int grid = 28, crop = 28;
};

/// Of one axis: a pixel (row or column) of the image covers the share shares[0] of cell \c first and shares[1] of the
/// next one; both 0 outside of the crop. A pixel touches two cells at most, as no cell is smaller.
struct Overlap {
    int first = 0; ///< 0 ... grid - 2 (0 where there is one cell)
    double shares[2] = {0, 0};
};
Overlap overlapOf(const Cells& cells, int pixel);

/// For means of cells: first over rows, then over columns.
struct PoolPlan {
    explicit PoolPlan(const Cells& cells);

    /// A cell row: framed pixel rows first ... first + shares.size() - 1.
    struct Rows {
        int first = 0;
        std::vector<float> shares;
    };
    /// For each cell column, one of the framed pixel columns that it covers and its share; columns beyond the last
    /// cell have the share 0.
    struct alignas(kAlignment) Tap {
        alignas(kAlignment) std::int32_t column[kFramedSide];
        alignas(kAlignment) float share[kFramedSide];
    };
    int grid = 0;
    std::vector<Rows> rows; ///< grid
    std::vector<Tap> taps;  ///< as many as the cell that covers most columns has
};

/// For gradients: each goes to two directions and, in a row, to two cells.
struct alignas(kAlignment) GradientPlan {
    /// \p directions 1 ... 16, up to 4 of them over half a turn; directions x grid x grid at most 784.
    GradientPlan(const Cells& cells, int directions);

    /// A pixel row's part of one cell row. A pixel row that lies in two has two parts.
    struct RowPart {
        int row = 0;           ///< framed
        std::int32_t cell = 0; ///< the cell row's first cell, in the upper bits of codes
        float share = 0;       ///< above 0
    };
    int directions = 1, cells = 1; ///< cells of one direction
    float perTurn = 1;             ///< directions in a whole turn
    std::vector<RowPart> parts;
    /// Framed pixel columns. A code has the column in its lower five bits, then a zero, then a cell.
    alignas(kAlignment) std::int32_t inside[kFramedSide]; ///< all bits set in the crop, else none
    alignas(kAlignment) std::int32_t codes[kFramedSide];  ///< with the first of the two cells that it touches
    alignas(kAlignment) float shares[kFramedSide][2];     ///< of each; what makes grey levels 0 ... 1 is in it
};
inline constexpr int kCellShift = 6;

} // namespace qlab::kernels
