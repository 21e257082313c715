// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/recipes.h"

namespace qlab {

const std::vector<Recipe>& recipes()
{
    static const std::vector<Recipe> list = [] {
        TrainConfig report;
        report.normalization = Normalization::half();
        report.batchSize = 128;
        TrainConfig best;
        best.learningRate = 0.1f;
        best.schedule = Schedule::Linear;
        SplitSpec eighty;
        eighty.kind = SplitSpec::Kind::TrainFile;
        return std::vector<Recipe>{{"default", {}, {}}, {"report", report, eighty}, {"best", best, {}}};
    }();
    return list;
}

Result<Recipe> parseRecipe(std::string_view key)
{
    std::string keys;
    for (const Recipe& recipe : recipes()) {
        if (recipe.key == key)
            return recipe;
        keys += (keys.empty() ? "" : ", ") + std::string(recipe.key);
    }
    return badInput("unknown preset \"" + std::string(key) + "\": choose one of " + keys);
}

} // namespace qlab
