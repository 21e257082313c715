// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/theme/icons.h"

#include <QPushButton>

#include <optional>

class QDialog;
class QToolButton;

namespace qlab::app {

/// Primary: one per page at most, always the rightmost. Danger: only Stop and Delete. Small: 24 high, in cards.
enum class ButtonKind { Primary, Secondary, Danger, Small };

/// A push button with an icon at the left and, smaller at the right, the key that does the same ("Compare  B").
/// The frame comes from the style sheet, the content is painted here. The key is only shown: the page owns the
/// shortcut.
class ActionButton : public QPushButton {
    Q_OBJECT
public:
    ActionButton(ButtonKind kind, const QString& text, QWidget* parent = nullptr);

    ButtonKind kind() const { return m_kind; }
    /// A button may change what it is: "Train" becomes "Pause" and "Resume".
    void setKind(ButtonKind kind);
    void setDrawing(std::optional<Icon> icon);
    void setShortcutCaption(const QString& caption);
    QString shortcutCaption() const { return m_caption; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Metrics;
    Metrics metrics() const;
    int contentWidth() const;
    void paintContent(QPainter& painter) const;
    QColor textColor() const;
    QColor captionColor() const;

    ButtonKind m_kind = ButtonKind::Secondary;
    std::optional<Icon> m_icon;
    QString m_caption;
};

/// The caller's layout or parent owns the button.
ActionButton* makeButton(ButtonKind kind, const QString& text, std::optional<Icon> icon = {},
    const QString& shortcutCaption = {}, QWidget* parent = nullptr);

/// A 28 x 28 button with an 18 px icon and no text; the tooltip is also its accessible name.
QToolButton* makeToolButton(Icon icon, const QString& toolTip, QWidget* parent = nullptr);

/// For a dialog that only tells something: a button that Return presses; Escape closes as well. The caller lays it out.
QPushButton* makeCloseButton(QDialog& dialog);

/// An underlined word that acts, for Cancel in a line of text.
QPushButton* makeLinkButton(const QString& text, QWidget* parent = nullptr);

} // namespace qlab::app
