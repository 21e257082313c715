// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/kernels/weights.h"

#include <cstddef>
#include <cstdint>

/// Inference of the linear classifier on a block of images, on the calling thread, on the active target (targets.h).
/// Shapes: \c count images of 784 values, row-major, contiguous; logits [count][10]; digits [count], the lowest class
/// wins a tie. Either output may be null. Any count from 0 on. Kernels with integer weights give the same bits on every
/// target; float logits differ between targets by the order of summation, at most 4 eps * sum |w x|. Nothing is
/// allocated. Inputs are finite numbers; whatever they are, digits are 0 ... 9.
/// Raw pixel blocks must be readable for 64 bytes after the last image (ImageSet is).
namespace qlab::kernels {

/// Normalised floats in (the report's way).
void classifyF32(
    const float* images, std::size_t count, const FloatWeights& weights, float* logits, std::uint8_t* digits);

/// Raw pixels in, float weights with the normalization folded in (packFloatForPixels).
void classifyU8F32(
    const std::uint8_t* images, std::size_t count, const FloatWeights& weights, float* logits, std::uint8_t* digits);

/// Raw pixels in, integer weights, integer sums: the fast quantized path.
void classifyU8I8(
    const std::uint8_t* images, std::size_t count, const Int8Weights& weights, float* logits, std::uint8_t* digits);

/// The exact integer sums of that path: sums[i][k] = sum_j q[k][j] * u[i][j]. [count][10].
void sumsU8I8(const std::uint8_t* images, std::size_t count, const Int8Weights& weights, std::int32_t* sums);

/// Pixels of fewer levels: bytes[j] = rne(pixels[j] * top / 255), which is never a tie. \p top: 1 ... 255.
void narrowPixels(const std::uint8_t* pixels, std::size_t count, std::int32_t top, std::uint8_t* bytes);

/// Raw pixels in, narrowed on the way, integer weights (packed for pixels of that \p top). As classifyU8I8() for 255.
void classifyNarrowedU8I8(const std::uint8_t* images, std::size_t count, const Int8Weights& weights, std::int32_t top,
    float* logits, std::uint8_t* digits);

/// Range of a block of floats, widened to hold 0.
struct InputRange {
    float min = 0;
    float max = 0;
};
InputRange inputRange(const float* values, std::size_t count);

/// Affine quantization of the input: q = clamp(rne(x * (1 / scale)) + zeroPoint, 0, top), x' = scale * (q - zeroPoint).
struct InputQuantization {
    float scale = 1;
    std::int32_t zeroPoint = 0; ///< 0 ... top
    std::int32_t top = 255;     ///< 255, or 127 for the reduced range of PyTorch's x86 backends; 1 ... 255

    bool operator==(const InputQuantization&) const = default;
};
/// As PyTorch's and ONNX Runtime's dynamic quantization: scale = (max - min) / top, zeroPoint = rne(-min / scale);
/// a range of 0 gives scale 1.
InputQuantization chooseInputQuantization(InputRange range, std::int32_t top);

/// \p count floats to bytes, whatever they are: beyond the ends of the grid they saturate, and what is not a number
/// becomes 0.
void quantizeInput(const float* values, std::size_t count, const InputQuantization& quantization, std::uint8_t* bytes);

/// Bytes from quantizeInput (readable for 64 bytes after the last image) times integer weights, rescaled:
/// logit[k] = scale[k] * input.scale * (sum_j q qa - zeroPoint[k] sum_j qa - input.zeroPoint * rowSum[k]) + bias[k].
void classifyQuantizedInput(const std::uint8_t* bytes, std::size_t count, const Int8Weights& weights,
    const InputQuantization& input, float* logits, std::uint8_t* digits);

/// Where the range of a dynamically quantized input comes from.
enum class DynamicRange {
    PerTensor, ///< the whole block, as PyTorch and ONNX Runtime; a second pass only if the first images span less
    PerRow,    ///< each image its own: one pass
};
/// Normalised floats in, quantized on the way, integer weights: PyTorch's and ONNX Runtime's dynamic int8.
void classifyDynamicI8(const float* images, std::size_t count, const Int8Weights& weights, DynamicRange range,
    std::int32_t top, float* logits, std::uint8_t* digits);

/// The same with an input quantization that is known beforehand: what is left of the work when nobody has to look for
/// the range. Values become what quantizeInput() makes of them.
void classifyStaticI8(const float* images, std::size_t count, const Int8Weights& weights,
    const InputQuantization& input, float* logits, std::uint8_t* digits);

/// What dynamic quantization starts from: pixels to normalised floats, x = (p / 255 - mean) / std. \p count pixels.
void normalizePixels(const std::uint8_t* pixels, std::size_t count, float mean, float std, float* values);

} // namespace qlab::kernels
