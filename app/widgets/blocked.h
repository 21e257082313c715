// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QAction;
class QWidget;

namespace qlab::app {

/// The only way to disable a control: its tooltip, which Qt shows on disabled widgets too and screen readers read, then
/// says why and what to do. An empty reason enables it and gives the usual tooltip back.
void setBlocked(QWidget& control, const QString& reason);
/// For an entry of a menu, which has no usual tooltip. The menu must show tooltips (QMenu::setToolTipsVisible).
void setBlocked(QAction& action, const QString& reason);

} // namespace qlab::app
