// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/service/job.h"

#include "engine/lab/quant_report.h"
#include "engine/quant/quant_trainer.h"

namespace qlab {
namespace {

using Clock = std::chrono::steady_clock;

class QuantTrainJob : public Job {
public:
    QuantTrainJob(JobId id, QuantTrainRequest request)
        : Job(id)
        , m_request(std::move(request.of))
        , m_config(quantTrainConfig(m_request.model->normalization))
        , m_start(Clock::now())
    {
        const auto images = static_cast<int>(std::min<std::size_t>(m_request.data->trainSize(), 1'000'000));
        m_config.batchSize = std::min(m_config.batchSize, images);
        m_trainer.emplace(m_request.data, m_request.scheme, m_config, m_request.model);
    }

    State step(const Engine::Sink& sink, std::stop_token stop) override
    {
        m_trainer->step(kSlice, stop);
        if (stop.stop_requested())
            return State::More;
        if (!m_trainer->finished()) {
            sink(Progress{id(), m_trainer->epochsDone() / m_config.epochs});
            return State::More;
        }
        auto report = std::make_shared<QuantReport>(makeQuantReport(
            m_request.data, m_request.model, m_request.original, std::make_shared<QuantizedModel>(m_trainer->model())));
        report->curvature = m_request.curvature;
        report->milliseconds = std::chrono::duration<double, std::milli>(Clock::now() - m_start).count();
        sink(QuantTrainDone{id(), std::move(report)});
        return State::Done;
    }

private:
    PreviewRequest m_request;
    TrainConfig m_config;
    Clock::time_point m_start;
    std::optional<QuantTrainer> m_trainer;
};

} // namespace

std::unique_ptr<Job> makeQuantTrainJob(JobId id, QuantTrainRequest request)
{
    return std::make_unique<QuantTrainJob>(id, std::move(request));
}

} // namespace qlab
