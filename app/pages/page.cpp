// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/page.h"

#include <QEvent>
#include <QScrollArea>

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
    m_rows->setContentsMargins(0, 0, kMargin, kMargin); // the scroll bar, when there is one, takes the margin's place
    m_rows->setSpacing(kGap);
    auto* const area = new QScrollArea;
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus); // it follows whatever has the focus
    area->setWidgetResizable(true);
    area->setWidget(cards);
    area->viewport()->setAutoFillBackground(false);
    cards->setAutoFillBackground(false);
    outer->addWidget(area, 1);

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

/// A message keeps the same distance to the cards as they do to each other.
bool Page::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_messages && (event->type() == QEvent::Show || event->type() == QEvent::Hide))
        m_rows->setContentsMargins(0, event->type() == QEvent::Show ? kGap : 0, kMargin, kMargin);
    return QWidget::eventFilter(watched, event);
}

void Page::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (m_stale)
        refreshNow();
}

} // namespace qlab::app
