// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/linear_model.h"

namespace qlab {

LinearModel initialModel(const Normalization& normalization, Random& random, const InputSteps& steps)
{
    constexpr double kBound = 1.0 / kSide; // 1 / sqrt(inputs)
    const auto draw = [&random] { return static_cast<float>(random.uniform(-kBound, kBound)); };

    LinearModel model;
    model.normalization = normalization;
    model.steps = steps;
    for (int row = 0; row < kClasses; ++row)
        for (int column = 0; column < kPixels; ++column)
            model.weights(row, column) = draw();
    model.weights.rightCols(kPixels - steps.count()).setZero();
    for (int row = 0; row < kClasses; ++row)
        model.bias(row) = draw();
    return model;
}

bool isFinite(const LinearModel& model) { return model.weights.allFinite() && model.bias.allFinite(); }

} // namespace qlab
