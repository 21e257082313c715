// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/bench/pair_timer.h"

#include <algorithm>
#include <cassert>

namespace qlab {
namespace {

PathWork workOf(const TimedModel& timed, Path path, std::size_t first, Random& layout)
{
    static const LinearModel noOriginal;
    static const QuantizedModel noQuantized;
    const AnyModel& model = timed.model;
    auto inputs = std::make_shared<BenchInputs>(*timed.images, first, kPieceImages, model.normalization(), layout);
    return PathWork(path, model.original ? *model.original : noOriginal,
        model.quantized ? *model.quantized : noQuantized, std::move(inputs), layout);
}

/// As pathWorks(): each block takes the next piece of the test set, the same for both, and lays everything out anew.
BlockTimer::Factory works(TimedModel first, TimedModel second)
{
    const std::array paths{pathBeside(first.model, second.model), pathBeside(second.model, first.model)};
    return [first = std::move(first), second = std::move(second), paths](std::size_t block, Random& layout) {
        const std::size_t places = std::max<std::size_t>(first.images->size() / kPieceImages, 1);
        const std::size_t at = block % places * kPieceImages;
        return BlockTimer::Works{workOf(first, paths[0], at, layout), workOf(second, paths[1], at, layout)};
    };
}

} // namespace

PairTimer::PairTimer(TimedModel first, TimedModel second, const TimerOptions& options)
    : m_calls(static_cast<double>(first.images->size())
        / static_cast<double>(std::clamp<std::size_t>(first.images->size(), 1, kPieceImages)))
    , m_timer(works(first, second), options)
{
    assert(first.images->size() == second.images->size());
}

PairTimes PairTimer::times() const
{
    PairTimes times;
    if (!m_timer.hasFigures())
        return times;
    times.first = scaled(m_timer.timing(0), m_calls);
    times.second = scaled(m_timer.timing(1), m_calls);
    times.ratio = m_timer.ratio(0, 1);
    times.quality = m_timer.quality();
    return times;
}

} // namespace qlab
