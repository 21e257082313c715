// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string_view>

namespace qlab::app {

/// What a preset is called, and one sentence on what it does.
struct PresetWords {
    QString title, explanation;
};
/// Of a scheme's preset or a training recipe, by its key. A key without words is its own title.
PresetWords schemePresetWords(std::string_view key);
PresetWords recipeWords(std::string_view key);

} // namespace qlab::app
