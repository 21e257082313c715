// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/charts/chart_view.h"

#include <vector>

namespace qlab::app {

/// A measured value with the interval it is known to.
struct IntervalPoint {
    QString name;
    SeriesRole role = SeriesRole::Original;
    double value = 0, low = 0, high = 0;
};

struct IntervalChartData {
    std::vector<IntervalPoint> points;
    QString quantity;     ///< column of the table: "accuracy"
    QString unit;         ///< of the values, "%"
    QString intervalName; ///< "95 % interval", for the hover box
    int decimals = 2;
    QString emptyText; ///< shown while there are no points
};

/// One point with a whisker per model. The axis need not start at 0, and the footnote says so.
class IntervalChart : public ChartView {
    Q_OBJECT
public:
    using ChartView::ChartView;

    void setData(IntervalChartData data);
    const IntervalChartData& data() const { return m_data; }

    ChartFrame frame(const QSizeF& size, const ChartStyle& style) const override;
    void paint(QPainter& painter, const PlotMap& map, const ChartStyle& style) const override;
    ChartTable table() const override;
    std::optional<int> nearestStop(const QPointF& pixel, const PlotMap& map) const override;
    std::optional<int> nextStop(int stop, int direction, const PlotMap& map) const override;
    std::optional<HoverInfo> hover(int stop, const PlotMap& map, const ChartStyle& style) const override;

private:
    QString valueText(double value, const ChartStyle& style) const;
    void paintPoint(QPainter& painter, std::size_t index, const PlotMap& map, const ChartStyle& style) const;

    IntervalChartData m_data;
};

} // namespace qlab::app
