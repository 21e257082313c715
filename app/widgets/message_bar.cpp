// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/message_bar.h"

#include "app/widgets/buttons.h"
#include "app/widgets/labels.h"
#include "app/widgets/number_text.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QToolButton>

namespace qlab::app {
namespace {

const char* stateName(MessageBar::Kind kind)
{
    return kind == MessageBar::Kind::Good ? "good" : kind == MessageBar::Kind::Warn ? "warn" : "bad";
}

Token tokenOf(MessageBar::Kind kind)
{
    return kind == MessageBar::Kind::Good ? Token::Good : kind == MessageBar::Kind::Warn ? Token::Warn : Token::Bad;
}

} // namespace

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent)
    , m_leave(this)
    , m_icon(new QLabel(this))
    , m_text(makeLabel(LabelLook::Body, {}, this))
    , m_action(makeButton(ButtonKind::Small, {}, {}, {}, this))
    , m_close(makeToolButton(Icon::Close, tr("Close"), this))
{
    setProperty("role", QStringLiteral("message"));
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true); // a long message wraps
    setSizePolicy(policy);
    setMinimumHeight(scaled(30));
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_close->setFixedSize(scaled(24), scaled(24));
    m_close->setIconSize({scaled(14), scaled(14)});
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 4, 8, 4);
    layout->setSpacing(10);
    layout->addWidget(m_icon, 0, Qt::AlignVCenter);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_action);
    layout->addWidget(m_close);
    m_leave.setSingleShot(true);
    m_leave.setInterval(5000);
    const auto leave = [this] {
        clear();
        Q_EMIT closed();
    };
    connect(&m_leave, &QTimer::timeout, this, leave);
    connect(m_close, &QToolButton::clicked, this, leave);
    connect(m_action, &QPushButton::clicked, this, &MessageBar::actionTriggered);
    hide();
}

void MessageBar::showMessage(Kind kind, const QString& text, const QString& action)
{
    m_kind = kind;
    setStyleProperty(*this, "state", QLatin1String(stateName(kind)));
    m_text->setText(unbroken(text));
    m_said = text;
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    showIcon();
    setAccessibleName(text);
    show();
    Q_EMIT shown(text);
    m_leave.stop();
    if (kind == Kind::Good && !underMouse())
        m_leave.start();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void MessageBar::clear()
{
    m_leave.stop();
    hide();
}

QString MessageBar::text() const { return isHidden() ? QString() : m_said; }

void MessageBar::showIcon()
{
    const Icon icon = m_kind == Kind::Good ? Icon::Check : Icon::Info;
    m_icon->setPixmap(iconPixmap(icon, themeColor(tokenOf(m_kind)), scaled(18), devicePixelRatioF()));
}

void MessageBar::enterEvent(QEnterEvent* event)
{
    m_leave.stop();
    QFrame::enterEvent(event);
}

void MessageBar::leaveEvent(QEvent* event)
{
    if (m_kind == Kind::Good && isVisible())
        m_leave.start();
    QFrame::leaveEvent(event);
}

void MessageBar::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange)
        showIcon();
    QFrame::changeEvent(event);
}

} // namespace qlab::app
