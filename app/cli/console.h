// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"

#include <memory>
#include <stop_token>
#include <string>

namespace qlab::app {

/// Exit statuses of every command.
enum ExitStatus : int {
    kDone = 0,
    kAtFault = 1,       ///< the input or the machine
    kMisused = 2,       ///< wrong usage
    kInterrupted = 130, ///< by Ctrl+C, as shells expect
};

/// Prints "qlab: message" on standard error.
int fail(const Error& error);

/// One line of progress on standard error that rewrites itself; silent unless that is a terminal.
class ProgressLine {
public:
    explicit ProgressLine(bool wanted);
    ~ProgressLine(); ///< clears the line
    void show(const std::string& text);
    void clear();

private:
    bool m_active;
    bool m_shown = false;
};

/// Turns Ctrl+C and SIGTERM into a stop request, so that a command ends between two steps and leaves nothing behind.
/// One per process, made before any other thread.
class Interruption {
public:
    Interruption();
    ~Interruption();
    std::stop_token token() const { return m_source.get_token(); }
    bool requested() const { return m_source.stop_requested(); }

private:
    struct Waiter;
    std::stop_source m_source;
    std::unique_ptr<Waiter> m_waiter;
};

/// Text padded to a width in characters (not bytes).
std::string padRight(const std::string& text, int width);
std::string padLeft(const std::string& text, int width);

} // namespace qlab::app
