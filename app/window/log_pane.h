// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDockWidget>

class QPlainTextEdit;

namespace qlab::app {

/// Everything the program said, with its time; below the page.
class LogPane : public QDockWidget {
    Q_OBJECT
public:
    explicit LogPane(QWidget* parent = nullptr);
    void add(const QString& text);
    QString text() const;

private:
    QWidget* makeTitle();

    QPlainTextEdit* m_lines;
};

} // namespace qlab::app
