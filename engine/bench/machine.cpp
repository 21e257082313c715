// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/bench/machine.h"

#include "engine/kernels/targets.h"

#include <algorithm>
#include <fstream>
#include <string_view>
#include <thread>

#include <sched.h>
#include <sys/resource.h>
#include <sys/utsname.h>

namespace qlab {
namespace {

std::string trimmed(std::string_view text, std::string_view unwanted = " \t\"'\r")
{
    const auto first = text.find_first_not_of(unwanted);
    if (first == std::string_view::npos)
        return {};
    return std::string(text.substr(first, text.find_last_not_of(unwanted) - first + 1));
}

/// What follows \p separator in the first line of \p path that starts with \p key; empty if there is none.
std::string valueInFile(const char* path, std::string_view key, char separator)
{
    std::ifstream stream(path);
    for (std::string line; std::getline(stream, line);) {
        const auto at = line.find(separator);
        if (at != std::string::npos && trimmed(std::string_view(line).substr(0, at)) == key)
            return trimmed(std::string_view(line).substr(at + 1));
    }
    return {};
}

std::string cpuName(const utsname& system)
{
    std::string name = valueInFile("/proc/cpuinfo", "model name", ':');
    return name.empty() ? system.machine : name;
}

std::string systemName(const utsname& system)
{
    std::string name = valueInFile("/etc/os-release", "PRETTY_NAME", '=');
    return name.empty() ? std::string(system.sysname) + " " + system.release : name;
}

std::string compilerName()
{
#if defined(__clang__)
    return "Clang " + std::to_string(__clang_major__) + '.' + std::to_string(__clang_minor__) + '.'
        + std::to_string(__clang_patchlevel__);
#elif defined(__GNUC__)
    return "GCC " + std::to_string(__GNUC__) + '.' + std::to_string(__GNUC_MINOR__) + '.'
        + std::to_string(__GNUC_PATCHLEVEL__);
#else
    return "unknown compiler";
#endif
}

/// Assertions cost next to nothing here; what times depend on is whether the compiler optimised.
std::string buildName()
{
#ifdef __OPTIMIZE__
    return "release";
#else
    return "debug";
#endif
}

/// Those that this process may run on: it can be pinned to some.
int usableCores()
{
#ifdef CPU_COUNT
    cpu_set_t cores;
    if (::sched_getaffinity(0, sizeof cores, &cores) == 0)
        return CPU_COUNT(&cores);
#endif
    return static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
}

} // namespace

Machine describeMachine()
{
    utsname system{};
    ::uname(&system);
    Machine machine;
    machine.cpu = cpuName(system);
    machine.cores = usableCores();
    machine.system = systemName(system);
    machine.target = kernels::activeTarget().title;
    machine.compiler = compilerName();
    machine.build = buildName();
    return machine;
}

std::size_t peakMemoryBytes()
{
    rusage usage{};
    if (::getrusage(RUSAGE_SELF, &usage) != 0)
        return 0;
    constexpr std::size_t kUnit = 1024; // Linux counts in KiB
    return static_cast<std::size_t>(usage.ru_maxrss) * kUnit;
}

} // namespace qlab
