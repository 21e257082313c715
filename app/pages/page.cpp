// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/page.h"

#include <QEvent>
#include <QScrollArea>
#include <QScrollBar>

#include <algorithm>

namespace qlab::app {
namespace {

constexpr int kMargin = 16;
constexpr int kFrameMs = 16;

/// Rows that may shrink to their least heights before the page scrolls. A layout with height-for-width children would
/// make the scroll area insist on their preferred heights.
class RowsLayout : public QVBoxLayout {
public:
    using QVBoxLayout::QVBoxLayout;
    bool hasHeightForWidth() const override { return false; }
};

} // namespace

Page::Page(const QString& title, const QString& sentence, QWidget* parent)
    : QWidget(parent)
    , m_header(new PageHeader(title, sentence))
    , m_messages(new MessageBar)
{
    auto* const outer = new QVBoxLayout(this);
    outer->setContentsMargins(kMargin, kMargin, 0, 0);
    outer->setSpacing(0);
    auto* const top = new QVBoxLayout;
    top->setContentsMargins(0, 0, kMargin, 0);
    top->setSpacing(0);
    top->addWidget(m_header);
    top->addWidget(m_messages);
    outer->addLayout(top);

    auto* const cards = new QWidget;
    m_rows = new RowsLayout(cards);
    m_rows->setSpacing(kGap);
    auto* const area = new QScrollArea;
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus); // it follows whatever has the focus
    area->setWidgetResizable(true);
    area->setWidget(cards);
    area->viewport()->setAutoFillBackground(false);
    cards->setAutoFillBackground(false);
    outer->addWidget(area, 1);

    m_scrollBar = area->verticalScrollBar();
    placeRows();
    m_scrollBar->parentWidget()->installEventFilter(this); // the area shows and hides a box around it
    m_messages->installEventFilter(this);
    m_frame.setSingleShot(true);
    connect(&m_frame, &QTimer::timeout, this, [this] {
        if (isVisible())
            refreshNow();
    });
}

void Page::refreshLater()
{
    m_stale = true;
    if (!isVisible() || m_frame.isActive())
        return;
    // The first change after a pause shows at once; a stream of changes shows once a frame.
    const qint64 since = m_sinceRefresh.isValid() ? m_sinceRefresh.elapsed() : kFrameMs;
    m_frame.start(static_cast<int>(std::clamp<qint64>(kFrameMs - since, 0, kFrameMs)));
}

void Page::refreshNow()
{
    m_stale = false;
    m_sinceRefresh.start();
    refresh();
}

/// A message keeps the same distance to the cards as they do to each other. The scroll bar, when there is one, takes
/// the margin's place: cards keep their width, and those that just fit still do.
void Page::placeRows()
{
    const int bar = m_scrollBar->isVisibleTo(this) ? m_scrollBar->sizeHint().width() : 0;
    m_rows->setContentsMargins(0, m_messages->isVisibleTo(this) ? kGap : 0, std::max(0, kMargin - bar), kMargin);
}

bool Page::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::ShowToParent || event->type() == QEvent::HideToParent)
        placeRows();
    return QWidget::eventFilter(watched, event);
}

void Page::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (m_stale)
        refreshNow();
}

} // namespace qlab::app
