// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/service/engine.h"

#include "engine/core/caught.h"
#include "engine/core/overloaded.h"
#include "engine/quant/quant_trainer.h"
#include "engine/service/job.h"

#include <condition_variable>
#include <deque>
#include <thread>

namespace qlab {
namespace {

Error diverged()
{
    return badInput("the training diverged: its weights are no longer finite; train again with a lower learning rate");
}

Status checkData(const DatasetPtr& data)
{
    return data && data->testSize() > 0 ? Status() : Status(badInput("no data is loaded: load some first"));
}

Status checkPreview(const PreviewRequest& preview)
{
    if (Status data = checkData(preview.data); !data)
        return data;
    if (!preview.model)
        return badInput("there is no model yet: train one");
    return isFinite(*preview.model) ? validate(preview.scheme) : Status(diverged());
}

Status checkModels(const ModelsRequest& models)
{
    if (Status data = checkData(models.data); !data)
        return data;
    for (const AnyModel* model : {&models.first, &models.second}) {
        if (!model->original && !model->quantized)
            return badInput("two models are needed: choose both");
        if (model->original && !isFinite(*model->original))
            return diverged();
    }
    return {};
}

/// The rules at the door: inner loops only assert.
Status check(const Request& request)
{
    return std::visit(Overloaded{
                          [](const LoadRequest& load) { return validate(load.steps); },
                          [](const TrainRequest& train) {
                              const Status data = checkData(train.data);
                              return data ? validate(train.config, train.data->trainSize()) : data;
                          },
                          [](const PreviewRequest& preview) { return checkPreview(preview); },
                          [](const QuantTrainRequest& train) {
                              const Status model = checkPreview(train.of);
                              return model ? validateForTraining(train.of.scheme, train.grid.l1) : model;
                          },
                          [](const CompareRequest& compare) {
                              if (Status data = checkData(compare.data); !data)
                                  return data;
                              return compare.model && compare.quantized
                                  ? Status()
                                  : Status(badInput("two models are needed: train and quantize first"));
                          },
                          [](const ModelsRequest& models) { return checkModels(models); },
                          [](const SweepRequest& sweep) {
                              if (Status data = checkData(sweep.data); !data)
                                  return data;
                              if (!sweep.model)
                                  return Status(badInput("there is no model yet: train one"));
                              return isFinite(*sweep.model) ? Status() : Status(diverged());
                          },
                      },
        request);
}

} // namespace

/// The thread and its queue. The mutex guards what callers and thread share; jobs themselves live on the thread alone.
class Engine::Worker {
public:
    explicit Worker(Sink sink)
        : m_sink(std::move(sink))
        , m_thread([this](std::stop_token stop) { run(stop); })
    {
    }
    ~Worker()
    {
        m_thread.request_stop(); // wakes the wait
        const std::lock_guard lock(m_mutex);
        m_closing = true;             // no further job begins
        m_currentStop.request_stop(); // and the running one ends its slice
    }

    JobId submit(Request request)
    {
        const std::lock_guard lock(m_mutex);
        const JobId id{++m_lastId};
        if (std::holds_alternative<PreviewRequest>(request)) {
            if (m_preview)
                m_dropped.push_back(m_preview->id);
            m_preview = Waiting{id, std::move(request)};
        } else {
            m_queue.push_back({id, std::move(request)});
        }
        m_wake.notify_one();
        return id;
    }

    void cancel(JobId id)
    {
        const std::lock_guard lock(m_mutex);
        if (m_current == id)
            m_currentStop.request_stop();
        if (m_preview && m_preview->id == id) {
            m_dropped.push_back(id);
            m_preview.reset();
        }
        if (std::erase_if(m_queue, [id](const Waiting& waiting) { return waiting.id == id; }) > 0)
            m_dropped.push_back(id);
        m_wake.notify_one();
    }

    template <typename Change> void control(JobId id, Change change)
    {
        const std::lock_guard lock(m_mutex);
        if (m_controlsFor != id)
            m_controls = {};
        m_controlsFor = id;
        change(m_controls);
        m_wake.notify_one();
    }

private:
    struct Waiting {
        JobId id;
        Request request;
    };

    static std::unique_ptr<Job> makeJob(Waiting waiting)
    {
        return std::visit(
            Overloaded{
                [&](LoadRequest& request) { return makeLoadJob(waiting.id, std::move(request)); },
                [&](TrainRequest& request) -> std::unique_ptr<Job> {
                    return makeTrainJob(waiting.id, std::move(request));
                },
                [&](PreviewRequest& request) { return makePreviewJob(waiting.id, std::move(request)); },
                [&](CompareRequest& request) { return makeCompareJob(waiting.id, std::move(request)); },
                [&](ModelsRequest& request) { return makeModelsJob(waiting.id, std::move(request)); },
                [&](QuantTrainRequest& request) { return makeQuantTrainJob(waiting.id, std::move(request)); },
                [&](SweepRequest& request) -> std::unique_ptr<Job> {
                    return makeSweepJob(waiting.id, std::move(request));
                },
            },
            waiting.request);
    }

    void run(std::stop_token stop)
    {
        while (!stop.stop_requested()) {
            waitForWork(stop);
            sayDropped();
            if (!stop.stop_requested())
                runPreview(stop);
            if (!stop.stop_requested())
                runSlice();
        }
    }

    bool jobCanGoOn() const
    {
        return m_job && (!m_idle || m_currentStop.stop_requested() || m_controlsFor == m_job->id());
    }
    bool previewMayRun() const { return m_preview && !(m_job && m_job->alone()); }

    void waitForWork(std::stop_token stop)
    {
        std::unique_lock lock(m_mutex);
        m_wake.wait(lock, stop,
            [this] { return !m_dropped.empty() || previewMayRun() || jobCanGoOn() || (!m_job && !m_queue.empty()); });
    }

    void sayDropped()
    {
        std::vector<JobId> dropped;
        {
            const std::lock_guard lock(m_mutex);
            dropped.swap(m_dropped);
        }
        for (JobId id : dropped)
            m_sink(Cancelled{id, nullptr});
    }

    void runPreview(std::stop_token stop)
    {
        Waiting waiting;
        {
            const std::lock_guard lock(m_mutex);
            if (!previewMayRun())
                return;
            waiting = std::move(*m_preview);
            m_preview.reset();
        }
        try {
            const std::unique_ptr<Job> preview = makeJob(std::move(waiting));
            while (!stop.stop_requested() && preview->step(m_sink, stop) == Job::State::More) { }
        } catch (...) {
            sayFailed(waiting.id);
        }
    }

    /// Call only inside a catch block: what a job throws, such as for want of memory, ends that job alone.
    void sayFailed(JobId id) const { m_sink(Failed{id, caughtError()}); }

    /// One slice of the running job; takes the next from the queue if there is none.
    void runSlice()
    {
        if (!m_job && !takeNext())
            return;
        applyControls();
        const std::stop_token stop = m_currentStop.get_token();
        const Job::State state = stop.stop_requested() ? Job::State::More : stepped(stop);
        m_idle = state == Job::State::Idle;
        if (state == Job::State::Done)
            release();
        else if (stop.stop_requested())
            release(m_job->cancelled());
    }

    Job::State stepped(const std::stop_token& stop) const
    try {
        return m_job->step(m_sink, stop);
    } catch (...) {
        sayFailed(m_job->id());
        return Job::State::Done;
    }

    bool takeNext()
    {
        std::optional<Waiting> next;
        {
            const std::lock_guard lock(m_mutex);
            if (m_queue.empty() || m_closing)
                return false;
            next = std::move(m_queue.front());
            m_queue.pop_front();
            m_current = next->id;
            m_currentStop = {};
        }
        m_idle = false;
        try {
            m_job = makeJob(std::move(*next)); // may be costly: outside the lock
        } catch (...) {
            release();
            sayFailed(next->id);
        }
        return m_job != nullptr;
    }

    void applyControls()
    {
        auto* const job = dynamic_cast<ControlledJob*>(m_job.get());
        const std::lock_guard lock(m_mutex);
        if (m_controlsFor != m_job->id())
            return;
        if (job)
            job->apply(m_controls);
        m_controls = {};
        m_controlsFor = {};
    }

    void release(std::optional<Event> last = {})
    {
        m_job.reset();
        {
            const std::lock_guard lock(m_mutex);
            m_current = {};
        }
        if (last)
            m_sink(std::move(*last));
    }

    const Sink m_sink;
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    bool m_closing = false;
    std::uint64_t m_lastId = 0;
    std::optional<Waiting> m_preview;
    std::deque<Waiting> m_queue;
    std::vector<JobId> m_dropped; ///< cancelled before they began
    JobId m_current{};
    std::stop_source m_currentStop;
    JobId m_controlsFor{};
    TrainControls m_controls;

    std::unique_ptr<Job> m_job; ///< on the thread alone
    bool m_idle = false;        ///< likewise

    std::jthread m_thread; ///< last: it starts when all else is there, and ends first
};

Engine::Engine(Sink sink)
    : m_worker(std::make_unique<Worker>(std::move(sink)))
{
}

Engine::~Engine() = default;

Result<JobId> Engine::submit(Request request)
{
    if (Status status = check(request); !status)
        return status.error();
    return m_worker->submit(std::move(request));
}

void Engine::cancel(JobId id) { m_worker->cancel(id); }

void Engine::pause(JobId id)
{
    m_worker->control(id, [](TrainControls& controls) { controls.paused = true; });
}

void Engine::resume(JobId id)
{
    m_worker->control(id, [](TrainControls& controls) { controls.paused = false; });
}

void Engine::stepOnce(JobId id)
{
    m_worker->control(id, [](TrainControls& controls) { ++controls.steps; });
}

void Engine::setLearningRate(JobId id, float rate)
{
    m_worker->control(id, [rate](TrainControls& controls) { controls.learningRate = rate; });
}

} // namespace qlab
