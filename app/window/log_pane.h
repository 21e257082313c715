// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QPlainTextEdit;

namespace qlab::app {

/// Everything the program said, with its time; opens over the bottom third of the page.
class LogPane : public QFrame {
    Q_OBJECT
public:
    explicit LogPane(QWidget* parent = nullptr);
    void add(const QString& text);
    QString text() const;

Q_SIGNALS:
    void closeRequested();

private:
    QPlainTextEdit* m_lines;
};

} // namespace qlab::app
