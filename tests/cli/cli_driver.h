// SPDX-License-Identifier: GPL-3.0-or-later
// The real program, run by a shell as scripts do.
#pragma once

#include "tests/support.h"

#include "engine/core/atomic_file.h"

#include <algorithm>
#include <cstdlib>
#include <string>

#include <sys/wait.h>

namespace qlab::test {

struct Outcome {
    int status = 0;
    std::string out, err;
};

/// Runs a script of bash, in which $Q is the program, in \p folder, without a display. Its output goes to files beside
/// the folder's content that begin with "std".
inline Outcome shellRun(const TemporaryFolder& folder, const std::string& script)
{
    const std::filesystem::path out = folder.path() / "stdout", err = folder.path() / "stderr",
                                file = folder.path() / "stdscript";
    REQUIRE(writeFileAtomically(file, script + "\n").ok());
    const std::string command = "cd '" + folder.path().string()
        + "' && env -u DISPLAY -u WAYLAND_DISPLAY -u QT_QPA_PLATFORM Q='" QLAB_PROGRAM "' bash '" + file.string()
        + "' >'" + out.string() + "' 2>'" + err.string() + "' </dev/null";
    const int status = std::system(command.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), *readWholeFile(out), *readWholeFile(err)};
}

/// Runs qlab with arguments that the shell splits; needs no display, and gets none.
inline Outcome qlabRun(const TemporaryFolder& folder, const std::string& arguments)
{
    const std::string out = folder.path() / "stdout", err = folder.path() / "stderr";
    const std::string command =
        "env -u DISPLAY -u WAYLAND_DISPLAY '" QLAB_PROGRAM "' " + arguments + " >'" + out + "' 2>'" + err + "'";
    const int status = std::system(command.c_str());
    return {WEXITSTATUS(status), *readWholeFile(out), *readWholeFile(err)};
}

inline std::size_t lines(const std::string& text)
{
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

} // namespace qlab::test
