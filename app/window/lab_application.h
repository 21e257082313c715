// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>

namespace qlab::app {

/// The QApplication of the window: what Qt would abort for, and exceptions from the handling of an event, end the
/// program with one line on standard error and status 1. Throws std::system_error if the machine cannot give the
/// threads that a window needs.
class LabApplication : public QApplication {
    Q_OBJECT
public:
    LabApplication(int& argc, char** argv);
    bool notify(QObject* receiver, QEvent* event) override;
};

} // namespace qlab::app
