// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/charts/chart_content.h"

#include <QChart>

#include <optional>
#include <vector>

class QLineSeries;
class QValueAxis;

namespace qlab::app {

class PaintItem;

/// The one place that talks to Qt Charts: a QChart that draws the lines of a ChartContent, with our own items below
/// (grid) and above (everything else) in the same scene.
class ChartItem : public QChart {
    Q_OBJECT
public:
    /// Raster: lines are drawn by Qt Charts. Vector: by us, cut at the plot area by calculation, because the SVG writer
    /// ignores the clip that Qt Charts relies on.
    enum class Output { Raster, Vector };
    explicit ChartItem(Output output = Output::Raster);

    /// Draws \p content at the item's present size. The content must outlive the item or the next call.
    void show(const ChartContent& content, const ChartStyle& style);
    void setHover(std::optional<HoverInfo> hover);

    const PlotMap& map() const { return m_map; }
    const std::optional<HoverInfo>& hover() const { return m_hover; }

private:
    void showLines();
    void paintAbove(QPainter& painter) const;
    void paintLines(QPainter& painter) const;

    Output m_output;
    const ChartContent* m_content = nullptr;
    ChartStyle m_style;
    const ThemeTable* m_appliedTable = nullptr;
    ChartFrame m_frame;
    PlotMap m_map;
    std::vector<ChartLine> m_lines;
    std::optional<HoverInfo> m_hover;

    QValueAxis* m_xAxis;
    QValueAxis* m_yAxis;
    std::vector<QLineSeries*> m_series;
    PaintItem* m_below;
    PaintItem* m_above;
    PaintItem* m_hoverItem;
};

} // namespace qlab::app
