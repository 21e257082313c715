// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QMenuBar;
class QWidget;

namespace qlab::app {

/// Every key of the program, read from the menus and completed by those of the canvas and the charts.
void showShortcutSheet(const QMenuBar& menus, QWidget* parent);

} // namespace qlab::app
