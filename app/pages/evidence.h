// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/digit_normalizer.h"
#include "engine/model/linear_model.h"

#include <array>

namespace qlab::app {

/// How much each pixel of an image speaks for one class against the ten classes' mean: for a linear model this is the
/// whole explanation, because the parts add up to the logit over the mean logit.
struct Evidence {
    std::array<double, kPixels> pixels{}; ///< (w_k - mean over classes of w) * x, x the normalised pixel, ink only
    double background = 0;                ///< what black paper contributes, and the bias
    double sum = 0;                       ///< of all: logit of the class over the mean logit
    double limit = 1;                     ///< largest |pixel|, for the colours
};
Evidence evidenceFor(const LinearModel& model, const DigitImage& image, int digit);

} // namespace qlab::app
