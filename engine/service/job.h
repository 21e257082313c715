// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/service/engine.h"

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>

namespace qlab {

/// The longest a job may keep the engine thread.
inline constexpr std::chrono::milliseconds kSlice{15};

/// Work that is done in slices on the engine thread.
class Job {
public:
    enum class State {
        More, ///< wants another slice
        Idle, ///< waits for a control (a paused training)
        Done, ///< has sent its last event
    };

    explicit Job(JobId id)
        : m_id(id)
    {
    }
    virtual ~Job() = default;
    JobId id() const { return m_id; }

    /// One slice. Looks at \p stop at least every few milliseconds.
    virtual State step(const Engine::Sink& sink, std::stop_token stop) = 0;
    /// What to say when the job is cancelled.
    virtual Event cancelled() const { return Cancelled{m_id, nullptr}; }
    /// True if nothing else may run between its slices.
    virtual bool alone() const { return false; }

private:
    JobId m_id;
};

/// Wishes for a running training, handed over by value: the latest of each counts.
struct TrainControls {
    std::optional<bool> paused;
    int steps = 0; ///< single mini-batches still to do
    std::optional<float> learningRate;
};

/// A job that listens to controls. Called on the engine thread.
class ControlledJob : public Job {
public:
    using Job::Job;
    virtual void apply(const TrainControls& controls) = 0;
};

std::unique_ptr<Job> makeLoadJob(JobId id, LoadRequest request);
std::unique_ptr<ControlledJob> makeTrainJob(JobId id, TrainRequest request);
std::unique_ptr<Job> makePreviewJob(JobId id, PreviewRequest request);
std::unique_ptr<Job> makeCompareJob(JobId id, CompareRequest request);
std::unique_ptr<Job> makeModelsJob(JobId id, ModelsRequest request);
std::unique_ptr<Job> makeQuantTrainJob(JobId id, QuantTrainRequest request);
std::unique_ptr<ControlledJob> makeSweepJob(JobId id, SweepRequest request);

} // namespace qlab
