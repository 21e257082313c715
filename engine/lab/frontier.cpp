// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lab/frontier.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace qlab {

std::vector<std::size_t> frontierOf(std::span<const Candidate> models)
{
    std::vector<std::size_t> order(models.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
        return std::tuple(models[a].cost, models[b].correct) < std::tuple(models[b].cost, models[a].correct);
    });
    std::vector<std::size_t> frontier;
    for (const std::size_t index : order)
        if (frontier.empty() || models[index].correct > models[frontier.back()].correct)
            frontier.push_back(index);
    return frontier;
}

std::optional<std::size_t> cheapestWith(std::span<const Candidate> models, std::size_t correct)
{
    const std::vector<std::size_t> frontier = frontierOf(models);
    const auto found = std::ranges::find_if(frontier, [&](std::size_t i) { return models[i].correct >= correct; });
    return found == frontier.end() ? std::nullopt : std::optional(*found);
}

std::optional<std::size_t> bestWithin(std::span<const Candidate> models, double cost)
{
    std::optional<std::size_t> best;
    for (const std::size_t index : frontierOf(models))
        if (models[index].cost <= cost)
            best = index;
    return best;
}

} // namespace qlab
