// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support.h"

#include "engine/data/digit_generator.h"
#include "engine/service/engine.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>

namespace qlab::test {

using namespace std::chrono_literals;

/// Keeps every event, and waits for the one that is wanted.
class Recorder {
public:
    Engine::Sink sink()
    {
        return [this](Event event) {
            const std::lock_guard lock(m_mutex);
            m_events.push_back(std::move(event));
            m_arrived.notify_all();
        };
    }

    /// The first event of type T for \p id, waited for up to a limit that no healthy run reaches.
    template <typename T> std::optional<T> waitFor(JobId id)
    {
        return waitFor<T>([id](const T& event) { return event.id == id; });
    }
    template <typename T, typename Match> std::optional<T> waitFor(Match match)
    {
        std::unique_lock lock(m_mutex);
        std::optional<T> found;
        m_arrived.wait_for(lock, 60s, [&] {
            for (const Event& event : m_events)
                if (const T* candidate = std::get_if<T>(&event); candidate && match(*candidate)) {
                    found = *candidate;
                    return true;
                }
            return false;
        });
        return found;
    }
    template <typename T> std::size_t count()
    {
        const std::lock_guard lock(m_mutex);
        return static_cast<std::size_t>(std::count_if(
            m_events.begin(), m_events.end(), [](const Event& event) { return std::holds_alternative<T>(event); }));
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_arrived;
    std::vector<Event> m_events;
};

inline DatasetPtr smallData(std::size_t count = 600)
{
    auto data = std::make_shared<Dataset>();
    data->trainSource = generateDigits(count, 1);
    data->test = generateDigits(200, 2);
    for (std::uint32_t i = 0; i < count; ++i)
        data->trainIndex.push_back(i);
    return data;
}

inline TrainConfig epochs(int count)
{
    TrainConfig config;
    config.epochs = count;
    return config;
}

/// More epochs than any test waits for.
inline TrainConfig endless() { return epochs(10'000); }

inline LinearModelPtr someModel()
{
    Random random(1);
    return std::make_shared<LinearModel>(initialModel(Normalization::mnist(), random));
}

struct Bench {
    Recorder recorder;
    DatasetPtr data = smallData();
    Engine engine{recorder.sink()};
};

} // namespace qlab::test
