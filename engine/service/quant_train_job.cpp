// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/service/job.h"

#include "engine/lab/quant_report.h"
#include "engine/quant/quant_trainer.h"

namespace qlab {
namespace {

using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;
/// Judging the weights as they stand takes a sixth of the time at most, however slow the machine is.
constexpr Milliseconds kReportEvery{50};
constexpr double kTrainingShare = 5;

class QuantTrainJob : public Job {
public:
    QuantTrainJob(JobId id, QuantTrainRequest request)
        : Job(id)
        , m_request(std::move(request.of))
        , m_grid(request.grid)
        , m_config(quantTrainConfig(m_request.model->normalization))
    {
        const auto images = static_cast<int>(std::min<std::size_t>(m_request.data->trainSize(), 1'000'000));
        m_config.batchSize = std::min(m_config.batchSize, images);
        m_trainer.emplace(
            m_request.data, m_request.scheme, m_config, m_grid.fresh ? nullptr : m_request.model, m_grid.l1);
    }

    State step(const Engine::Sink& sink, std::stop_token stop) override
    {
        tell(sink); // before the first step, too: what the weights are on the grid
        const auto start = Clock::now();
        m_trainer->step(kSlice, stop);
        m_seconds += std::chrono::duration<double>(Clock::now() - start).count();
        if (stop.stop_requested() || !m_trainer->finished())
            return State::More;
        sink(QuantTrainDone{id(), training()});
        return State::Done;
    }

private:
    void tell(const Engine::Sink& sink)
    {
        const auto now = Clock::now();
        if (now < m_nextReport)
            return;
        sink(QuantTrainProgress{id(), training()});
        const Milliseconds took = Clock::now() - now;
        m_nextReport = now + std::chrono::duration_cast<Clock::duration>(std::max(kReportEvery, kTrainingShare * took));
    }

    std::shared_ptr<const QuantTraining> training()
    {
        auto report = std::make_shared<QuantReport>(makeQuantReport(
            m_request.data, m_request.model, m_request.original, std::make_shared<QuantizedModel>(m_trainer->model())));
        m_request.original = report->originalEvaluation; // the same all the time
        report->curvature = m_request.curvature;
        report->milliseconds = m_seconds * 1000;
        auto training = std::make_shared<QuantTraining>();
        training->report = std::move(report);
        training->config = m_config;
        training->grid = m_grid;
        training->epochsDone = m_trainer->epochsDone();
        training->seconds = m_seconds;
        training->epochs = m_trainer->epochs();
        training->losses = m_trainer->losses();
        training->complete = m_trainer->finished();
        return training;
    }

    PreviewRequest m_request;
    GridTraining m_grid;
    TrainConfig m_config;
    std::optional<QuantTrainer> m_trainer;
    double m_seconds = 0;
    Clock::time_point m_nextReport{};
};

} // namespace

std::unique_ptr<Job> makeQuantTrainJob(JobId id, QuantTrainRequest request)
{
    return std::make_unique<QuantTrainJob>(id, std::move(request));
}

} // namespace qlab
