// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/split.h"
#include "engine/train/train_config.h"

#include <string_view>
#include <vector>

namespace qlab {

/// Training settings with a name that the command line and the window share.
struct Recipe {
    std::string_view key; ///< "default", "report", "best"
    TrainConfig config;
    SplitSpec split;
};
const std::vector<Recipe>& recipes();

/// The recipe of that key; the error lists the keys.
Result<Recipe> parseRecipe(std::string_view key);

} // namespace qlab
