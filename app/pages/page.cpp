// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/page.h"

#include <QScrollArea>

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
    m_rows->setContentsMargins(0, 0, kMargin, kMargin); // the scroll bar, when there is one, takes the margin's place
    m_rows->setSpacing(kGap);
    auto* const area = new QScrollArea;
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(cards);
    area->viewport()->setAutoFillBackground(false);
    cards->setAutoFillBackground(false);
    outer->addWidget(area, 1);

    m_frame.setSingleShot(true);
    m_frame.setInterval(kFrameMs);
    connect(&m_frame, &QTimer::timeout, this, [this] {
        if (!isVisible())
            return;
        m_stale = false;
        refresh();
    });
}

void Page::refreshLater()
{
    m_stale = true;
    if (isVisible() && !m_frame.isActive())
        m_frame.start();
}

void Page::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (m_stale) {
        m_stale = false;
        refresh();
    }
}

} // namespace qlab::app
