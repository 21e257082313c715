// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/features/input_steps.h"
#include "engine/kernels/image_steps.h"

namespace qlab {

/// Where the pixels of the aligned image are taken from, by the moments of the ink. With m, (cy, cx) its mass and
/// centre and v.. = sum u times products of distances from it: shear = vxy / vy for Deskew; for Moments ky = sy / 5.2
/// within 0.7 ... 1.4 with sy the ink's deviation in y, kx = sx / 4.2 within 0.5 ... 1.6 with sx the one in x that the
/// shear leaves, and the shear times ky. The identity for an image without ink, and for Align::None.
kernels::Sampling samplingOf(const kernels::InkSums& ink, InputSteps::Align align);

} // namespace qlab
