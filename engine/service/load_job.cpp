// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/service/job.h"

#include <cmath>

namespace qlab {
namespace {

using Clock = std::chrono::steady_clock;

/// Counts of the classes and the mean of the training images.
DataSummary summarizeData(DatasetPtr data)
{
    DataSummary summary;
    std::array<std::uint64_t, kPixels> sums{};
    std::uint64_t squares = 0;
    for (std::uint32_t index : data->trainIndex) {
        ++summary.trainCounts[data->trainSource->labels()[index]];
        const auto image = data->trainSource->image(index);
        for (std::size_t j = 0; j < kPixels; ++j) {
            sums[j] += image[j];
            squares += static_cast<std::uint64_t>(image[j]) * image[j];
        }
    }
    for (std::uint8_t label : data->test->labels())
        ++summary.testCounts[label];
    const auto images = static_cast<double>(data->trainSize());
    double sum = 0;
    for (std::size_t j = 0; j < kPixels; ++j) {
        summary.meanImage[j] = static_cast<double>(sums[j]) / images;
        sum += static_cast<double>(sums[j]);
    }
    const double pixels = images * kPixels;
    summary.pixelMean = sum / pixels / 255;
    summary.pixelDeviation = std::sqrt(static_cast<double>(squares) / pixels - sum / pixels * (sum / pixels)) / 255;
    summary.data = std::move(data);
    return summary;
}

/// Reading is one long slice: it looks at the stop token itself, and nothing is loaded yet that a preview could want.
class LoadJob : public Job {
public:
    LoadJob(JobId id, LoadRequest request)
        : Job(id)
        , m_request(std::move(request))
    {
    }

    State step(const Engine::Sink& sink, std::stop_token stop) override
    {
        const auto start = Clock::now();
        auto raw = loadData(m_request.source, stop);
        if (stop.stop_requested())
            return State::More; // the worker turns this into Cancelled
        if (!raw) {
            sink(Failed{id(), raw.error()});
            return State::Done;
        }
        auto data = splitData(std::move(*raw), m_request.split);
        if (!data) {
            sink(Failed{id(), data.error()});
            return State::Done;
        }
        auto summary = std::make_shared<DataSummary>(summarizeData(*data));
        summary->source = m_request.source;
        summary->seconds = std::chrono::duration<double>(Clock::now() - start).count();
        sink(DataLoaded{id(), std::move(summary)});
        return State::Done;
    }

private:
    LoadRequest m_request;
};

} // namespace

std::unique_ptr<Job> makeLoadJob(JobId id, LoadRequest request)
{
    return std::make_unique<LoadJob>(id, std::move(request));
}

} // namespace qlab
