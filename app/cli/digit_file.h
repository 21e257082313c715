// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"
#include "engine/data/digit_normalizer.h"

#include <filesystem>

namespace qlab::app {

/// The 28 x 28 image that the models see of a picture file. One of that very size is taken pixel for pixel (dark on
/// light: its negative); of any other the digit is found and goes through MNIST's preprocessing. The error names the
/// file. Needs a QGuiApplication.
Result<DigitImage> digitFromFile(const std::filesystem::path& path);

} // namespace qlab::app
