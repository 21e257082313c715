// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/threads.h"

#include "engine/core/caught.h"

#include <mutex>
#include <thread>
#include <vector>

namespace qlab {

Status tryThreads(unsigned count)
{
    std::mutex gate;
    std::vector<std::jthread> threads; // joined when the gate, locked later, is open again
    const std::lock_guard closed(gate);
    try {
        threads.reserve(count);
        for (unsigned i = 0; i < count; ++i)
            threads.emplace_back([&gate] { const std::lock_guard passing(gate); });
    } catch (...) {
        return caughtError();
    }
    return {};
}

} // namespace qlab
