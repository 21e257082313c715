// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/service/messages.h"

#include <functional>
#include <memory>

namespace qlab {

/// One thread that does all the work, in slices of at most 20 ms. Between slices the newest preview goes first,
/// whatever else runs; only a comparison runs alone, because its clock would hear the preview. Loads, trainings and
/// comparisons run one at a time, in the order they came. Nothing is kept between jobs.
class Engine {
public:
    /// Called on the engine thread with finished values; must return quickly and must not call back.
    using Sink = std::function<void(Event)>;

    explicit Engine(Sink sink);
    /// Stops whatever runs and ends within one slice. The sink is not called afterwards.
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    // All of these may be called from any thread and return at once.

    /// Checks the request at the door: a bad value is an error at once and nothing is queued.
    Result<JobId> submit(Request request);
    /// Ends a job that waits or runs; its Cancelled event follows. Unknown and finished ids are ignored.
    void cancel(JobId id);

    /// Controls of the running training or sweep; ignored when \p id is not one.
    void pause(JobId id);
    void resume(JobId id);
    /// One mini-batch, then paused.
    void stepOnce(JobId id);
    void setLearningRate(JobId id, float rate);

private:
    class Worker;
    std::unique_ptr<Worker> m_worker;
};

} // namespace qlab
