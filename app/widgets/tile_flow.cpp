// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/tile_flow.h"

#include <algorithm>
#include <cmath>

namespace qlab::app {

TileFlow::TileFlow(const Options& options, const QSize& visible, int count)
    : m_options(options)
    , m_count(count)
{
    const int tile = options.tile.width();
    m_columns = std::max(1, (visible.width() + options.leastGap) / (tile + options.leastGap));
    m_fullRows = options.oneRow ? 1 : std::max(1, (visible.height() + options.rowGap) / rowHeight());
    m_pitch = m_columns > 1 ? static_cast<double>(visible.width() - tile) / (m_columns - 1) : tile + options.leastGap;
}

QSize TileFlow::size() const
{
    if (m_count == 0)
        return {0, 0};
    const QRect last = tile(m_count - 1);
    return {last.right() + 1, last.bottom() + 1};
}

QRect TileFlow::tile(int i) const
{
    return {QPoint(static_cast<int>(std::lround(column(i) * m_pitch)), row(i) * rowHeight()), m_options.tile};
}

int TileFlow::at(const QPoint& point) const
{
    const Range near = touching(QRect(point, QSize(1, 1)));
    for (int i = near.first; i <= near.last; ++i)
        if (tile(i).contains(point))
            return i;
    return -1;
}

TileFlow::Range TileFlow::touching(const QRect& area) const
{
    if (m_options.oneRow) {
        const int first = static_cast<int>(std::floor((area.left() - m_options.tile.width()) / m_pitch));
        const int last = static_cast<int>(std::ceil(area.right() / m_pitch));
        return {std::max(0, first), std::min(m_count - 1, last)};
    }
    const int firstRow = std::max(0, area.top() / rowHeight());
    const int lastRow = area.bottom() / rowHeight();
    return {firstRow * m_columns, std::min(m_count, (lastRow + 1) * m_columns) - 1};
}

} // namespace qlab::app
