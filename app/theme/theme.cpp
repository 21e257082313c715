// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/theme/theme.h"

#include "app/theme/desktop_scheme.h"
#include "app/theme/palette.h"
#include "app/theme/style_sheet.h"

#include <QApplication>
#include <QStyleFactory>
#include <QStyleHints>

// A static library's resources are linked only when asked for by name, and the macro must stand outside any namespace.
static void initResources() { Q_INIT_RESOURCE(qlab); }

namespace qlab::app {
namespace {

#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
Scheme systemScheme()
{
    return QGuiApplication::styleHints()->colorScheme() == Qt::ColorScheme::Dark ? Scheme::Dark : Scheme::Light;
}
#else
/// Null where there is nobody to ask: without a screen, or outside a desktop's session.
DesktopScheme* desktop()
{
    const bool isDesktop = QGuiApplication::platformName() != QLatin1String("offscreen")
        && !qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS");
    static DesktopScheme* const scheme = isDesktop ? new DesktopScheme(QDBusConnection::sessionBus(), qApp) : nullptr;
    return scheme;
}

/// Qt 6.4 does not tell: the desktop's portal may. Else an empty palette brings back the desktop's own, and its window
/// colour is dark or it is not.
Scheme systemScheme()
{
    if (desktop() != nullptr && desktop()->scheme())
        return *desktop()->scheme();
    QApplication::setPalette(QPalette());
    return QApplication::palette().color(QPalette::Window).lightness() < 128 ? Scheme::Dark : Scheme::Light;
}
#endif

/// Title bars and native dialogs follow the chosen scheme where Qt can ask the desktop for it.
void tellDesktop([[maybe_unused]] Theme::Mode mode)
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    QStyleHints* hints = QGuiApplication::styleHints();
    if (mode == Theme::Mode::System)
        hints->unsetColorScheme();
    else
        hints->setColorScheme(mode == Theme::Mode::Dark ? Qt::ColorScheme::Dark : Qt::ColorScheme::Light);
#endif
}

} // namespace

Theme& Theme::instance()
{
    // Owned by the application, not static: it must die before QApplication's own statics do.
    static Theme* theme = new Theme;
    return *theme;
}

Theme::Theme()
    : QObject(qApp)
{
    Q_ASSERT_X(qApp, "Theme", "create QApplication first");
    initResources();
    // Before Fusion comes in: in Qt 6.4 its standard palette is always light and would hide a dark desktop.
    m_scheme = systemScheme();
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    const auto follow = [this] {
        if (m_mode == Mode::System)
            setMode(Mode::System);
    };
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, follow);
#else
    if (desktop() != nullptr)
        connect(desktop(), &DesktopScheme::changed, this, follow);
#endif
    apply();
}

void Theme::setMode(Mode mode)
{
    const Scheme before = m_scheme;
    const QFont lettersBefore = QApplication::font();
    if (mode != m_mode)
        tellDesktop(mode);
    m_mode = mode;
    m_scheme = mode == Mode::System ? systemScheme() : mode == Mode::Dark ? Scheme::Dark : Scheme::Light;
    apply();
    if (m_scheme != before || QApplication::font() != lettersBefore)
        Q_EMIT changed();
}

void Theme::apply()
{
    QApplication::setPalette(themePalette(table()));
    QApplication::setFont(textFont(TextRole::Body));
    qApp->setStyleSheet(appStyleSheet(m_scheme));
}

} // namespace qlab::app
