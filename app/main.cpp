// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"

#include <QCoreApplication>

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv); // image formats are plugins that it finds
    return qlab::app::commandLine(argc, argv);
}
