// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/split.h"
#include "engine/quant/quantized_model.h"

#include <array>
#include <cstdint>

namespace qlab {

/// The normalised input of each pixel value, as the kernels make it.
std::array<float, 256> normalizedPixels(const Normalization& normalization);

/// The range of a static input, as static post-training quantization of PyTorch, TensorFlow Lite and ONNX Runtime finds
/// it with a min-max observer: the least and the greatest normalised feature of the first \p calibrationImages training
/// images of \p data, widened to hold 0. What other images have beyond it saturates. Precondition: there are training
/// images, and \p calibrationImages is 1 or more; the data have gone through the steps of the model.
kernels::InputRange calibratedRange(const Dataset& data, const Normalization& normalization, int calibrationImages);
/// The range that all pixel values span: what is taken where no images are at hand.
kernels::InputRange widestRange(const Normalization& normalization);

/// QuantizedModel::input of a scheme: for a static one by the range of \p data, or that of all pixel values if there
/// are none (null).
kernels::InputQuantization chosenInput(
    const QuantScheme& scheme, const Normalization& normalization, const Dataset* data);

} // namespace qlab
