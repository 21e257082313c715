// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"
#include "engine/formats/safetensors.h"

#include <vector>

namespace qlab {

/// "F32 [10, 784]": type and shape as messages name them.
std::string describeTensor(const Tensor& tensor);

/// The elements of an F64, F32, F16 or BF16 tensor, row-major, F64 rounded to float. All are finite; the error names
/// the tensor.
Result<std::vector<float>> floatValues(const Tensor& tensor);

} // namespace qlab
