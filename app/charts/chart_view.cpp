// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/chart_view.h"

#include "app/charts/chart_item.h"

#include <QChartView>

#include <algorithm>

namespace qlab::app {

namespace {

constexpr int kFrameMs = 16;

} // namespace

ChartView::ChartView(QWidget* parent)
    : QWidget(parent)
    , m_item(new ChartItem)
    , m_view(new QChartView(m_item, this))
{
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setRenderHint(QPainter::Antialiasing);
    m_view->setBackgroundBrush(Qt::NoBrush);
    m_view->viewport()->setAutoFillBackground(false);
    m_view->setViewportUpdateMode(QGraphicsView::FullViewportUpdate);
    m_view->setFocusPolicy(Qt::NoFocus);
    m_view->setAttribute(Qt::WA_TransparentForMouseEvents); // this widget handles the mouse itself

    m_redrawTimer.setSingleShot(true);
    connect(&m_redrawTimer, &QTimer::timeout, this, &ChartView::redraw);
    connect(&Theme::instance(), &Theme::changed, this, &ChartView::contentChanged);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

ChartView::~ChartView() = default;

void ChartView::setTitle(const QString& title, const QString& note)
{
    m_title = title;
    m_note = note;
    setAccessibleName(tr("Chart: %1").arg(title));
    setAccessibleDescription(tr("%1. Arrow keys read the values, Ctrl+C copies picture and table.").arg(note));
}

void ChartView::setPlotMargins(const QMarginsF& atLeast)
{
    m_margins = atLeast;
    contentChanged();
}

const PlotMap& ChartView::plotMap() const { return m_item->map(); }

const std::optional<HoverInfo>& ChartView::shownHover() const { return m_item->hover(); }

void ChartView::contentChanged()
{
    if (!isVisible() || m_redrawTimer.isActive())
        return; // showEvent and the running timer draw the newest data anyway
    const qint64 elapsed = m_sinceRedraw.isValid() ? m_sinceRedraw.elapsed() : kFrameMs;
    m_redrawTimer.start(static_cast<int>(std::clamp<qint64>(kFrameMs - elapsed, 0, kFrameMs)));
}

void ChartView::redraw()
{
    m_redrawTimer.stop();
    m_sinceRedraw.start();
    m_item->show(*this, screenStyle());
    showStop(m_stop);
}

ChartStyle ChartView::screenStyle() const { return {&Theme::instance().table(), locale(), devicePixelRatioF()}; }

void ChartView::resizeEvent(QResizeEvent*)
{
    m_view->setGeometry(rect());
    m_item->resize(size()); // the view would do it, but not before it is shown
    redraw();
}

void ChartView::showEvent(QShowEvent*) { redraw(); }

void ChartView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    switch (event->type()) {
    case QEvent::PaletteChange:
    case QEvent::FontChange:
    case QEvent::LocaleChange:
    case QEvent::LanguageChange:
        contentChanged();
        break;
    default:
        break;
    }
}

} // namespace qlab::app
