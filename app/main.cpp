// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/window/application.h"

/// No arguments: the window. With a command: no window, and no display needed.
int main(int argc, char** argv)
{
    qlab::app::prepareProcess();
    return qlab::app::guarded(
        [&] { return argc > 1 ? qlab::app::commandLine(argc, argv) : qlab::app::runWindow(argc, argv); });
}
