// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/quant/quantized_model.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

/// The grid of QuantScheme::Levels::Codebook: a few integers of the int8 grid, and only they.
namespace qlab {

/// real = scale * level.
struct Codebook {
    float scale = 1;
    std::vector<std::int8_t> levels; ///< ascending, each once, one at least; within +-127
};

/// For a group of weights: the 2^bits centres m of optimal k-means (kmeans.h), put on the int8 grid:
/// scale = max |m| / 127, level = rne(m / scale). Centres that share an integer are one level.
/// \p group: one or more whole rows, of which the first \p features weights count. Precondition: bits is 1 to 7.
Codebook chooseCodebook(std::span<const float> group, int bits, int features = kPixels);

/// The level next to a weight over its scale; of two as near the larger one. A table: no search, no branch.
class NearestLevel {
public:
    /// \p levels: as Codebook has them.
    explicit NearestLevel(std::span<const std::int8_t> levels);

    float operator()(float steps) const
    {
        const float place = std::min(std::max(2 * steps, -kEnd), kEnd) + kEnd;
        return m_levels[static_cast<std::size_t>(static_cast<std::int32_t>(place))];
    }
    float lowest() const { return m_levels.front(); }
    float highest() const { return m_levels.back(); }

private:
    static constexpr float kEnd = 255; ///< half steps, beyond the last level
    /// For each half step, since the middle between two levels is a whole or a half one.
    std::array<float, 2 * 255 + 1> m_levels{};
};

/// The levels that weights of \p row's group have (its codebook, but for levels without any weight): ascending, at most
/// 2^bits. Precondition: the model's scheme is a codebook's.
std::vector<std::int8_t> usedLevels(const QuantizedModel& model, int row);

/// The place of each weight among its group's usedLevels(), [10][784], 0 beyond the features.
std::vector<std::uint8_t> levelIndices(const QuantizedModel& model);

/// Bytes of all the codebooks in a file: 2^bits for the tensor, or for each row. 0 for other schemes.
std::size_t codebookBytes(const QuantScheme& scheme);
/// usedLevels() of each group in that many bytes; the last level fills what is left.
std::vector<std::int8_t> packCodebooks(const QuantizedModel& model);
/// The reverse of packCodebooks() and levelIndices(): sets the integers of \p model, whose scheme and steps are known.
/// Fails if a codebook does not rise, leaves +-127, or an index stands for no level. Preconditions: the sizes are
/// codebookBytes() and [10][784].
Status setFromCodebooks(
    std::span<const std::int8_t> codebooks, std::span<const std::uint8_t> indices, QuantizedModel& model);

} // namespace qlab
