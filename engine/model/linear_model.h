// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/random.h"
#include "engine/core/shape.h"
#include "engine/features/input_steps.h"
#include "engine/model/normalization.h"

#include <Eigen/Core>

#include <memory>

namespace qlab {

/// Row k is the template of class k; column j = 28 * row + column of the image.
using WeightMatrix = Eigen::Matrix<float, kClasses, kPixels, Eigen::RowMajor>;
using BiasVector = Eigen::Matrix<float, kClasses, 1>;

/// Softmax (multinomial logistic) regression: logits = W x + b of the normalised pixels x.
/// 31 KB: keep it on the heap or behind a LinearModelPtr.
struct LinearModel {
    WeightMatrix weights = WeightMatrix::Zero();
    BiasVector bias = BiasVector::Zero();
    Normalization normalization;
    InputSteps steps; ///< what images go through before the model sees them; weights beyond steps.count() are 0
};
using LinearModelPtr = std::shared_ptr<const LinearModel>;

/// Initial weights as PyTorch's nn.Linear: 7,840 uniforms for W in row-major order, then 10 for b, each mapped to
/// [-1/28, 1/28) in double and rounded to float.
LinearModel initialModel(const Normalization& normalization, Random& random, const InputSteps& steps = {});

/// False once training has diverged: some weight is infinite or not a number. Such a model cannot be quantized.
bool isFinite(const LinearModel& model);

} // namespace qlab
