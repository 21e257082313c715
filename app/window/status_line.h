// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStatusBar>

class QLabel;
class QPushButton;

namespace qlab::app {

class ElidedLabel;
class ProgressStrip;
class Session;

/// The line at the bottom: data set, kernels in use, what runs (with Cancel) or what was said last, and the log.
class StatusLine : public QStatusBar {
    Q_OBJECT
public:
    explicit StatusLine(Session& session, QWidget* parent = nullptr);
    void say(const QString& text);

Q_SIGNALS:
    void logRequested();

private:
    void refresh();

    Session& m_session;
    QLabel* m_data;
    ElidedLabel* m_said;
    ProgressStrip* m_progress;
};

} // namespace qlab::app
