// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/options.h"
#include "engine/formats/model_file.h"

namespace qlab::app {

/// A model file. Where it names no normalization, --normalize counts; where it names another one, that is an error.
Result<ModelFile> readModel(const std::string& path, const CommonOptions& options);

/// Both models: of a results folder, or a float file quantized by --scheme and --bits; a quantized file stands alone.
/// Options that would change nothing about what was read are errors.
Result<ModelFile> readBothModels(const std::string& path, const CommonOptions& options);

} // namespace qlab::app
