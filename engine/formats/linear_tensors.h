// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"
#include "engine/formats/safetensors.h"
#include "engine/model/linear_model.h"

namespace qlab {

/// Weights and bias of a softmax regression out of a file of any maker. What they are is told by their shapes, not by
/// their names: one [10, 784] (or [784, 10], as Keras and JAX have it, which is turned) and at most one [10] (or
/// [1, 10], [10, 1]); no bias counts as zeros. "fc.weight", "module.0.weight" and "dense/kernel:0" will all do. F32,
/// F64, F16 and BF16 are read. An optimizer's state is passed over; a tensor of any other shape belongs to another
/// kind of model, and computing without it would give wrong answers: refused, in words. The normalization is
/// untouched.
Result<LinearModel> linearModelFrom(const TensorFile& file);

/// Refuses weights that are finite, but whose sums over 784 pixels would leave the range of float.
Status checkRange(const LinearModel& model);

} // namespace qlab
