// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/offscreen.h"

#include "app/cli/console.h"
#include "engine/core/threads.h"

#include <QApplication>
#include <QThread>

#include <cstdlib>

namespace qlab::app {

namespace {

/// What the desktop sets for windows must neither stop a command nor change its pictures.
constexpr const char* kOfWindows[] = {"QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_PLATFORMTHEME", "QT_STYLE_OVERRIDE",
    "QT_SCALE_FACTOR", "QT_SCREEN_SCALE_FACTORS", "QT_FONT_DPI", "QT_IM_MODULE", "QT_QPA_FONTDIR"};

} // namespace

Status OffscreenApplication::start()
{
    // Qt scales pictures in several threads, and waits for ever for those that cannot be started.
    if (Status threads = tryThreads(static_cast<unsigned>(QThread::idealThreadCount())); !threads)
        return threads;
    for (const char* name : kOfWindows)
        qunsetenv(name);
    qputenv("QT_QPA_PLATFORM", "offscreen");
    // Qt's own remarks about a missing session mean nothing to who runs a command.
    qInstallMessageHandler([](QtMsgType type, const QMessageLogContext&, const QString& message) {
        if (type != QtFatalMsg)
            return;
        fail(ioError("Qt cannot start: " + message.toStdString())); // Qt would abort
        std::_Exit(kAtFault);
    });
    static int argc = 1;
    static char name[] = "qlab";
    static char* argv[] = {name, nullptr};
    m_application = std::make_unique<QApplication>(argc, argv);
    return {};
}

OffscreenApplication::OffscreenApplication() = default;

OffscreenApplication::~OffscreenApplication() = default;

} // namespace qlab::app
