// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/charts/chart_theme.h"
#include "app/charts/chart_ticks.h"

#include <QMarginsF>
#include <QRectF>
#include <QString>

#include <optional>
#include <vector>

class QPainter;

namespace qlab::app {

/// How values map onto one direction of the plot: evenly, or evenly in log10. Log scales take values above 0 only.
struct AxisScale {
    Range range;
    bool logarithmic = false;

    /// The coordinate that Qt Charts draws with: the value or its log10.
    double coordinate(double value) const;
    double value(double coordinate) const;
    Range coordinates() const { return {coordinate(range.low), coordinate(range.high)}; }
};

struct AxisLabel {
    double value = 0;
    QString text;
};

/// One axis as a chart wants it. x axes draw a line and ticks, y axes grid lines.
struct ChartAxis {
    AxisScale scale;
    std::vector<AxisLabel> labels;
    QString unit;                 ///< x only: right-aligned under the axis; the y unit is in the card's note
    bool namesCategories = false; ///< labels are names (text 2, no tick marks, never dropped) instead of numbers
};
std::vector<AxisLabel> axisLabels(const std::vector<Tick>& ticks, const QLocale& locale);

/// Everything around the data.
struct ChartFrame {
    bool hasAxes = true; ///< false: the content fills the whole chart (breakdown)
    ChartAxis x, y;
    QMarginsF atLeast; ///< room wanted around the plot area besides what axis labels need, logical px
    QString footnote;  ///< what a reader must know ("axis does not start at 0")
    QString emptyText; ///< not empty: nothing to draw yet, this sentence stands in the plot area
};

/// Where the plot area lies in a chart of a given size, and how values become pixels (logical, y downwards).
struct PlotMap {
    QSizeF size;
    QRectF area;
    AxisScale x, y;

    double pixelX(double value) const;
    double pixelY(double value) const;
    QPointF pixel(double valueX, double valueY) const { return {pixelX(valueX), pixelY(valueY)}; }
    double valueX(double pixel) const;
    double valueY(double pixel) const;
};

/// Fits labels, unit and footnote around the plot area. Tops and bottoms depend on what is there, not on the numbers,
/// so that charts side by side share them; left grows with the widest label.
PlotMap layOut(const ChartFrame& frame, const QSizeF& size);
/// How many labels are comfortable along a y axis / an x axis of this many px (2 ... 6, x up to 8).
int comfortableRows(double height);
int comfortableColumns(double width);

/// What lies under the data: grid lines and their labels.
void paintFrameBelow(QPainter& painter, const ChartFrame& frame, const PlotMap& map, const ChartStyle& style);
/// What lies over it: x axis with ticks and labels, unit, footnote, the sentence of an empty chart.
void paintFrameAbove(QPainter& painter, const ChartFrame& frame, const PlotMap& map, const ChartStyle& style);

} // namespace qlab::app
