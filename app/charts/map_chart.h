// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/charts/chart_view.h"
#include "app/charts/map_axis.h"

#include <utility>
#include <vector>

namespace qlab::app {

/// A model on the map.
struct MapPoint {
    enum class Shape { Circle, Triangle, Diamond, Square };
    double x = 0;                           ///< bytes, microseconds or bits
    double accuracy = 0, low = 0, high = 0; ///< percent, with its 95 % interval
    Shape shape = Shape::Circle;
    bool onFrontier = false;
    QString name;
    QString label;                                  ///< drawn beside it, where a reader must not miss it
    std::vector<std::pair<QString, QString>> facts; ///< for the hover box, besides accuracy and x
};

/// Something to measure models against: a cross, or the report's dot.
struct MapMark {
    double x = 0, accuracy = 0;
    QString text;
    bool isReport = false;
};

struct MapChartData {
    std::vector<MapPoint> points;
    std::vector<std::vector<std::size_t>> lines; ///< points joined by a line, of one shape
    bool stepsOfFrontier = true;                 ///< a dashed line of steps along the frontier
    std::vector<MapMark> marks;
    std::optional<std::size_t> selected;
    MapScale scale = MapScale::Bytes;
    QString xName, xColumn;      ///< at the axis; in the table
    double lowest = 70;          ///< percent; what lies below stands at the lower edge
    std::optional<double> limit; ///< a vertical line: at most so much of x
    QString footnote;
    QString emptyText;

    bool isEven() const { return scale == MapScale::Bits; } ///< rather than logarithmic
};

/// Accuracy against size, time or bits. Bytes, microseconds and the errors are logarithmic: from 98 to 99 % is half the
/// errors, and as far as from 80 to 90. Points, whiskers and marks are painted, for their many shapes; lines are Qt
/// Charts'.
class MapChart : public ChartView {
    Q_OBJECT
public:
    using ChartView::ChartView;

    void setData(MapChartData data);
    const MapChartData& data() const { return m_data; }

    ChartFrame frame(const QSizeF& size, const ChartStyle& style) const override;
    std::vector<ChartLine> lines(const PlotMap& map, const ChartStyle& style) const override;
    void paint(QPainter& painter, const PlotMap& map, const ChartStyle& style) const override;
    ChartTable table() const override;
    /// Stops are points, by x and then by accuracy.
    std::optional<int> nearestStop(const QPointF& pixel, const PlotMap& map) const override;
    std::optional<int> nextStop(int stop, int direction, const PlotMap& map) const override;
    std::optional<HoverInfo> hover(int stop, const PlotMap& map, const ChartStyle& style) const override;

    QSize minimumSizeHint() const override { return {160, 90}; }

Q_SIGNALS:
    /// A point was clicked, or chosen with Return. Index into the data's points.
    void chosen(int point);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    std::vector<std::size_t> order() const;
    std::vector<std::size_t> frontier() const;
    QPointF place(double x, double accuracy, const PlotMap& map) const;
    void paintPoint(QPainter& painter, const MapPoint& point, const PlotMap& map, const ChartStyle& style) const;
    void paintSelected(QPainter& painter, const PlotMap& map, const ChartStyle& style) const;
    void paintLabels(QPainter& painter, const PlotMap& map, const ChartStyle& style) const;
    void paintMarks(QPainter& painter, const PlotMap& map, const ChartStyle& style) const;
    void paintLimit(QPainter& painter, const PlotMap& map, const ChartStyle& style) const;

    MapChartData m_data;
};

} // namespace qlab::app
