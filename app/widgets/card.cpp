// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/card.h"

#include "app/theme/theme.h"
#include "app/widgets/buttons.h"
#include "app/widgets/card_header.h"
#include "app/widgets/elided_label.h"

#include <QMenu>
#include <QPainter>
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

class Veil : public QWidget {
public:
    explicit Veil(QWidget* parent)
        : QWidget(parent)
    {
        setAttribute(Qt::WA_TransparentForMouseEvents);
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QColor colour = themeColor(Token::Surface);
        colour.setAlphaF(0.55F);
        QPainter(this).fillRect(rect(), colour);
    }
};

} // namespace

Card::Card(const QString& title, QWidget* parent)
    : QFrame(parent)
{
    setProperty("role", QStringLiteral("card"));
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(kPaddingSide, kPaddingTop, kPaddingSide, kPaddingBottom);
    outer->setSpacing(kHeaderGap);

    m_header = new CardHeader(this);
    outer->addWidget(m_header, 0, Qt::AlignTop);
    m_header->setVisible(!title.isEmpty()); // a card without a title is all body

    m_body = new QVBoxLayout;
    m_body->setSpacing(0);
    outer->addLayout(m_body, 1);
    setTitle(title);
}

void Card::setTitle(const QString& title)
{
    m_header->title().setText(title);
    setAccessibleName(title);
}

QString Card::title() const { return m_header->title().text(); }

void Card::setNote(const QString& note)
{
    m_header->note().setText(note);
    m_header->note().setVisible(!note.isEmpty());
}

QString Card::note() const { return m_header->note().text(); }

void Card::setStale(bool stale)
{
    if (stale == isStale())
        return;
    if (!m_veil)
        m_veil = new Veil(this);
    placeVeil();
    m_veil->setVisible(stale);
    m_veil->raise();
}

bool Card::isStale() const { return m_veil && !m_veil->isHidden(); }

void Card::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    if (m_veil)
        placeVeil();
}

/// Over the body, inside the frame.
void Card::placeVeil() { m_veil->setGeometry(layout()->contentsRect().adjusted(0, m_header->height(), 0, 0)); }

void Card::addHeaderWidget(QWidget* widget) { m_header->addAtEnd(widget); }

void Card::addTitleWidget(QWidget* widget) { m_header->addAfterNote(widget); }

QMenu* Card::moreMenu()
{
    if (!m_more) {
        m_more = makeToolButton(Icon::More, tr("More"), this);
        m_more->setFixedSize(scaled(24), scaled(24));
        m_more->setIconSize({scaled(16), scaled(16)});
        m_more->setPopupMode(QToolButton::InstantPopup);
        m_more->setMenu(new QMenu(m_more));
        m_more->setAccessibleName(tr("More for %1").arg(title()));
        m_header->setMenuButton(m_more);
    }
    return m_more->menu();
}

} // namespace qlab::app
