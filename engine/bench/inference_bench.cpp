// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/bench/inference_bench.h"

#include <algorithm>

namespace qlab {
namespace {

std::vector<double> accuracies(const PathSubject& subject, const std::vector<Path>& paths)
{
    Random layout(0);
    const auto inputs =
        std::make_shared<BenchInputs>(*subject.images, 0, subject.images->size(), subject.model->normalization, layout);
    std::vector<double> result;
    for (const Path path : paths) {
        PathWork work(path, *subject.model, *subject.quantized, inputs, layout);
        work();
        result.push_back(work.accuracy());
    }
    return result;
}

} // namespace

BenchRun::BenchRun(
    const PathSubject& subject, const std::vector<Path>& paths, std::size_t imagesPerCall, const TimerOptions& options)
    : m_paths(paths)
    , m_accuracy(accuracies(subject, paths))
    , m_imagesPerCall(static_cast<double>(std::min(imagesPerCall, subject.images->size())))
    , m_timer(pathWorks(subject, paths, imagesPerCall), options)
{
}

std::vector<BenchRow> BenchRun::rows(std::size_t images) const
{
    std::vector<BenchRow> rows;
    for (std::size_t i = 0; i < m_paths.size(); ++i)
        rows.push_back(
            {m_paths[i], scaled(m_timer.timing(i), static_cast<double>(images) / m_imagesPerCall), m_accuracy[i]});
    return rows;
}

std::size_t BenchRun::indexOf(Path path) const
{
    return static_cast<std::size_t>(std::find(m_paths.begin(), m_paths.end(), path) - m_paths.begin());
}

MedianInterval BenchRun::ratio(Path slow, Path fast) const { return m_timer.ratio(indexOf(slow), indexOf(fast)); }

} // namespace qlab
