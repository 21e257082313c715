// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lab/model_comparison.h"

#include <algorithm>
#include <cassert>

namespace qlab {
namespace {

using Clock = std::chrono::steady_clock;

/// Between two looks at the clock.
constexpr std::size_t kImagesAtOnce = 100;

/// Both models are judged and timed within a second.
TimerOptions pairOptions()
{
    TimerOptions options;
    options.rounds = 200;
    options.budget = std::chrono::milliseconds(300);
    return options;
}

} // namespace

ModelComparisonRun::ModelComparisonRun(AnyModel first, AnyModel second, DatasetPtr data)
    : m_data(std::move(data))
{
    assert(m_data->steps.none() && m_data->testSize() > 0);
    m_sides[0].model = std::move(first);
    m_sides[1].model = std::move(second);
    for (Side& side : m_sides) {
        if (side.model.steps().none()) {
            side.images = m_data->test;
        } else {
            side.maker.emplace(side.model.steps());
            side.made = std::make_shared<ImageSet>(m_data->testSize());
        }
    }
}

bool ModelComparisonRun::step(std::chrono::nanoseconds slice, std::stop_token stop)
{
    for (Side& side : m_sides) {
        if (!side.images) {
            prepare(side, slice, stop);
            return false;
        }
    }
    if (!m_timer) {
        judge();
        return false;
    }
    const bool done = m_timer->step(slice, stop);
    m_result.times = m_timer->times();
    return done;
}

void ModelComparisonRun::prepare(Side& side, std::chrono::nanoseconds slice, const std::stop_token& stop)
{
    const auto end = Clock::now() + slice;
    while (side.done < m_data->testSize() && Clock::now() < end && !stop.stop_requested())
        for (std::size_t i = 0; i < kImagesAtOnce && side.done < m_data->testSize(); ++i, ++side.done)
            side.maker->make(m_data->test->image(side.done), side.made->mutableImage(side.done));
    if (side.done < m_data->testSize())
        return;
    std::ranges::copy(m_data->test->labels(), side.made->mutableLabels().begin());
    side.images = std::move(side.made);
    side.maker.reset();
}

void ModelComparisonRun::judge()
{
    const auto& [first, second] = m_sides;
    const Evaluation a = evaluate(first.model, *first.images), b = evaluate(second.model, *second.images);
    m_result.images = m_data->testSize();
    m_result.firstCorrect = a.correct;
    m_result.secondCorrect = b.correct;
    m_result.first95 = wilson95(a.correct, m_result.images);
    m_result.second95 = wilson95(b.correct, m_result.images);
    m_result.accuracy = compareOnSameImages(a.predictions, b.predictions, m_data->test->labels());
    m_result.sameClass95 = wilson95(m_result.accuracy.same(), m_result.images);
    m_result.divergence = divergence(a.logits, b.logits);
    m_timer.emplace(TimedModel{first.model, first.images}, TimedModel{second.model, second.images}, pairOptions());
}

ModelComparison compareModels(const AnyModel& first, const AnyModel& second, const DatasetPtr& data)
{
    ModelComparisonRun run(first, second, data);
    while (!run.judged())
        run.step(std::chrono::milliseconds(100));
    return run.result();
}

} // namespace qlab
