// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/image_set.h"
#include "engine/features/input_steps.h"

#include <span>
#include <vector>

/// Input steps by their definition, written out once more in double, pixel by pixel and cell by cell.
namespace qlab::test {

/// The steps.count() features before they are made bytes: pixels and pooled ones 0 ... 255, gradients 0 and more.
std::vector<double> slowFeatures(std::span<const std::uint8_t, kPixels> image, const InputSteps& steps);

/// Each alignment with pixels, cells and gradients of several sizes.
std::vector<InputSteps> kindsOfSteps();

/// Forty digits, then noise, single pixels, a row, a column, all white, a diagonal, all black: where moments are small
/// or a slant has no meaning.
ImageSet peculiarImages();

} // namespace qlab::test
