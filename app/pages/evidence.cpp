// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/evidence.h"

#include <algorithm>
#include <cmath>

namespace qlab::app {

Evidence evidenceFor(const LinearModel& model, const DigitImage& image, int digit)
{
    Evidence evidence;
    const auto scale = 1.0 / (255.0 * static_cast<double>(model.normalization.std));
    const double paper = -static_cast<double>(model.normalization.mean) / static_cast<double>(model.normalization.std);
    evidence.background = static_cast<double>(model.bias(digit)) - static_cast<double>(model.bias.mean());
    evidence.limit = 1e-9;
    for (int j = 0; j < kPixels; ++j) {
        const double weight =
            static_cast<double>(model.weights(digit, j)) - static_cast<double>(model.weights.col(j).mean());
        // x = ink * scale + paper: the ink's share is shown where it lies, the paper's is one number.
        const double ink = weight * scale * image[static_cast<std::size_t>(j)];
        evidence.pixels[static_cast<std::size_t>(j)] = ink;
        evidence.background += weight * paper;
        evidence.sum += ink;
        evidence.limit = std::max(evidence.limit, std::abs(ink));
    }
    evidence.sum += evidence.background;
    return evidence;
}

} // namespace qlab::app
