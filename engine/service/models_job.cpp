// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/service/job.h"

namespace qlab {
namespace {

/// Any two models: half a second or less.
class ModelsJob : public Job {
public:
    ModelsJob(JobId id, ModelsRequest request)
        : Job(id)
        , m_request(std::move(request))
        , m_run(m_request.first, m_request.second, m_request.data)
    {
    }

    bool alone() const override { return true; }

    State step(const Engine::Sink& sink, std::stop_token stop) override
    {
        if (!m_run.step(kSlice, stop) || stop.stop_requested())
            return State::More;
        sink(ModelsCompared{id(),
            std::make_shared<ModelsReport>(
                ModelsReport{m_request.data, m_request.first, m_request.second, m_run.result()})});
        return State::Done;
    }

private:
    ModelsRequest m_request;
    ModelComparisonRun m_run;
};

} // namespace

std::unique_ptr<Job> makeModelsJob(JobId id, ModelsRequest request)
{
    return std::make_unique<ModelsJob>(id, std::move(request));
}

} // namespace qlab
