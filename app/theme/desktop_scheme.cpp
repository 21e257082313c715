// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/theme/desktop_scheme.h"

#include <QDBusVariant>

namespace qlab::app {
namespace {

constexpr int kPatienceMs = 160;

// Functions, as a global QString would be made before main.
QString service() { return QStringLiteral("org.freedesktop.portal.Desktop"); }
QString path() { return QStringLiteral("/org/freedesktop/portal/desktop"); }
QString settings() { return QStringLiteral("org.freedesktop.portal.Settings"); }
QString appearance() { return QStringLiteral("org.freedesktop.appearance"); }
QString colorScheme() { return QStringLiteral("color-scheme"); }

/// The portal's Read wraps its variant in another one.
std::optional<Scheme> schemeOf(QVariant value)
{
    while (value.canConvert<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
    switch (value.toUInt()) {
    case 1:
        return Scheme::Dark;
    case 2:
        return Scheme::Light;
    default:
        return std::nullopt;
    }
}

} // namespace

DesktopScheme::DesktopScheme(const QDBusConnection& bus, QObject* parent)
    : QObject(parent)
{
    if (!bus.isConnected())
        return;
    QDBusConnection connection = bus;
    connection.connect(service(), path(), settings(), QStringLiteral("SettingChanged"), this, SLOT(take(QDBusMessage)));
    QDBusMessage read = QDBusMessage::createMethodCall(service(), path(), settings(), QStringLiteral("Read"));
    read << appearance() << colorScheme();
    const QDBusMessage answer = connection.call(read, QDBus::Block, kPatienceMs);
    if (answer.type() == QDBusMessage::ReplyMessage && !answer.arguments().isEmpty())
        m_scheme = schemeOf(answer.arguments().constFirst());
}

void DesktopScheme::take(const QDBusMessage& change)
{
    const QVariantList arguments = change.arguments();
    if (arguments.size() != 3 || arguments[0] != appearance() || arguments[1] != colorScheme())
        return;
    const std::optional<Scheme> scheme = schemeOf(arguments[2]);
    if (scheme == m_scheme)
        return;
    m_scheme = scheme;
    Q_EMIT changed();
}

} // namespace qlab::app
