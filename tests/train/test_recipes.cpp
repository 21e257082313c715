// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/recipes.h"
#include "tests/support.h"

using namespace qlab;

TEST_CASE("recipes are valid and found by their keys", "[train]")
{
    for (const Recipe& recipe : recipes()) {
        INFO(recipe.key);
        CHECK(validate(recipe.config, 48'000).ok());
        const auto found = parseRecipe(recipe.key);
        REQUIRE(found.ok());
        CHECK(found->config == recipe.config);
        CHECK(found->split == recipe.split);
    }
    const auto standard = parseRecipe("default");
    REQUIRE(standard.ok());
    CHECK(standard->config == TrainConfig{});
    CHECK(standard->split == SplitSpec{});
}

TEST_CASE("an unknown recipe is refused with the keys there are", "[train]")
{
    const auto unknown = parseRecipe("worst");
    REQUIRE_FALSE(unknown.ok());
    CHECK(unknown.error().message.find("\"worst\"") != std::string::npos);
    for (const Recipe& recipe : recipes())
        CHECK(unknown.error().message.find(recipe.key) != std::string::npos);
}
