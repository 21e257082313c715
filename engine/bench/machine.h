// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace qlab {

/// The machine that figures were measured on.
struct Machine {
    std::string cpu;      ///< model name, or the architecture where the system does not tell
    int cores = 0;        ///< logical ones that this process may run on
    std::string system;   ///< "Debian GNU/Linux 12 (bookworm)"
    std::string target;   ///< instructions in use: "AVX-512 VNNI"
    std::string compiler; ///< "GCC 12.2.0"
    std::string build;    ///< "release" or "debug"
};
Machine describeMachine();

/// Peak resident memory of this process in bytes; 0 where the system does not tell.
std::size_t peakMemoryBytes();

} // namespace qlab
