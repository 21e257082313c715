// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/console.h"

#include "engine/core/caught.h"
#include "engine/core/file_error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <thread>

#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

namespace qlab::app {
namespace {

sigset_t waitedSignals()
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGUSR1); // wakes the waiter when the command is done
    return signals;
}

/// Characters of UTF-8 text: its bytes but the continuation bytes.
int characters(const std::string& text)
{
    return static_cast<int>(std::count_if(
        text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0u) != 0x80u; }));
}

int outputFailure = 0; ///< errno of the first write to standard output that failed

std::string blanks(int count) { return std::string(static_cast<std::size_t>(std::max(count, 0)), ' '); }

} // namespace

int fail(const Error& error)
{
    std::string line = error.message; // a file's name may hold anything
    std::replace_if(
        line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 127; }, '?');
    std::fprintf(stderr, "qlab: %s\n", line.c_str());
    return kAtFault;
}

void print(std::string_view text)
{
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() && outputFailure == 0)
        outputFailure = errno;
}

int finishOutput(int status)
{
    if (std::fflush(stdout) != 0 && outputFailure == 0)
        outputFailure = errno;
    if (outputFailure == 0 || status != kDone)
        return status;
    return fail(ioError("cannot write the result to standard output: "
        + (outputFailure == EBADF ? std::string("it is closed") : systemReason(outputFailure))));
}

std::string printable(const nlohmann::ordered_json& json)
{
    return json.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

void prepareProcess()
{
    std::signal(SIGXFSZ, SIG_IGN);
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        if (::fcntl(stream, F_GETFD) < 0 && errno == EBADF) // open() takes the lowest number that is free: this one
            [[maybe_unused]]
            const int taken = ::open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

int guarded(const std::function<int()>& work) noexcept
{
    std::set_terminate([] {
        fail(std::current_exception() ? caughtError() : Error{Error::Code::Internal, "a fault of the program"});
        std::_Exit(kAtFault);
    });
    try {
        return work();
    } catch (...) {
        return fail(caughtError());
    }
}

ProgressLine::ProgressLine(bool wanted)
    : m_active(wanted && ::isatty(STDERR_FILENO) == 1)
{
}

ProgressLine::~ProgressLine() { clear(); }

void ProgressLine::show(const std::string& text)
{
    if (!m_active)
        return;
    std::fprintf(stderr, "\r\033[K%s", text.c_str());
    std::fflush(stderr);
    m_shown = true;
}

void ProgressLine::clear()
{
    if (m_shown)
        std::fputs("\r\033[K", stderr);
    m_shown = false;
}

/// The thread that waits for the signals.
struct Interruption::Waiter {
    std::thread thread;
};

Interruption::Interruption()
{
    const sigset_t signals = waitedSignals();
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr); // threads made from now on inherit this
    m_waiter = std::make_unique<Waiter>();
    m_waiter->thread = std::thread([source = m_source, signals]() mutable {
        for (int signal = 0; sigwait(&signals, &signal) == 0 && signal != SIGUSR1;) {
            if (source.stop_requested())
                ::_exit(kInterrupted); // asked twice: at once
            source.request_stop();
        }
    });
}

Interruption::~Interruption()
{
    ::pthread_kill(m_waiter->thread.native_handle(), SIGUSR1);
    m_waiter->thread.join();
}

std::string padRight(const std::string& text, int width) { return text + blanks(width - characters(text)); }

std::string padLeft(const std::string& text, int width) { return blanks(width - characters(text)) + text; }

} // namespace qlab::app
