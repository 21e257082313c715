// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/console.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <thread>

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

std::string blanks(int count) { return std::string(static_cast<std::size_t>(std::max(count, 0)), ' '); }

} // namespace

int fail(const Error& error)
{
    std::fprintf(stderr, "qlab: %s\n", error.message.c_str());
    return kAtFault;
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
