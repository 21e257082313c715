// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace qlab::app {

/// Version, machine, licence.
void showAboutDialog(QWidget* parent);

} // namespace qlab::app
