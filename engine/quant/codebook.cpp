// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/quant/codebook.h"

#include "engine/quant/kmeans.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <string>

namespace qlab {
namespace {

constexpr int kTop = 127;

std::size_t sizeOf(const QuantScheme& scheme) { return std::size_t{1} << scheme.bits; }
bool isPerTensor(const QuantScheme& scheme) { return scheme.granularity == QuantScheme::Granularity::PerTensor; }

/// The levels at the front of \p codebook: what does not rise any more is filling.
Result<std::span<const std::int8_t>> levelsIn(std::span<const std::int8_t> codebook)
{
    const auto last = std::ranges::adjacent_find(codebook, [](int a, int b) { return a >= b; });
    const auto levels = codebook.first(
        last == codebook.end() ? codebook.size() : static_cast<std::size_t>(last - codebook.begin()) + 1);
    const auto filling = codebook.subspan(levels.size());
    if (std::ranges::any_of(filling, [&](std::int8_t level) { return level != levels.back(); }))
        return badInput("a codebook's levels do not rise");
    if (levels.front() < -kTop)
        return badInput("a codebook has the level " + std::to_string(levels.front()) + ": it must be -127 to 127");
    return levels;
}

} // namespace

Codebook chooseCodebook(std::span<const float> group, int bits, int features)
{
    assert(bits >= 1 && bits < 8 && !group.empty() && group.size() % kPixels == 0);
    std::vector<float> weights;
    weights.reserve(group.size());
    for (std::size_t row = 0; row < group.size(); row += kPixels) {
        const auto counting = group.subspan(row, static_cast<std::size_t>(features));
        weights.insert(weights.end(), counting.begin(), counting.end());
    }
    const std::vector<double> centres = kMeans(weights, 1 << bits);
    const double largest = std::max(std::abs(centres.front()), std::abs(centres.back()));
    Codebook codebook;
    codebook.scale = std::max(static_cast<float>(largest / kTop), std::numeric_limits<float>::min());
    for (const double centre : centres) {
        const double place = std::nearbyint(centre / static_cast<double>(codebook.scale));
        const auto level = static_cast<std::int8_t>(std::clamp(place, -1.0 * kTop, 1.0 * kTop));
        if (codebook.levels.empty() || codebook.levels.back() != level)
            codebook.levels.push_back(level);
    }
    return codebook;
}

NearestLevel::NearestLevel(std::span<const std::int8_t> levels)
{
    assert(!levels.empty());
    std::size_t next = 0;
    for (std::size_t i = 0; i < m_levels.size(); ++i) {
        // In half steps: from the middle on, the next level is the nearest.
        const int place = static_cast<int>(i) - static_cast<int>(kEnd);
        while (next + 1 < levels.size() && levels[next] + levels[next + 1] <= place)
            ++next;
        m_levels[i] = levels[next];
    }
}

std::vector<std::int8_t> usedLevels(const QuantizedModel& model, int row)
{
    std::array<bool, 256> used{};
    const int first = isPerTensor(model.scheme) ? 0 : row, rows = isPerTensor(model.scheme) ? kClasses : 1;
    for (int k = first; k < first + rows; ++k)
        for (int j = 0; j < model.steps.count(); ++j)
            used[static_cast<std::size_t>(model.q[static_cast<std::size_t>(k * kPixels + j)] + 128)] = true;
    std::vector<std::int8_t> levels;
    for (int level = -kTop; level <= kTop; ++level)
        if (used[static_cast<std::size_t>(level + 128)])
            levels.push_back(static_cast<std::int8_t>(level));
    return levels;
}

std::vector<std::uint8_t> levelIndices(const QuantizedModel& model)
{
    std::vector<std::uint8_t> indices(kClasses * kPixels, 0);
    for (int k = 0; k < kClasses; ++k) {
        const std::vector<std::int8_t> levels = usedLevels(model, k);
        for (int j = 0; j < model.steps.count(); ++j) {
            const auto at = static_cast<std::size_t>(k * kPixels + j);
            indices[at] = static_cast<std::uint8_t>(std::ranges::lower_bound(levels, model.q[at]) - levels.begin());
        }
    }
    return indices;
}

std::size_t codebookBytes(const QuantScheme& scheme)
{
    if (!scheme.isCodebook())
        return 0;
    return sizeOf(scheme) * (isPerTensor(scheme) ? 1 : kClasses);
}

std::vector<std::int8_t> packCodebooks(const QuantizedModel& model)
{
    std::vector<std::int8_t> bytes;
    for (int k = 0; bytes.size() < codebookBytes(model.scheme); ++k) {
        std::vector<std::int8_t> levels = usedLevels(model, k);
        assert(levels.size() <= sizeOf(model.scheme));
        levels.resize(sizeOf(model.scheme), levels.back());
        bytes.insert(bytes.end(), levels.begin(), levels.end());
    }
    return bytes;
}

Status setFromCodebooks(
    std::span<const std::int8_t> codebooks, std::span<const std::uint8_t> indices, QuantizedModel& model)
{
    const std::size_t size = sizeOf(model.scheme);
    for (std::size_t k = 0; k < kClasses; ++k) {
        const auto levels = levelsIn(codebooks.subspan(isPerTensor(model.scheme) ? 0 : k * size, size));
        if (!levels)
            return levels.error();
        for (std::size_t j = 0; j < static_cast<std::size_t>(model.steps.count()); ++j) {
            const std::uint8_t index = indices[k * kPixels + j];
            if (index >= levels->size())
                return badInput("a weight has a level that its codebook does not have");
            model.q[k * kPixels + j] = (*levels)[index];
        }
    }
    return {};
}

} // namespace qlab
