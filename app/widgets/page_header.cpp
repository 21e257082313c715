// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/page_header.h"

#include "app/theme/theme.h"
#include "app/widgets/labels.h"
#include "app/widgets/number_text.h"
#include "app/widgets/progress_strip.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QResizeEvent>
#include <QVBoxLayout>

#include <algorithm>

namespace qlab::app {
namespace {

constexpr int kGapBelow = 12;

} // namespace

PageHeader::PageHeader(const QString& title, const QString& sentence, QWidget* parent)
    : QWidget(parent)
    , m_title(makeLabel(LabelLook::PageTitle, {}, this))
    , m_sentence(makeWrappedLabel(LabelLook::Sentence, {}, this))
    , m_buttons(new QHBoxLayout)
    , m_progress(makeProgressBar(this))
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_title->setFixedHeight(lineHeight(TextRole::PageTitle));
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->installEventFilter(this);
    auto* words = new QVBoxLayout;
    words->setContentsMargins(0, 0, 0, 0);
    words->setSpacing(0);
    words->addStretch(1);
    words->addWidget(m_title);
    words->addWidget(m_sentence);
    words->addStretch(1);
    m_buttons->setSpacing(8);
    auto* row = new QHBoxLayout;
    row->setSpacing(16);
    row->addLayout(words, 1);
    row->addLayout(m_buttons);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row);
    column->addSpacing(kGapBelow);
    // Not in the layout: its place is the gap, whether it is there or not.
    fit();
    m_progress->hide();
    m_progress->setAccessibleName(tr("Progress"));
    setTitle(title);
    setSentence(sentence);
}

void PageHeader::setTitle(const QString& title)
{
    m_title->setText(title);
    setAccessibleName(title);
}

void PageHeader::setSentence(const QString& sentence)
{
    m_text = sentence;
    m_sentence->setText(unbroken(sentence));
    fit();
}

QString PageHeader::sentence() const { return m_text; }

void PageHeader::fit()
{
    m_tallest = std::max({m_tallest, lineHeight(TextRole::Table), m_sentence->sizeHint().height()});
    setFixedHeight(std::max(scaled(40), lineHeight(TextRole::PageTitle) + m_tallest) + kGapBelow);
}

bool PageHeader::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize)
        fit(); // buttons come and go beside it
    return QWidget::eventFilter(watched, event);
}

void PageHeader::addWidget(QWidget* widget)
{
    m_buttons->insertWidget(m_buttons->count() - (m_primary ? 1 : 0), widget, 0, Qt::AlignVCenter);
}

void PageHeader::setPrimary(QWidget* button)
{
    m_primary = button;
    m_buttons->addWidget(button, 0, Qt::AlignVCenter);
}

void PageHeader::setProgress(std::optional<double> share)
{
    m_progress->setVisible(share.has_value());
    if (share)
        m_progress->setValue(static_cast<int>(std::clamp(*share, 0.0, 1.0) * m_progress->maximum()));
}

void PageHeader::resizeEvent(QResizeEvent* event)
{
    m_progress->setGeometry(0, height() - kGapBelow + 4, width(), 4);
    if (event->oldSize().width() == width())
        return;
    m_tallest = 0;
    fit();
}

} // namespace qlab::app
