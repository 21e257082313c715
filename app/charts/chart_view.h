// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/charts/chart_content.h"
#include "app/charts/chart_zoom.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include <optional>

class QChartView;

namespace qlab::app {

class ChartItem;

/// The widget that all charts are: shows its own content with Qt Charts, at most once per frame, in the colours of the
/// theme in force; crosshair with exact values by mouse and arrow keys; wheel, drag and double-click zoom where the
/// chart has something to zoom into. Ctrl+C copies; the context menu saves. Transparent: the card is its background.
/// Works unshown (chart_export.h).
class ChartView : public QWidget, public ChartContent {
    Q_OBJECT
public:
    explicit ChartView(QWidget* parent = nullptr);
    ~ChartView() override;

    /// As in the card that holds the chart; the note carries the y unit. For exports, file names and screen readers.
    void setTitle(const QString& title, const QString& note = {});
    QString title() const { return m_title; }
    QString note() const { return m_note; }
    /// What the data were made from, as their result says it ("8 bits, fixed 2⁷, MNIST"): in exports, where the window
    /// around the chart is gone.
    void setSubject(const QString& subject) { m_subject = subject; }
    QString subject() const { return m_subject; }
    /// Room around the plot area that is at least kept, in logical px: gives charts in a row the same plot area.
    void setPlotMargins(const QMarginsF& atLeast);

    bool isZoomed() const { return m_zoomWindow.has_value(); }
    void resetZoom();

    /// False while a change of data waits for its frame.
    bool isUpToDate() const { return !m_redrawTimer.isActive(); }
    /// Where values lie on screen, as drawn last.
    const PlotMap& plotMap() const;
    /// What the hover box says at the moment.
    const std::optional<HoverInfo>& shownHover() const;

    QSize sizeHint() const override { return {360, 220}; }
    QSize minimumSizeHint() const override { return {160, 110}; }

Q_SIGNALS:
    void zoomChanged();

protected:
    /// To be called after every change of data: draws within a frame, and only if visible.
    void contentChanged();
    /// Draws now.
    void redraw();
    /// How far the chart can be zoomed out and what it shows by itself; nullopt: there is nothing to zoom.
    struct Zoomable {
        ZoomWindow limits, shown;
    };
    virtual std::optional<Zoomable> zoomable() const { return std::nullopt; }
    const std::optional<ZoomWindow>& zoomWindow() const { return m_zoomWindow; }
    const QMarginsF& plotMargins() const { return m_margins; }
    void hideHover();
    /// The place that the hover box tells of.
    std::optional<int> currentStop() const { return m_stop; }

    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    ChartStyle screenStyle() const;
    void showStop(std::optional<int> stop);
    void moveStop(int direction);
    bool zoomBy(const QPointF& pixel, double factor);
    void setZoomWindow(std::optional<ZoomWindow> window);
    QPointF coordinatesAt(const QPointF& pixel) const;

    ChartItem* m_item; ///< owned by the view's scene
    QChartView* m_view;
    QTimer m_redrawTimer;
    QElapsedTimer m_sinceRedraw;
    QString m_title, m_note, m_subject;
    QMarginsF m_margins;
    std::optional<ZoomWindow> m_zoomWindow;
    std::optional<int> m_stop;
    std::optional<QPointF> m_panFrom;
};

} // namespace qlab::app
