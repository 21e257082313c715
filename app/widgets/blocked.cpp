// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/blocked.h"

#include <QAction>
#include <QVariant>
#include <QWidget>

namespace qlab::app {
namespace {

constexpr const char* kUsual = "usualToolTip";

} // namespace

void setBlocked(QWidget& control, const QString& reason)
{
    const QVariant usual = control.property(kUsual);
    if (!reason.isEmpty()) {
        if (!usual.isValid())
            control.setProperty(kUsual, control.toolTip());
        control.setToolTip(reason);
    } else if (usual.isValid()) {
        control.setToolTip(usual.toString());
        control.setProperty(kUsual, QVariant());
    }
    control.setEnabled(reason.isEmpty());
}

void setBlocked(QAction& action, const QString& reason)
{
    action.setToolTip(reason);
    action.setEnabled(reason.isEmpty());
}

} // namespace qlab::app
