// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lab/frontier.h"

#include "engine/core/random.h"
#include "tests/support.h"

using namespace qlab;

TEST_CASE("The frontier holds just the models that no other beats", "[lab]")
{
    Random random(9);
    for (int round = 0; round < 300; ++round) {
        std::vector<Candidate> models(random.below(40));
        for (Candidate& model : models)
            model = {static_cast<double>(random.below(20)), random.below(20)};
        const auto beats = [&](const Candidate& a, const Candidate& b) {
            return a.cost <= b.cost && a.correct >= b.correct && (a.cost < b.cost || a.correct > b.correct);
        };
        const std::vector<std::size_t> frontier = frontierOf(models);
        std::vector<bool> isOn(models.size(), false);
        for (std::size_t i = 0; i < frontier.size(); ++i) {
            isOn[frontier[i]] = true;
            if (i > 0) {
                CHECK(models[frontier[i]].cost > models[frontier[i - 1]].cost);
                CHECK(models[frontier[i]].correct > models[frontier[i - 1]].correct);
            }
        }
        for (std::size_t i = 0; i < models.size(); ++i) {
            bool isBeaten = false, hasEarlierEqual = false;
            for (std::size_t other = 0; other < models.size(); ++other) {
                isBeaten = isBeaten || beats(models[other], models[i]);
                hasEarlierEqual = hasEarlierEqual
                    || (other < i && models[other].cost == models[i].cost
                        && models[other].correct == models[i].correct);
            }
            CHECK(isOn[i] == (!isBeaten && !hasEarlierEqual));
        }
    }
}

TEST_CASE("The smallest good enough and the best small enough are those of a search through all", "[lab]")
{
    Random random(10);
    for (int round = 0; round < 300; ++round) {
        std::vector<Candidate> models(random.below(30));
        for (Candidate& model : models)
            model = {static_cast<double>(random.below(20)), random.below(20)};
        for (std::size_t limit = 0; limit < 22; ++limit) {
            std::optional<std::size_t> smallest, best;
            for (std::size_t i = 0; i < models.size(); ++i) {
                if (models[i].correct >= limit
                    && (!smallest || models[i].cost < models[*smallest].cost
                        || (models[i].cost == models[*smallest].cost && models[i].correct > models[*smallest].correct)))
                    smallest = i;
                if (models[i].cost <= static_cast<double>(limit)
                    && (!best || models[i].correct > models[*best].correct
                        || (models[i].correct == models[*best].correct && models[i].cost < models[*best].cost)))
                    best = i;
            }
            CHECK(cheapestWith(models, limit) == smallest);
            CHECK(bestWithin(models, static_cast<double>(limit)) == best);
        }
    }
}
