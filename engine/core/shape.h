// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace qlab {

/// The one shape that the lab supports: 28 x 28 grey images in ten classes.
inline constexpr int kSide = 28;
inline constexpr int kPixels = kSide * kSide;
inline constexpr int kClasses = 10;

} // namespace qlab
