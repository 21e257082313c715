// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace qlab::app {

/// The program with a window; returns the exit status. Needs a display (or QT_QPA_PLATFORM=offscreen).
int runWindow(int argc, char** argv);

} // namespace qlab::app
