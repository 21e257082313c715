// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

namespace qlab::app {

/// Exit statuses of every command.
enum ExitStatus : int {
    kDone = 0,
    kAtFault = 1,       ///< the input or the machine
    kMisused = 2,       ///< wrong usage
    kInterrupted = 130, ///< by Ctrl+C, as shells expect
};

/// Prints "qlab: message" on standard error, in one line; returns kAtFault.
int fail(const Error& error);

/// Text on standard output. What cannot be written is told by finishOutput().
void print(std::string_view text);
/// To be called last. If anything that was printed did not arrive, says so and makes a success kAtFault.
int finishOutput(int status);

/// JSON as the commands print it, on several lines. Names that are not UTF-8 lose the bytes that are not.
std::string printable(const nlohmann::ordered_json& json);

/// To be called first. Gives standard streams that were closed by who started the program a place where reading and
/// writing fail: files that are opened later must not take their numbers. A file that may not grow further is an error
/// of writing, not the end.
void prepareProcess();

/// Runs \p work, which returns an exit status; an exception becomes a message and kAtFault. So does one that is thrown
/// where none may be.
int guarded(const std::function<int()>& work) noexcept;

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
