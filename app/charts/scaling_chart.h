// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/charts/chart_paint.h"
#include "app/charts/chart_view.h"

#include <vector>

namespace qlab::app {

struct ScalingSeries {
    QString name;
    SeriesRole role = SeriesRole::Original;
    std::vector<double> batch; ///< images per call, ascending, above 0
    std::vector<double> time;  ///< per image in the chart's unit, above 0; as many as batch
};

struct ScalingChartData {
    std::vector<ScalingSeries> series;
    QString xName;    ///< what the x axis counts; empty: images per call
    QString unit;     ///< of a time, "ns"
    int decimals = 0; ///< of a time in labels and hover box
    enum class EndLabels { Times, Names } endLabels = EndLabels::Times; ///< at the lines' right ends
    QString footnote;                                                   ///< what a reader must know
    QString emptyText;
};

/// Batch sizes at which two series take the same time, interpolated in log-log between points they share.
std::vector<double> breakEven(const ScalingSeries& a, const ScalingSeries& b);

/// Time per image against images per call, both in decades; where the first two series change places for good is
/// marked.
class ScalingChart : public ChartView {
    Q_OBJECT
public:
    using ChartView::ChartView;

    void setData(ScalingChartData data);
    const ScalingChartData& data() const { return m_data; }

    ChartFrame frame(const QSizeF& size, const ChartStyle& style) const override;
    std::vector<ChartLine> lines(const PlotMap& map, const ChartStyle& style) const override;
    void paint(QPainter& painter, const PlotMap& map, const ChartStyle& style) const override;
    ChartTable table() const override;
    std::optional<int> nearestStop(const QPointF& pixel, const PlotMap& map) const override;
    std::optional<int> nextStop(int stop, int direction, const PlotMap& map) const override;
    std::optional<HoverInfo> hover(int stop, const PlotMap& map, const ChartStyle& style) const override;

private:
    /// All batch sizes that occur, ascending: the stops.
    std::vector<double> batches() const;
    QString valueText(double value, const ChartStyle& style) const;
    std::vector<DirectLabel> endLabels(const PlotMap& map, const ChartStyle& style) const;
    void paintBreakEven(QPainter& painter, const PlotMap& map, const ChartStyle& style) const;

    ScalingChartData m_data;
};

} // namespace qlab::app
