// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/early_stop.h"

#include <algorithm>
#include <limits>

namespace qlab {
namespace {

ImagesPtr copyOf(const ImageSet& source, std::span<const std::uint32_t> indices)
{
    auto images = std::make_shared<ImageSet>(indices.size());
    for (std::size_t i = 0; i < indices.size(); ++i) {
        std::ranges::copy(source.image(indices[i]), images->mutableImage(i).begin());
        images->mutableLabels()[i] = source.labels()[indices[i]];
    }
    return images;
}

} // namespace

HeldOut holdOut(const Dataset& data, const TrainConfig& config)
{
    const std::size_t count = heldOutSize(config, data.trainSize());
    if (count == 0)
        return {data.trainIndex, nullptr};
    std::vector<std::size_t> places(data.trainSize()); // in trainIndex, which may name an image more than once
    for (std::size_t i = 0; i < places.size(); ++i)
        places[i] = i;
    Random random(config.seed + 2);
    shuffle(places, random);
    std::vector<std::uint32_t> held;
    for (std::size_t i = 0; i < count; ++i)
        held.push_back(data.trainIndex[places[i]]);
    std::sort(places.begin() + static_cast<std::ptrdiff_t>(count), places.end());
    HeldOut result;
    for (std::size_t i = count; i < places.size(); ++i)
        result.kept.push_back(data.trainIndex[places[i]]);
    result.images = copyOf(*data.trainSource, held);
    return result;
}

int bestEpoch(std::span<const EpochRecord> epochs)
{
    int best = 0;
    double lowest = std::numeric_limits<double>::infinity();
    for (const EpochRecord& epoch : epochs) {
        // False for a loss that is no number, too.
        if (epoch.heldOutLoss && *epoch.heldOutLoss < lowest) {
            lowest = *epoch.heldOutLoss;
            best = epoch.epoch;
        }
    }
    return best;
}

bool stopsEarly(std::span<const EpochRecord> epochs, int patience)
{
    return patience > 0 && !epochs.empty() && epochs.back().heldOutLoss
        && static_cast<int>(epochs.size()) - bestEpoch(epochs) >= patience;
}

} // namespace qlab
