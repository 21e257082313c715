// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QTimer>

class QLabel;
class QPushButton;
class QToolButton;

namespace qlab::app {

/// One line at the top of a page: what happened and what to do, with at most one button. Hidden until it has something
/// to say; a new message replaces the old one. Good news leaves by itself, not while the pointer rests on it.
class MessageBar : public QFrame {
    Q_OBJECT
public:
    enum class Kind { Good, Warn, Bad };
    explicit MessageBar(QWidget* parent = nullptr);

    /// No button for an empty action text.
    void showMessage(Kind kind, const QString& text, const QString& action = {});
    void clear();
    QString text() const;
    Kind kind() const { return m_kind; }
    /// How long good news stays, in ms; 5 s unless changed.
    void setGoodDuration(int milliseconds) { m_leave.setInterval(milliseconds); }

Q_SIGNALS:
    void shown(const QString& text); ///< at each showMessage()
    void actionTriggered();
    /// Closed by the user or gone by itself, not replaced.
    void closed();

protected:
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void showIcon();

    Kind m_kind = Kind::Good;
    QTimer m_leave;
    QLabel* m_icon = nullptr;
    QLabel* m_text = nullptr;
    QString m_said; ///< what m_text shows, as it was given
    QPushButton* m_action = nullptr;
    QToolButton* m_close = nullptr;
};

} // namespace qlab::app
