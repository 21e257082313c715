// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/buttons.h"

#include "app/widgets/labels.h"

#include <QDialog>
#include <QPainter>
#include <QStyleOptionButton>
#include <QToolButton>

namespace qlab::app {

struct ActionButton::Metrics {
    int padding;
    int icon;
    int iconGap;
    int captionGap;
    int height;
    QFont font;
};

namespace {

const char* kindName(ButtonKind kind)
{
    switch (kind) {
    case ButtonKind::Primary:
        return "primary";
    case ButtonKind::Danger:
        return "danger";
    case ButtonKind::Small:
        return "small";
    case ButtonKind::Secondary:
        break;
    }
    return "secondary";
}

int textWidth(const QFont& font, const QString& text)
{
    return text.isEmpty() ? 0 : QFontMetrics(font).size(Qt::TextShowMnemonic, text).width();
}

} // namespace

ActionButton::ActionButton(ButtonKind kind, const QString& text, QWidget* parent)
    : QPushButton(text, parent)
    , m_kind(kind)
{
    setProperty("kind", QLatin1String(kindName(kind)));
    setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
    setAutoDefault(true); // Return presses the one that has the focus, outside of dialogs too
}

void ActionButton::setKind(ButtonKind kind)
{
    m_kind = kind;
    setStyleProperty(*this, "kind", QLatin1String(kindName(kind)));
    updateGeometry();
}

void ActionButton::setDrawing(std::optional<Icon> icon)
{
    m_icon = icon;
    updateGeometry();
    update();
}

void ActionButton::setShortcutCaption(const QString& caption)
{
    m_caption = caption;
    updateGeometry();
    update();
}

ActionButton::Metrics ActionButton::metrics() const
{
    if (m_kind == ButtonKind::Small) {
        QFont font = textFont(TextRole::Table);
        font.setWeight(QFont::Medium);
        return {9, scaled(16), 4, 6, scaled(22) + 2, font}; // the style sheet's height and the frame
    }
    QFont font = textFont(TextRole::Button);
    if (m_kind != ButtonKind::Primary || !isEnabled())
        font.setWeight(QFont::Medium);
    return {14, scaled(16), 8, 8, scaled(32), font};
}

int ActionButton::contentWidth() const
{
    const Metrics m = metrics();
    int width = textWidth(m.font, text());
    if (m_icon)
        width += m.icon + (text().isEmpty() ? 0 : m.iconGap);
    if (!m_caption.isEmpty())
        width += m.captionGap + textWidth(textFont(TextRole::Caption), m_caption);
    return width;
}

QSize ActionButton::sizeHint() const
{
    const Metrics m = metrics();
    return {contentWidth() + 2 * m.padding, m.height};
}

QSize ActionButton::minimumSizeHint() const { return sizeHint(); }

QColor ActionButton::textColor() const
{
    if (!isEnabled())
        return themeColor(Token::Text3);
    switch (m_kind) {
    case ButtonKind::Primary:
        return themeColor(Token::OnPrimary);
    case ButtonKind::Danger:
        return themeColor(Token::Bad);
    default:
        return themeColor(Token::Text);
    }
}

QColor ActionButton::captionColor() const
{
    if (isEnabled() && m_kind == ButtonKind::Primary)
        return mixed(themeColor(Token::Primary), themeColor(Token::OnPrimary), 0.75);
    return themeColor(Token::Text3);
}

void ActionButton::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    QStyleOptionButton frame;
    initStyleOption(&frame);
    frame.text.clear();
    frame.icon = {};
    style()->drawControl(QStyle::CE_PushButtonBevel, &frame, &painter, this);
    paintContent(painter);
}

void ActionButton::paintContent(QPainter& painter) const
{
    const Metrics m = metrics();
    int x = (width() - contentWidth()) / 2;
    const auto place = [&](int itemWidth, int itemHeight) {
        const QRect slot(x, (height() - itemHeight) / 2, itemWidth, itemHeight);
        return QStyle::visualRect(layoutDirection(), rect(), slot);
    };
    const QColor color = textColor();
    if (m_icon) {
        const bool quiet = isEnabled() && (m_kind == ButtonKind::Secondary || m_kind == ButtonKind::Small);
        const QRect slot = place(m.icon, m.icon);
        painter.drawPixmap(
            slot, iconPixmap(*m_icon, quiet ? themeColor(Token::Text2) : color, m.icon, devicePixelRatioF()));
        x += m.icon + m.iconGap;
    }
    const int mnemonic =
        style()->styleHint(QStyle::SH_UnderlineShortcut, nullptr, this) ? Qt::TextShowMnemonic : Qt::TextHideMnemonic;
    painter.setFont(m.font);
    painter.setPen(color);
    const int labelWidth = textWidth(m.font, text());
    painter.drawText(place(labelWidth, height()), Qt::AlignCenter | Qt::TextSingleLine | mnemonic, text());
    if (m_caption.isEmpty())
        return;
    x += labelWidth + m.captionGap;
    const QFont captionFont = textFont(TextRole::Caption);
    painter.setFont(captionFont);
    painter.setPen(captionColor());
    painter.drawText(
        place(textWidth(captionFont, m_caption), height()), Qt::AlignCenter | Qt::TextSingleLine, m_caption);
}

ActionButton* makeButton(
    ButtonKind kind, const QString& text, std::optional<Icon> icon, const QString& shortcutCaption, QWidget* parent)
{
    auto* button = new ActionButton(kind, text, parent);
    button->setDrawing(icon);
    button->setShortcutCaption(shortcutCaption);
    return button;
}

QToolButton* makeToolButton(Icon icon, const QString& toolTip, QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setIcon(themeIcon(icon));
    button->setIconSize({scaled(18), scaled(18)});
    button->setFixedSize(scaled(28), scaled(28));
    button->setToolTip(toolTip);
    button->setAccessibleName(toolTip);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

QPushButton* makeCloseButton(QDialog& dialog)
{
    // Its parent comes first: only a button inside its dialog can be the default.
    auto* const button = makeButton(ButtonKind::Secondary, ActionButton::tr("Close"), {}, {}, &dialog);
    button->setDefault(true);
    QObject::connect(button, &QPushButton::clicked, &dialog, &QDialog::accept);
    return button;
}

QPushButton* makeLinkButton(const QString& text, QWidget* parent)
{
    auto* button = new QPushButton(text, parent);
    button->setProperty("kind", QStringLiteral("link"));
    button->setCursor(Qt::PointingHandCursor);
    button->setAutoDefault(false);
    return button;
}

} // namespace qlab::app
