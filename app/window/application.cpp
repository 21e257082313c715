// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/application.h"

#include "app/session/autosave.h"
#include "app/session/drawing.h"
#include "app/theme/theme.h"
#include "app/theme/typeface.h"
#include "app/widgets/focus_ring.h"
#include "app/window/key_guard.h"
#include "app/window/lab_application.h"
#include "app/window/main_window.h"
#include "engine/kernels/targets.h"

#include <QApplication>
#include <QIcon>
#include <QSettings>

#include <cstdio>

namespace qlab::app {
int runWindow(int argc, char** argv)
{
    QApplication::setHighDpiScaleFactorRoundingPolicy(Qt::HighDpiScaleFactorRoundingPolicy::PassThrough);
    LabApplication application(argc, argv);
    QApplication::setOrganizationName(QStringLiteral("qlab"));
    QApplication::setApplicationName(QStringLiteral("qlab"));
    QApplication::setApplicationDisplayName(QStringLiteral("Quantization Lab"));
    QApplication::setApplicationVersion(QStringLiteral(QLAB_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("qlab"));
    if (Status status = kernels::applyTargetFromEnvironment(); !status) {
        std::fprintf(stderr, "qlab: %s\n", status.error().message.c_str());
        return 1;
    }
    if (QSettings().value(QStringLiteral("window/systemFont"), false).toBool())
        setTypeface(systemTypeface());
    Theme::instance().setMode(static_cast<Theme::Mode>(QSettings().value(QStringLiteral("window/theme"), 0).toInt()));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/qlab.svg")));
    FocusRing::install();
    KeyGuard guard;
    application.installEventFilter(&guard);

    Session session;
    Drawing drawing(session);
    Autosave autosave(session, drawing);
    autosave.restore();
    MainWindow window(session, drawing);
    window.show();
    // The thing to do first has the focus as soon as it can be done.
    QObject::connect(
        &session, &Session::dataChanged, &window,
        [&window] {
            if (QWidget* const button = window.page(window.currentPage()).primaryButton())
                FocusRing::showOn(*button);
        },
        Qt::SingleShotConnection);
    return QApplication::exec();
}

} // namespace qlab::app
