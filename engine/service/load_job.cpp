// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/service/job.h"

#include "engine/data/stepped_data.h"
#include "engine/lab/feature_normalization.h"

#include <cmath>

namespace qlab {
namespace {

using Clock = std::chrono::steady_clock;

/// Counts and mean images of the classes, mean and deviation of all pixels.
DataSummary summarizeData(DatasetPtr data)
{
    DataSummary summary;
    std::array<std::array<std::uint64_t, kPixels>, kClasses> sums{};
    std::uint64_t squares = 0;
    for (std::uint32_t index : data->trainIndex) {
        const std::size_t label = data->trainSource->labels()[index];
        ++summary.trainCounts[label];
        const auto image = data->trainSource->image(index);
        for (std::size_t j = 0; j < kPixels; ++j) {
            sums[label][j] += image[j];
            squares += static_cast<std::uint64_t>(image[j]) * image[j];
        }
    }
    for (std::uint8_t label : data->test->labels())
        ++summary.testCounts[label];
    double sum = 0;
    for (std::size_t k = 0; k < kClasses; ++k)
        for (std::size_t j = 0; j < kPixels; ++j) {
            sum += static_cast<double>(sums[k][j]);
            if (summary.trainCounts[k] > 0)
                summary.classMeans[k][j] =
                    static_cast<double>(sums[k][j]) / static_cast<double>(summary.trainCounts[k]);
        }
    const double pixels = static_cast<double>(data->trainSize()) * kPixels;
    summary.pixelMean = sum / pixels / 255;
    summary.pixelDeviation = std::sqrt(static_cast<double>(squares) / pixels - sum / pixels * (sum / pixels)) / 255;
    summary.normalization = featureNormalization(*data);
    summary.data = std::move(data);
    return summary;
}

/// The built-in digits are drawn in slices, so that the models of the data before still answer. Reading files is one
/// long slice, which looks at the stop token itself.
class LoadJob : public Job {
public:
    LoadJob(JobId id, LoadRequest request)
        : Job(id)
        , m_request(std::move(request))
        , m_start(Clock::now())
    {
        if (m_request.unstepped)
            take(m_request.unstepped);
        else if (m_request.source.kind == DataSource::Kind::Builtin)
            m_builtin.emplace();
    }

    State step(const Engine::Sink& sink, std::stop_token stop) override
    {
        if (!m_data && !m_maker)
            return read(sink, stop);
        if (m_maker) {
            if (!m_maker->step(kSlice, stop))
                return State::More;
            m_data = m_maker->take();
        }
        finish(sink);
        return State::Done;
    }

private:
    /// If it was stopped, the worker turns this into Cancelled.
    State read(const Engine::Sink& sink, const std::stop_token& stop)
    {
        if (m_builtin && !m_builtin->step(kSlice, stop))
            return State::More;
        auto raw = m_builtin ? Result<RawData>(m_builtin->take()) : loadData(m_request.source, stop);
        if (stop.stop_requested())
            return State::More;
        const auto data = raw ? splitData(std::move(*raw), m_request.split) : Result<DatasetPtr>(raw.error());
        if (!data) {
            sink(Failed{id(), data.error()});
            return State::Done;
        }
        take(*data);
        return State::More;
    }

    void take(const DatasetPtr& unstepped)
    {
        if (m_request.steps.none())
            m_data = unstepped;
        else
            m_maker.emplace(
                unstepped, m_request.steps.strength == 1 ? calibrated(m_request.steps, *unstepped) : m_request.steps);
    }

    void finish(const Engine::Sink& sink) const
    {
        auto summary = std::make_shared<DataSummary>(summarizeData(m_data));
        summary->source = m_request.source;
        summary->seconds = std::chrono::duration<double>(Clock::now() - m_start).count();
        sink(DataLoaded{id(), std::move(summary)});
    }

    LoadRequest m_request;
    Clock::time_point m_start;
    std::optional<BuiltinDigits> m_builtin;
    std::optional<SteppedDataMaker> m_maker; ///< while the images go through steps
    DatasetPtr m_data;
};

} // namespace

std::unique_ptr<Job> makeLoadJob(JobId id, LoadRequest request)
{
    return std::make_unique<LoadJob>(id, std::move(request));
}

} // namespace qlab
