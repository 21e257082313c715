// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/theme/desktop_scheme.h"

#include "tests/support.h"

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVariant>
#include <QElapsedTimer>
#include <QProcess>
#include <QStandardPaths>
#include <QThread>

#include <functional>

using namespace qlab::app;

namespace {

bool waitFor(const std::function<bool()>& condition)
{
    QElapsedTimer clock;
    clock.start();
    while (!condition() && clock.elapsed() < 10'000)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 20);
    return condition();
}

/// A message bus of the test's own.
class PrivateBus {
public:
    PrivateBus()
    {
        m_daemon.start(QStringLiteral("dbus-daemon"),
            {QStringLiteral("--session"), QStringLiteral("--nofork"), QStringLiteral("--print-address")});
        REQUIRE(m_daemon.waitForStarted(10'000));
        REQUIRE(waitFor([this] { return m_daemon.canReadLine(); }));
        m_address = QString::fromLatin1(m_daemon.readLine()).trimmed();
    }
    ~PrivateBus()
    {
        m_daemon.kill();
        m_daemon.waitForFinished();
    }
    QDBusConnection connect(const QString& name) const { return QDBusConnection::connectToBus(m_address, name); }

private:
    QProcess m_daemon;
    QString m_address;
};

/// What a desktop has behind that name. Lives in a thread of its own, as another process would.
class FakePortal : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")
public:
    uint value = 0;

public Q_SLOTS:
    QDBusVariant Read(const QString& group, const QString& key) // NOLINT: the portal's own names
    {
        const bool known = group == QLatin1String("org.freedesktop.appearance") && key == QLatin1String("color-scheme");
        return QDBusVariant(QVariant::fromValue(QDBusVariant(known ? QVariant(value) : QVariant())));
    }
};

/// The portal on the bus, and its thread.
class Desktop {
public:
    Desktop(const PrivateBus& bus, uint value)
        : m_connection(bus.connect(QStringLiteral("portal")))
    {
        m_portal.value = value;
        m_portal.moveToThread(&m_thread);
        REQUIRE(m_connection.registerObject(path(), &m_portal, QDBusConnection::ExportAllSlots));
        REQUIRE(m_connection.registerService(QStringLiteral("org.freedesktop.portal.Desktop")));
        m_thread.start();
    }
    ~Desktop()
    {
        m_thread.quit();
        m_thread.wait();
        QDBusConnection::disconnectFromBus(QStringLiteral("portal"));
    }
    void announce(const char* group, const char* key, uint value)
    {
        QDBusMessage signal = QDBusMessage::createSignal(
            path(), QStringLiteral("org.freedesktop.portal.Settings"), QStringLiteral("SettingChanged"));
        signal << QString::fromLatin1(group) << QString::fromLatin1(key) << QVariant::fromValue(QDBusVariant(value));
        REQUIRE(m_connection.send(signal));
    }

private:
    static QString path() { return QStringLiteral("/org/freedesktop/portal/desktop"); }

    QDBusConnection m_connection;
    FakePortal m_portal;
    QThread m_thread;
};

bool hasBus()
{
    const bool found = !QStandardPaths::findExecutable(QStringLiteral("dbus-daemon")).isEmpty();
    if (!found)
        WARN("skipped: there is no dbus-daemon here");
    return found;
}

} // namespace

TEST_CASE("The desktop's portal says light or dark, and when that changes", "[theme]")
{
    if (!hasBus())
        return;
    const PrivateBus bus;
    Desktop desktop(bus, 1);
    DesktopScheme scheme(bus.connect(QStringLiteral("program")));
    CHECK(scheme.scheme() == Scheme::Dark);
    int changes = 0;
    QObject::connect(&scheme, &DesktopScheme::changed, [&changes] { ++changes; });

    desktop.announce("org.freedesktop.appearance", "color-scheme", 2);
    CHECK(waitFor([&] { return changes == 1; }));
    CHECK(scheme.scheme() == Scheme::Light);

    desktop.announce("org.freedesktop.appearance", "color-scheme", 2);  // nothing new
    desktop.announce("org.freedesktop.appearance", "accent-color", 1);  // something else
    desktop.announce("org.gnome.desktop.interface", "color-scheme", 1); // somebody else's
    desktop.announce("org.freedesktop.appearance", "color-scheme", 0);
    CHECK(waitFor([&] { return changes == 2; }));
    CHECK_FALSE(scheme.scheme().has_value());
    QDBusConnection::disconnectFromBus(QStringLiteral("program"));
}

TEST_CASE("Without a portal there is no preference", "[theme]")
{
    if (!hasBus())
        return;
    const PrivateBus bus;
    CHECK_FALSE(DesktopScheme(bus.connect(QStringLiteral("program"))).scheme().has_value());
    QDBusConnection::disconnectFromBus(QStringLiteral("program"));
    CHECK_FALSE(DesktopScheme(QDBusConnection(QStringLiteral("nowhere"))).scheme().has_value());
}

#include "test_desktop_scheme.moc"
