// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace qlab::app {

/// Lets assistive technology read every Scoreboard as a table. Calling it again does nothing.
void installScoreboardAccessibility();

} // namespace qlab::app
