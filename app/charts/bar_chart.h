// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/charts/chart_view.h"

#include <optional>
#include <vector>

namespace qlab::app {

struct BarPart {
    QString name; ///< "weights"
    double value = 0;
};

/// A bar from 0 to the sum of its parts, stacked upwards: the first in the model's colour, further ones as neutral caps
/// (2 px at least, so that they are seen; the bar's full height stays true).
struct Bar {
    QString name;
    SeriesRole role = SeriesRole::Original;
    std::vector<BarPart> parts;
    std::optional<Range> spread; ///< whisker

    double total() const;
};

struct BarChartData {
    std::vector<Bar> bars;
    QString quantity;            ///< column of the table: "time"
    QString unit;                ///< "ms"
    int decimals = 1;            ///< of the label over the bar
    int exactDecimals = 3;       ///< in the hover box
    QString spreadName;          ///< what the whisker is: "10 to 90 %"
    QString footnote;            ///< "median; whisker: 10 to 90 %"
    std::optional<Range> yRange; ///< for an empty chart; bars always start at 0
    QString emptyText;           ///< shown while there are no bars
};

/// Bars side by side, 56 px wide at most.
class BarChart : public ChartView {
    Q_OBJECT
public:
    using ChartView::ChartView;

    void setData(BarChartData data);
    const BarChartData& data() const { return m_data; }

    ChartFrame frame(const QSizeF& size, const ChartStyle& style) const override;
    void paint(QPainter& painter, const PlotMap& map, const ChartStyle& style) const override;
    ChartTable table() const override;
    std::optional<int> nearestStop(const QPointF& pixel, const PlotMap& map) const override;
    std::optional<int> nextStop(int stop, int direction, const PlotMap& map) const override;
    std::optional<HoverInfo> hover(int stop, const PlotMap& map, const ChartStyle& style) const override;

private:
    QString valueText(double value, int decimals, const ChartStyle& style) const;
    void paintBar(QPainter& painter, std::size_t index, const PlotMap& map, const ChartStyle& style) const;
    double barTop(const Bar& bar, const PlotMap& map) const;

    BarChartData m_data;
};

} // namespace qlab::app
