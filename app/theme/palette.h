// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/theme/theme.h"

#include <QPalette>

namespace qlab::app {

/// The Qt palette of a scheme, for everything the style sheet does not reach (item views, text cursors, native
/// dialogs).
QPalette themePalette(const ThemeTable& table);

} // namespace qlab::app
