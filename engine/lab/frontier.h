// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace qlab {

/// A model as the map sees it.
struct Candidate {
    double cost = 0;         ///< bytes or microseconds, the same for all models
    std::size_t correct = 0; ///< test images, of the same ones for all models
};

/// Those that no other is cheaper than or as cheap as and at least as good: by cost, correct rising strictly. Indices
/// into \p models; of equals the first.
std::vector<std::size_t> frontierOf(std::span<const Candidate> models);

/// The cheapest with at least \p correct, the better of equal ones; none if there is none.
std::optional<std::size_t> cheapestWith(std::span<const Candidate> models, std::size_t correct);

/// The best of at most that cost, the cheaper of equal ones; none if there is none.
std::optional<std::size_t> bestWithin(std::span<const Candidate> models, double cost);

} // namespace qlab
