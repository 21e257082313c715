// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/charts/chart_view.h"

#include <array>
#include <vector>

namespace qlab::app {

/// The steps from images to digits, in the order they happen.
enum class TimePart { Range, Quantize, Multiply, Rescale };
inline constexpr std::size_t kTimeParts = 4;

struct TimeBar {
    QString name; ///< "original"
    SeriesRole role = SeriesRole::Original;
    std::array<double, kTimeParts> parts{}; ///< by TimePart, in the chart's unit; 0 = no such step

    double total() const;
};

struct TimeGroup {
    QString heading; ///< "Raw pixels in"
    std::vector<TimeBar> bars;
};

struct BreakdownChartData {
    std::vector<TimeGroup> groups;
    QString unit; ///< "ms"
    int decimals = 2;
    QString sentence;  ///< what to read from it, below the legend
    QString emptyText; ///< shown while there are no groups
};

/// Where the time goes: horizontal stacked bars on one common scale, so that lengths compare across groups.
class BreakdownChart : public ChartView {
    Q_OBJECT
public:
    using ChartView::ChartView;

    void setData(BreakdownChartData data);
    const BreakdownChartData& data() const { return m_data; }
    static QString partName(TimePart part);
    QSize minimumSizeHint() const override { return {200, 140}; }

    ChartFrame frame(const QSizeF& size, const ChartStyle& style) const override;
    void paint(QPainter& painter, const PlotMap& map, const ChartStyle& style) const override;
    ChartTable table() const override;
    std::optional<int> nearestStop(const QPointF& pixel, const PlotMap& map) const override;
    std::optional<int> nextStop(int stop, int direction, const PlotMap& map) const override;
    std::optional<HoverInfo> hover(int stop, const PlotMap& map, const ChartStyle& style) const override;

private:
    struct Layout;
    Layout layout(const QSizeF& size, const ChartStyle& style) const;
    double scale(double width, const ChartStyle& style) const;
    std::vector<LegendEntry> parts() const;
    QString valueText(double value, const ChartStyle& style) const;
    void paintBar(
        QPainter& painter, const TimeBar& bar, const QRectF& rect, double perUnit, const ChartStyle& style) const;

    BreakdownChartData m_data;
};

} // namespace qlab::app
