// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/page.h"

#include "app/widgets/gutter_scroll_area.h"

#include <QEvent>

#include <algorithm>

namespace qlab::app {
namespace {

constexpr int kMargin = 16;
constexpr int kFrameMs = 16;

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
    m_rows = new QVBoxLayout(cards);
    m_rows->setSpacing(kGap);
    auto* const area = new GutterScrollArea(kMargin);
    area->setFocusPolicy(Qt::NoFocus); // it follows whatever has the focus
    area->setWidget(cards);
    area->viewport()->setAutoFillBackground(false);
    cards->setAutoFillBackground(false);
    outer->addWidget(area, 1);

    placeRows();
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

/// A message keeps the same distance to the cards as they do to each other. The other margins never change: the scroll
/// bars lie over them.
void Page::placeRows() { m_rows->setContentsMargins(0, m_messages->isVisibleTo(this) ? kGap : 0, kMargin, kMargin); }

int Page::roomForRows() const { return width() - 2 * kMargin; }

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
