// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/theme/theme.h"

#include <QDBusConnection>
#include <QDBusMessage>

#include <optional>

namespace qlab::app {

/// Light or dark as the desktop's settings portal tells it, live, for Qt before 6.5, which cannot. The portal's setting
/// is org.freedesktop.appearance color-scheme: 0 no preference, 1 dark, 2 light (XDG desktop portal, Settings).
class DesktopScheme : public QObject {
    Q_OBJECT
public:
    /// Asks the portal on \p bus; waits for its answer a sixth of a second at most. GUI thread.
    explicit DesktopScheme(const QDBusConnection& bus, QObject* parent = nullptr);

    /// Nothing where no portal answers, or where it has no preference.
    std::optional<Scheme> scheme() const { return m_scheme; }

Q_SIGNALS:
    void changed();

private Q_SLOTS:
    /// The whole message: a slot with the signal's own types is refused until Qt has met QDBusVariant once.
    void take(const QDBusMessage& change);

private:
    std::optional<Scheme> m_scheme;
};

} // namespace qlab::app
