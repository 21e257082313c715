// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/service/job.h"

#include <cmath>

namespace qlab {
namespace {

using Clock = std::chrono::steady_clock;
/// Thirty pictures a second are enough for an eye.
constexpr std::chrono::milliseconds kSnapshotEvery{33};

class TrainJob : public ControlledJob {
public:
    TrainJob(JobId id, TrainRequest request)
        : ControlledJob(id)
        , m_data(request.data)
        , m_trainer(request.data, request.config)
        , m_config(request.config)
        , m_paused(request.startPaused)
    {
    }

    void apply(const TrainControls& controls) override
    {
        m_paused = controls.paused.value_or(m_paused);
        m_steps += controls.steps;
        if (controls.learningRate) {
            m_config.learningRate = *controls.learningRate;
            m_trainer.setLearningRate(*controls.learningRate);
        }
        m_changed = true;
    }

    State step(const Engine::Sink& sink, std::stop_token stop) override
    {
        if (m_steps > 0 || !m_paused)
            train(stop);
        if (m_trainer.state() == Trainer::State::Finished) {
            sink(TrainDone{id(), snapshot(true)});
            return State::Done;
        }
        const bool idle = m_paused && m_steps == 0;
        const auto now = Clock::now();
        if ((idle && m_changed) || now - m_lastSnapshot >= kSnapshotEvery) {
            sink(TrainProgress{id(), snapshot(idle)});
            m_lastSnapshot = now;
            m_changed = false;
        }
        return idle ? State::Idle : State::More;
    }

    Event cancelled() const override { return Cancelled{id(), snapshot(true)}; }

private:
    void train(std::stop_token stop)
    {
        const auto start = Clock::now();
        if (m_steps > 0) {
            m_trainer.stepBatch();
            --m_steps;
            m_paused = true;
        } else {
            m_trainer.step(kSlice, stop);
        }
        m_seconds += std::chrono::duration<double>(Clock::now() - start).count();
        m_changed = true;
    }

    /// A model that people look at has one accuracy: its own, in the middle of an epoch too.
    EvaluationPtr evaluationNow(const LinearModel& model) const
    {
        const double epochs = m_trainer.epochsDone();
        const bool whole = epochs == std::floor(epochs);
        return whole ? m_trainer.lastEvaluation() : std::make_shared<Evaluation>(evaluate(model, *m_data->test));
    }

    /// \p atRest: the training waits or has ended.
    std::shared_ptr<const TrainSnapshot> snapshot(bool atRest) const
    {
        auto snapshot = std::make_shared<TrainSnapshot>();
        snapshot->data = m_data;
        snapshot->model = std::make_shared<LinearModel>(m_trainer.model());
        snapshot->test = atRest ? evaluationNow(*snapshot->model) : m_trainer.lastEvaluation();
        snapshot->config = m_config;
        snapshot->epochsDone = m_trainer.epochsDone();
        snapshot->seconds = m_seconds;
        snapshot->paused = m_paused;
        snapshot->epochs = m_trainer.epochs();
        snapshot->losses = m_trainer.losses();
        return snapshot;
    }

    DatasetPtr m_data;
    Trainer m_trainer;
    TrainConfig m_config;
    bool m_paused;
    bool m_changed = true; ///< since the last snapshot
    int m_steps = 0;
    double m_seconds = 0;
    Clock::time_point m_lastSnapshot{};
};

} // namespace

std::unique_ptr<ControlledJob> makeTrainJob(JobId id, TrainRequest request)
{
    return std::make_unique<TrainJob>(id, std::move(request));
}

} // namespace qlab
