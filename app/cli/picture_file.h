// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"
#include "engine/data/digit_normalizer.h"

#include <string>

namespace qlab::app {

/// Reads a picture in any format Qt knows as white ink on black: a light background is found by its border and
/// inverted.
Result<GreyPicture> readPicture(const std::string& path);

/// The 28 x 28 image that the models see: a picture of that very size is taken as it is, any other goes
/// through MNIST's preprocessing. Fails if there is no ink.
Result<DigitImage> digitFromPicture(const GreyPicture& picture, const std::string& name);

} // namespace qlab::app
