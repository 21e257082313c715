// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/charts/chart_paint.h"
#include "app/charts/chart_view.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace qlab::app {

/// A value that the quantized model can represent, and its integer.
struct QuantLevel {
    double value = 0;
    int code = 0;
};

struct HistogramChartData {
    Range range{-1, 1};                     ///< of the bins: equal ones from low to high
    std::vector<double> counts;             ///< weights per bin
    std::vector<QuantLevel> levels;         ///< ascending; may be empty
    bool evenLevels = true;                 ///< of equal steps; else a codebook's
    std::optional<Range> representable;     ///< beyond it a weight is clipped (or wrapped): hatched
    std::optional<double> clip;             ///< handles at +clip and -clip; nullopt: none
    bool canDrag = false;                   ///< handles answer mouse and keys
    std::size_t outOfRange = 0;             ///< weights outside representable, counted by the engine
    bool wraps = false;                     ///< what happens to them: wrapped instead of clipped
    SeriesRole role = SeriesRole::Original; ///< whose weights they are
    QString emptyText;
};

/// The weights as bars with the quantization grid over them. The clip handles can be dragged, or moved with the up and
/// down keys (Page up, Page down: ten times as far).
class HistogramChart : public ChartView {
    Q_OBJECT
public:
    using ChartView::ChartView;

    void setData(HistogramChartData data);
    const HistogramChartData& data() const { return m_data; }

    ChartFrame frame(const QSizeF& size, const ChartStyle& style) const override;
    void paint(QPainter& painter, const PlotMap& map, const ChartStyle& style) const override;
    ChartTable table() const override;
    std::vector<LegendEntry> legend() const override;
    std::optional<int> nearestStop(const QPointF& pixel, const PlotMap& map) const override;
    std::optional<int> nextStop(int stop, int direction, const PlotMap& map) const override;
    std::optional<HoverInfo> hover(int stop, const PlotMap& map, const ChartStyle& style) const override;

Q_SIGNALS:
    /// The clip limit (above 0, at most the end of the range) while a handle moves.
    void clipDragged(double limit);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    Range bin(std::size_t index) const;
    bool isOutside(std::size_t index) const;
    double largestClip() const;
    bool isOverHandle(const QPointF& pixel) const;
    void moveClip(double limit);
    QString footnote(const PlotMap& map, const ChartStyle& style) const;
    QString outsideText(const ChartStyle& style) const;
    std::optional<DirectLabel> outsideLabel(const PlotMap& map, const ChartStyle& style) const;
    using Levels = std::vector<const QuantLevel*>;
    bool isOdd() const;
    int levelStride(double pixels, const PlotMap& map) const;
    Levels apart(const Levels& levels, double pixels, const PlotMap& map) const;
    Levels drawnLevels(const PlotMap& map) const;
    Levels labelledLevels(const PlotMap& map) const;
    void paintZones(QPainter& painter, const PlotMap& map, const ChartStyle& style) const;
    void paintLevels(QPainter& painter, const PlotMap& map, const ChartStyle& style) const;
    void paintBars(QPainter& painter, const PlotMap& map, const ChartStyle& style) const;
    void paintOutside(QPainter& painter, const PlotMap& map, const ChartStyle& style) const;
    void paintHandles(QPainter& painter, const PlotMap& map, const ChartStyle& style) const;

    HistogramChartData m_data;
    bool m_isDragging = false;
};

} // namespace qlab::app
