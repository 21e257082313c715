// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace qlab::app {

/// The wheel changes a field only while it has the keyboard focus; otherwise it scrolls the page, so that scrolling
/// past a form never changes a setting. Also stops the wheel from taking the focus.
void guardWheel(QWidget& field);

} // namespace qlab::app
