// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/stepped_data.h"

#include "engine/core/bfloat16.h"
#include "engine/features/feature_maker.h"

#include <algorithm>
#include <numeric>

namespace qlab {
namespace {

constexpr double kPercentile = 0.9995;
constexpr std::size_t kBetweenLooks = 256; ///< images, some milliseconds

/// Images \p index of \p source behind the steps; null if stopped.
template <typename IndexOf>
std::shared_ptr<ImageSet> made(
    const FeatureMaker& maker, const ImageSet& source, std::size_t count, IndexOf indexOf, const std::stop_token& stop)
{
    auto images = std::make_shared<ImageSet>(count);
    for (std::size_t i = 0; i < count; ++i) {
        if (i % kBetweenLooks == 0 && stop.stop_requested())
            return nullptr;
        const std::size_t index = indexOf(i);
        maker.make(source.image(index), images->mutableImage(i));
        images->mutableLabels()[i] = source.labels()[index];
    }
    return images;
}

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

DatasetPtr withSteps(const DatasetPtr& data, const InputSteps& steps, const std::stop_token& stop)
{
    if (steps.none())
        return data;
    const FeatureMaker maker(steps);
    auto result = std::make_shared<Dataset>();
    result->name = data->name;
    result->split = data->split;
    result->steps = steps;
    result->trainSource = made(
        maker, *data->trainSource, data->trainSize(), [&](std::size_t i) { return data->trainIndex[i]; }, stop);
    result->test = made(
        maker, *data->test, data->testSize(), [](std::size_t i) { return i; }, stop);
    if (!result->trainSource || !result->test)
        return nullptr;
    result->trainIndex.resize(data->trainSize());
    std::iota(result->trainIndex.begin(), result->trainIndex.end(), 0U);
    return result;
}

} // namespace qlab
