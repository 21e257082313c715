// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/charts/chart_frame.h"
#include "app/charts/chart_hover.h"
#include "app/charts/chart_legend.h"
#include "app/charts/chart_table.h"

#include <QList>
#include <QPen>
#include <QPointF>

#include <optional>
#include <vector>

namespace qlab::app {

/// A line for Qt Charts, in the coordinates of the axes (log10 on a log axis).
struct ChartLine {
    QList<QPointF> points;
    QPen pen;
};

/// A chart as a function of its data: it says what to draw for a size and a style, and keeps no trace of either. So the
/// same drawing serves the window, a PNG at another size and a light SVG of a dark window.
class ChartContent {
public:
    virtual ~ChartContent() = default;

    virtual ChartFrame frame(const QSizeF& size, const ChartStyle& style) const = 0;
    virtual std::vector<ChartLine> lines(const PlotMap&, const ChartStyle&) const { return {}; }
    /// Bars, points, whiskers, labels: what lies over the lines.
    virtual void paint(QPainter& painter, const PlotMap& map, const ChartStyle& style) const = 0;
    virtual ChartTable table() const = 0;
    /// Shown in exports; in the window a LegendBar in the card's title.
    virtual std::vector<LegendEntry> legend() const { return {}; }

    /// The chart's readable places are numbered ("stops"): the nearest to a pixel, the next one to the left (-1) or
    /// right (+1) as seen at this size, and what it says. No place: nullopt.
    virtual std::optional<int> nearestStop(const QPointF& pixel, const PlotMap& map) const = 0;
    virtual std::optional<int> nextStop(int stop, int direction, const PlotMap& map) const = 0;
    virtual std::optional<HoverInfo> hover(int stop, const PlotMap& map, const ChartStyle& style) const = 0;
};

} // namespace qlab::app
