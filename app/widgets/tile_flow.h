// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPoint>
#include <QRect>
#include <QSize>

namespace qlab::app {

/// Where equal tiles lie that fill a width from edge to edge: as many columns as fit, what is left shared between
/// them. Coordinates in logical pixels, before scrolling.
class TileFlow {
public:
    struct Options {
        QSize tile{56, 56};
        int leastGap = 4;    ///< between columns
        int rowGap = 4;      ///< between rows
        bool oneRow = false; ///< all tiles in one row that goes on to the right
    };

    TileFlow() = default;
    /// width and height of what is visible; count tiles.
    TileFlow(const Options& options, const QSize& visible, int count);

    int columns() const { return m_columns; }   ///< that fit side by side, at least 1
    int fullRows() const { return m_fullRows; } ///< that are wholly visible, at least 1
    int rowHeight() const { return m_options.tile.height() + m_options.rowGap; }
    int columnWidth() const { return static_cast<int>(m_pitch); }
    QSize size() const; ///< of all tiles together

    QRect tile(int i) const;
    /// The tile at a point, -1 between tiles and beyond the last.
    int at(const QPoint& point) const;
    /// Tiles first ... last touch area; last < first if none does.
    struct Range {
        int first, last;
    };
    Range touching(const QRect& area) const;

private:
    int column(int i) const { return m_options.oneRow ? i : i % m_columns; }
    int row(int i) const { return m_options.oneRow ? 0 : i / m_columns; }

    Options m_options;
    int m_count = 0;
    int m_columns = 1;
    int m_fullRows = 1;
    double m_pitch = 60; ///< from one column to the next; tiles themselves start at whole pixels
};

} // namespace qlab::app
