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
    std::vector<IntervalPoint> points; ///< neighbours of the same name share a place on the axis, side by side
    QString quantity;                  ///< column of the table: "accuracy"
    QString unit;                      ///< of the values, "%"
    QString intervalName;              ///< "95 % interval", for the hover box
    int decimals = 2;
    bool valueInLabel = true; ///< "92.19 %" beside each point
    QString emptyText;        ///< shown while there are no points
};

/// One point with a whisker per model, or per model and group. Painted, because Qt Charts has no intervals. The axis
/// need not start at 0, and the footnote says so.
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
    /// Where a point stands on the x axis.
    struct Place {
        std::size_t category = 0;
        double x = 0;
    };
    std::vector<Place> places() const;
    std::vector<QString> categories() const;
    QString valueText(double value, const ChartStyle& style) const;
    void paintPoint(
        QPainter& painter, std::size_t index, const Place& place, const PlotMap& map, const ChartStyle& style) const;

    IntervalChartData m_data;
};

} // namespace qlab::app
