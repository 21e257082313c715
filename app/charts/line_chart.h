// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/charts/chart_paint.h"
#include "app/charts/chart_view.h"

#include <optional>
#include <vector>

namespace qlab::app {

/// One curve of a run.
struct Curve {
    QString name; ///< "train", "run 3"
    SeriesRole role = SeriesRole::Original;
    std::vector<double> x, y; ///< of equal length, x ascending; raw values; a y that is not finite is a gap
    double smoothing = 0; ///< 0 ... below 1, weight of the past (curve_math.h); above 0 the raw values stay, faintly
};

struct LineChartData {
    std::vector<Curve> curves;
    QString xName;    ///< unit under the axis and column of the table: "epoch"
    QString quantity; ///< column of the table: "loss"
    QString unit;     ///< of y; may be empty
    int decimals = 3; ///< of y in labels and hover box

    std::optional<Range> xRange; ///< e.g. 0 ... planned epochs; nullopt: as far as the data
    std::optional<Range> yRange; ///< nullopt: fits the data
    /// Focus leaves the highest 2 % of the values above the axis if they would flatten all else, and says so.
    enum class Fit { All, Focus } fit = Fit::All;
    bool valueInLabel = true; ///< "0.265 train" instead of "train" at the line's end
    QString emptyText;        ///< shown while no curve has a point
};

/// Loss and accuracy curves, one run or several over one another, live. Thinned to what the pixels can show, so a
/// million points draw as fast as a thousand.
class LineChart : public ChartView {
    Q_OBJECT
public:
    using ChartView::ChartView;

    void setData(LineChartData data);
    const LineChartData& data() const { return m_data; }
    void setLogarithmic(bool logarithmic);
    bool isLogarithmic() const { return m_logarithmic; }
    /// Values at or below 0, which a log axis cannot show.
    int droppedValues() const;

    ChartFrame frame(const QSizeF& size, const ChartStyle& style) const override;
    std::vector<ChartLine> lines(const PlotMap& map, const ChartStyle& style) const override;
    void paint(QPainter& painter, const PlotMap& map, const ChartStyle& style) const override;
    ChartTable table() const override;
    std::optional<int> nearestStop(const QPointF& pixel, const PlotMap& map) const override;
    std::optional<int> nextStop(int stop, int direction, const PlotMap& map) const override;
    std::optional<HoverInfo> hover(int stop, const PlotMap& map, const ChartStyle& style) const override;

protected:
    std::optional<Zoomable> zoomable() const override;

private:
    /// A curve ready to draw: smoothed, and on a log axis in log10 (NaN where there is none).
    struct Prepared {
        std::vector<double> smooth;
        std::vector<double> rawCoordinates, smoothCoordinates;
    };
    void prepare();
    void measure();
    AxisScale defaultY(double height) const;
    QString footnote(const AxisScale& y, const ChartStyle& style) const;
    std::vector<DirectLabel> labels(const PlotMap& map, const ChartStyle& style) const;
    double labelRoom(const PlotMap& map, const ChartStyle& style) const;

    LineChartData m_data;
    std::vector<Prepared> m_prepared;
    Range m_fullX, m_fullY, m_focusedY;
    bool m_isEmpty = true;
    bool m_logarithmic = false;
};

} // namespace qlab::app
