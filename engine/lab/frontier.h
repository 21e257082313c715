// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace qlab {

/// A model as the map sees it.
struct SizedModel {
    std::size_t bytes = 0;
    std::size_t correct = 0; ///< test images, of the same ones for all models
};

/// Those that no other is smaller than or as small as and at least as good: by bytes, correct rising strictly. Indices
/// into \p models; of equals the first.
std::vector<std::size_t> frontierOf(std::span<const SizedModel> models);

/// The smallest with at least \p correct, the better of equal ones; none if there is none.
std::optional<std::size_t> smallestWith(std::span<const SizedModel> models, std::size_t correct);

/// The best with at most \p bytes, the smaller of equal ones; none if there is none.
std::optional<std::size_t> bestWithin(std::span<const SizedModel> models, std::size_t bytes);

} // namespace qlab
