// SPDX-License-Identifier: GPL-3.0-or-later
// Mouse, wheel and keys of every chart.
#include "app/charts/chart_export.h"
#include "app/charts/chart_item.h"
#include "app/charts/chart_menu.h"
#include "app/charts/chart_view.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>

#include <cmath>

namespace qlab::app {

namespace {

constexpr double kWheelZoom = 0.85; // per notch

/// The hover box for a screen reader: "epoch 8.0; test 0.277; ...".
QString spoken(const HoverInfo& info)
{
    QStringList parts{info.title};
    for (const HoverRow& row : info.rows)
        parts.append(QStringLiteral("%1 %2").arg(row.label, row.value).trimmed());
    return parts.join(QStringLiteral("; "));
}

} // namespace

// --- hover

void ChartView::showStop(std::optional<int> stop)
{
    std::optional<HoverInfo> info;
    if (stop)
        info = hover(*stop, plotMap(), screenStyle());
    m_stop = info ? stop : std::nullopt; // the place may be gone with new data or out of view
    m_item->setHover(std::move(info));
}

void ChartView::hideHover() { showStop(std::nullopt); }

/// One place on, or to the first or last one if none is shown yet.
void ChartView::moveStop(int direction)
{
    const QRectF inside = plotMap().area.adjusted(1, 0, -1, 0);
    const auto first = [&] { return nearestStop(direction > 0 ? inside.topLeft() : inside.bottomRight(), plotMap()); };
    std::optional<int> stop = m_stop ? nextStop(*m_stop, direction, plotMap()) : first();
    if (!stop)
        stop = m_stop ? m_stop : nextStop(-1, +1, plotMap());
    showStop(stop);
    if (shownHover())
        setAccessibleDescription(spoken(*shownHover()));
}

void ChartView::leaveEvent(QEvent*) { hideHover(); }

void ChartView::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    hideHover();
}

// --- zoom

QPointF ChartView::coordinatesAt(const QPointF& pixel) const
{
    const PlotMap& map = plotMap();
    return {map.x.coordinate(map.valueX(pixel.x())), map.y.coordinate(map.valueY(pixel.y()))};
}

void ChartView::setZoomWindow(std::optional<ZoomWindow> window)
{
    m_zoomWindow = window;
    redraw();
    Q_EMIT zoomChanged();
}

void ChartView::resetZoom() { setZoomWindow(std::nullopt); }

/// Beside the plot area only the axis under the mouse is zoomed. False if nothing changed.
bool ChartView::zoomBy(const QPointF& pixel, double factor)
{
    const auto range = zoomable();
    if (!range)
        return false;
    const QRectF area = plotMap().area;
    const ZoomWindow before = m_zoomWindow.value_or(range->shown);
    const ZoomWindow after = zoomed(before, range->limits, coordinatesAt(pixel), pixel.x() < area.left() ? 1 : factor,
        pixel.y() > area.bottom() ? 1 : factor);
    if (after == before)
        return false;
    setZoomWindow(after == range->shown ? std::nullopt : std::optional(after));
    return true;
}

void ChartView::wheelEvent(QWheelEvent* event)
{
    const double notches = event->angleDelta().y() / 120.0;
    // A wheel that zooms nothing scrolls the page.
    event->setAccepted(notches != 0 && zoomBy(event->position(), std::pow(kWheelZoom, notches)));
}

void ChartView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_zoomWindow)
        return event->ignore();
    m_panFrom = event->position();
    setCursor(Qt::ClosedHandCursor);
    hideHover();
}

void ChartView::mouseMoveEvent(QMouseEvent* event)
{
    if (!m_panFrom || !m_zoomWindow) {
        showStop(nearestStop(event->position(), plotMap()));
        return;
    }
    const QPointF delta = coordinatesAt(*m_panFrom) - coordinatesAt(event->position());
    if (const auto range = zoomable())
        setZoomWindow(panned(*m_zoomWindow, range->limits, delta));
    m_panFrom = event->position();
}

void ChartView::mouseReleaseEvent(QMouseEvent*)
{
    if (m_panFrom)
        unsetCursor();
    m_panFrom.reset();
}

void ChartView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && m_zoomWindow)
        resetZoom();
}

void ChartView::keyPressEvent(QKeyEvent* event)
{
    const QPointF centre = plotMap().area.center();
    if (event->matches(QKeySequence::Copy))
        return copyToClipboard(*this);
    switch (event->key()) {
    case Qt::Key_Left:
        return moveStop(-1);
    case Qt::Key_Right:
        return moveStop(+1);
    case Qt::Key_Plus:
        return static_cast<void>(zoomBy(centre, kWheelZoom));
    case Qt::Key_Minus:
        return static_cast<void>(zoomBy(centre, 1 / kWheelZoom));
    case Qt::Key_0:
        return resetZoom();
    case Qt::Key_Escape:
        if (m_stop)
            return hideHover();
        break;
    default:
        break;
    }
    QWidget::keyPressEvent(event);
}

void ChartView::contextMenuEvent(QContextMenuEvent* event)
{
    QMenu* menu = makeChartMenu(*this, this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->popup(event->globalPos());
}

} // namespace qlab::app
