// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/gutter_scroll_area.h"

#include <QScrollBar>

#include <algorithm>

namespace qlab::app {

GutterScrollArea::GutterScrollArea(int gutter, QWidget* parent)
    : QScrollArea(parent)
    , m_gutter(gutter)
    , m_right(new QScrollBar(Qt::Vertical, this))
    , m_bottom(new QScrollBar(Qt::Horizontal, this))
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    // The area's own bars stay hidden and keep the books: wheel, focus and ensureVisible() go through them.
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    follow(*verticalScrollBar(), *m_right);
    follow(*horizontalScrollBar(), *m_bottom);
}

void GutterScrollArea::follow(QScrollBar& hidden, QScrollBar& shown)
{
    shown.setFocusPolicy(Qt::NoFocus);
    shown.setVisible(false);
    const auto copy = [&hidden, &shown] {
        shown.setRange(hidden.minimum(), hidden.maximum());
        shown.setPageStep(hidden.pageStep());
        shown.setSingleStep(hidden.singleStep());
        shown.setVisible(hidden.maximum() > hidden.minimum());
    };
    connect(&hidden, &QScrollBar::rangeChanged, &shown, copy);
    connect(&hidden, &QScrollBar::valueChanged, &shown, &QScrollBar::setValue);
    connect(&shown, &QScrollBar::valueChanged, &hidden, &QScrollBar::setValue);
}

void GutterScrollArea::resizeEvent(QResizeEvent* event)
{
    QScrollArea::resizeEvent(event);
    place();
}

void GutterScrollArea::place()
{
    const int thick = std::min(m_right->sizeHint().width(), m_gutter);
    m_right->setGeometry(width() - thick, 0, thick, height() - m_gutter);
    m_bottom->setGeometry(0, height() - thick, width() - m_gutter, thick);
    m_right->setPageStep(verticalScrollBar()->pageStep());
    m_bottom->setPageStep(horizontalScrollBar()->pageStep());
}

} // namespace qlab::app
