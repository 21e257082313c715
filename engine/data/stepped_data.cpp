// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/stepped_data.h"

#include "engine/core/bfloat16.h"

#include <algorithm>
#include <numeric>

namespace qlab {
namespace {

constexpr double kPercentile = 0.9995;
constexpr std::size_t kBetweenLooks = 64; ///< images, a millisecond

} // namespace

InputSteps calibrated(InputSteps steps, const Dataset& data, std::size_t sample)
{
    steps.strength = 1;
    if (steps.features != InputSteps::Features::Gradients)
        return steps;
    const FeatureMaker maker(steps);
    const std::size_t count = std::min(sample, data.trainSize());
    const auto features = static_cast<std::size_t>(steps.count());
    std::vector<float> all;
    all.reserve(count * features);
    std::array<float, kPixels> exact;
    for (std::size_t i = 0; i < count; ++i) {
        maker.makeExact(data.trainSource->image(data.trainIndex[i * data.trainSize() / count]), exact);
        all.insert(all.end(), exact.begin(), exact.begin() + static_cast<std::ptrdiff_t>(features));
    }
    const auto place = all.begin() + static_cast<std::ptrdiff_t>(kPercentile * static_cast<double>(all.size() - 1));
    std::nth_element(all.begin(), place, all.end());
    steps.strength = *place > 0 ? toBfloat16(*place) : 1;
    return steps;
}

SteppedDataMaker::SteppedDataMaker(DatasetPtr data, const InputSteps& steps)
    : m_data(std::move(data))
    , m_maker(steps)
    , m_train(std::make_shared<ImageSet>(m_data->trainSize()))
    , m_test(std::make_shared<ImageSet>(m_data->testSize()))
{
}

bool SteppedDataMaker::step(std::chrono::nanoseconds slice, const std::stop_token& stop)
{
    const auto end = std::chrono::steady_clock::now() + slice;
    const std::size_t train = m_data->trainSize(), all = train + m_data->testSize();
    for (; m_done < all; ++m_done) {
        if (m_done % kBetweenLooks == 0 && (stop.stop_requested() || std::chrono::steady_clock::now() > end))
            return false;
        const bool isTest = m_done >= train;
        const std::size_t place = isTest ? m_done - train : m_done;
        const ImageSet& source = isTest ? *m_data->test : *m_data->trainSource;
        ImageSet& target = isTest ? *m_test : *m_train;
        const std::size_t index = isTest ? place : m_data->trainIndex[place];
        m_maker.make(source.image(index), target.mutableImage(place));
        target.mutableLabels()[place] = source.labels()[index];
    }
    return true;
}

DatasetPtr SteppedDataMaker::take()
{
    auto result = std::make_shared<Dataset>();
    result->name = m_data->name;
    result->split = m_data->split;
    result->steps = m_maker.steps();
    result->before = m_data;
    result->trainSource = std::move(m_train);
    result->test = std::move(m_test);
    result->trainIndex.resize(m_data->trainSize());
    std::iota(result->trainIndex.begin(), result->trainIndex.end(), 0U);
    return result;
}

DatasetPtr withSteps(const DatasetPtr& data, const InputSteps& steps, const std::stop_token& stop)
{
    if (steps.none())
        return data;
    SteppedDataMaker maker(data, steps);
    return maker.step(std::chrono::hours(24), stop) ? maker.take() : nullptr;
}

} // namespace qlab
