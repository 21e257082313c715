// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/card.h"

#include "app/theme/theme.h"
#include "app/widgets/buttons.h"
#include "app/widgets/elided_label.h"
#include "app/widgets/labels.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

namespace qlab::app {
namespace {

// The title row is 20 high, but a small button in it is 24: the row reaches 2 px into the gaps above and below it.
constexpr int kReach = 2;
constexpr int kPaddingTop = 11 - kReach;
constexpr int kHeaderGap = 8 - kReach;
constexpr int kPaddingSide = 12;
constexpr int kPaddingBottom = 11;

} // namespace

Card::Card(const QString& title, QWidget* parent)
    : QFrame(parent)
{
    setProperty("role", QStringLiteral("card"));
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(kPaddingSide, kPaddingTop, kPaddingSide, kPaddingBottom);
    outer->setSpacing(kHeaderGap);

    auto* row = new QWidget(this);
    row->setFixedHeight(scaled(20) + 2 * kReach);
    m_header = new QHBoxLayout(row);
    m_header->setContentsMargins(0, 0, 0, 0);
    m_header->setSpacing(8);
    m_title = makeLabel(LabelLook::Title, {}, row);
    m_note = new ElidedLabel({}, row);
    setLabelLook(*m_note, LabelLook::Caption);
    m_note->hide();
    m_header->addWidget(m_title);
    m_header->addWidget(m_note);
    m_header->addStretch(1);
    outer->addWidget(row, 0, Qt::AlignTop);
    row->setVisible(!title.isEmpty()); // a card without a title is all body

    m_body = new QVBoxLayout;
    m_body->setSpacing(0);
    outer->addLayout(m_body, 1);
    setTitle(title);
}

void Card::setTitle(const QString& title)
{
    m_title->setText(title);
    setAccessibleName(title);
}

QString Card::title() const { return m_title->text(); }

void Card::setNote(const QString& note)
{
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
}

QString Card::note() const { return m_note->text(); }

void Card::addHeaderWidget(QWidget* widget)
{
    const int end = m_header->count() - (m_more ? 1 : 0);
    m_header->insertWidget(end, widget, 0, Qt::AlignVCenter);
}

void Card::addTitleWidget(QWidget* widget)
{
    m_header->insertWidget(m_header->indexOf(m_note) + 1, widget, 0, Qt::AlignVCenter);
}

QMenu* Card::moreMenu()
{
    if (!m_more) {
        m_more = makeToolButton(Icon::More, tr("More"), this);
        m_more->setFixedSize(scaled(24), scaled(24));
        m_more->setIconSize({scaled(16), scaled(16)});
        m_more->setPopupMode(QToolButton::InstantPopup);
        m_more->setMenu(new QMenu(m_more));
        m_more->setAccessibleName(tr("More for %1").arg(title()));
        m_header->addWidget(m_more);
    }
    return m_more->menu();
}

} // namespace qlab::app
