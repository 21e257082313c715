// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/lab_application.h"

#include "engine/core/caught.h"
#include "engine/core/threads.h"

#include <QThread>

#include <cstdio>
#include <cstdlib>
#include <system_error>

namespace qlab::app {
namespace {

/// Of a desktop's session: the events of the screen, the desktop's bus, the engine, one to spare.
constexpr int kOwnThreads = 4;

QtMessageHandler usualHandler = nullptr;
bool isStarting = false;
QString firstRemark; ///< of Qt while it starts: the reason, if it fails then

[[noreturn]] void endWith(const std::string& line)
{
    std::fprintf(stderr, "qlab: %s\n", line.c_str());
    std::_Exit(1);
}

/// Qt aborts after a fatal message, and most of them are about a screen that is not there.
void hear(QtMsgType type, const QMessageLogContext& context, const QString& message)
{
    const QString line = message.section(QLatin1Char('\n'), 0, 0).trimmed();
    if (type == QtFatalMsg && isStarting) {
        endWith("the window cannot be opened: " + (firstRemark.isEmpty() ? line : firstRemark).toStdString()
            + ". It needs a display (DISPLAY or WAYLAND_DISPLAY) and Qt's plug-in for it (QT_QPA_PLATFORM); the "
              "commands "
              "need neither, see qlab --help");
    }
    if (type == QtFatalMsg)
        endWith("Qt gives up: " + line.toStdString());
    if (isStarting && firstRemark.isEmpty())
        firstRemark = line;
    else if (!isStarting && usualHandler != nullptr)
        usualHandler(type, context, message);
}

/// First of all bases: before Qt starts.
int& prepared(int& argc)
{
    if (const Status threads = tryThreads(static_cast<unsigned>(QThread::idealThreadCount() + kOwnThreads)); !threads)
        throw std::system_error(std::make_error_code(
            std::errc::resource_unavailable_try_again)); // else Qt waits for ever for those that did not start
    isStarting = true;
    usualHandler = qInstallMessageHandler(hear);
    return argc;
}

} // namespace

LabApplication::LabApplication(int& argc, char** argv)
    : QApplication(prepared(argc), argv)
{
    isStarting = false;
}

bool LabApplication::notify(QObject* receiver, QEvent* event)
try {
    return QApplication::notify(receiver, event);
} catch (...) {
    endWith(caughtError().message); // what the event has half done cannot be told
}

} // namespace qlab::app
