// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/inference.h"

#include "engine/kernels/kernel_table.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace qlab::kernels {
namespace {

/// Bytes behind the last image that a kernel may read.
constexpr std::size_t kReadableAfter = 64;

} // namespace

void classifyF32(
    const float* images, std::size_t count, const FloatWeights& weights, float* logits, std::uint8_t* digits)
{
    activeKernels().classifyF32(images, count, weights, logits, digits);
}

void classifyU8F32(
    const std::uint8_t* images, std::size_t count, const FloatWeights& weights, float* logits, std::uint8_t* digits)
{
    activeKernels().classifyU8F32(images, count, weights, logits, digits);
}

void classifyU8I8(
    const std::uint8_t* images, std::size_t count, const Int8Weights& weights, float* logits, std::uint8_t* digits)
{
    activeKernels().classifyU8I8(images, count, weights, logits, digits);
}

void sumsU8I8(const std::uint8_t* images, std::size_t count, const Int8Weights& weights, std::int32_t* sums)
{
    activeKernels().sumsU8I8(images, count, weights, sums);
}

void narrowPixels(const std::uint8_t* pixels, std::size_t count, std::int32_t top, std::uint8_t* bytes)
{
    activeKernels().narrowPixels(pixels, count, top, bytes);
}

void classifyNarrowedU8I8(const std::uint8_t* images, std::size_t count, const Int8Weights& weights, std::int32_t top,
    float* logits, std::uint8_t* digits)
{
    if (top == 255)
        return classifyU8I8(images, count, weights, logits, digits);
    constexpr std::size_t kBlock = 16; // 12.5 KB: still in L1 when they are multiplied
    alignas(64) std::uint8_t bytes[kBlock * kPixels + kReadableAfter];
    for (std::size_t first = 0; first < count; first += kBlock) {
        const std::size_t size = std::min(kBlock, count - first);
        narrowPixels(images + first * kPixels, size * kPixels, top, bytes);
        std::memset(bytes + size * kPixels, 0, kReadableAfter);
        classifyU8I8(bytes, size, weights, logits == nullptr ? nullptr : logits + first * kClasses,
            digits == nullptr ? nullptr : digits + first);
    }
}

InputRange inputRange(const float* values, std::size_t count) { return activeKernels().inputRange(values, count); }

InputQuantization chooseInputQuantization(InputRange range, std::int32_t top)
{
    const float scale = (range.max - range.min) / static_cast<float>(top);
    // A range of 0, one too small to divide by, or one that is not a number at all.
    if (!(scale > 0) || !std::isfinite(scale) || !std::isfinite(1.0F / scale))
        return {1.0F, 0, top};
    const auto zeroPoint = static_cast<std::int32_t>(std::lrint(-range.min / scale));
    return {scale, std::clamp(zeroPoint, 0, top), top};
}

void quantizeInput(const float* values, std::size_t count, const InputQuantization& quantization, std::uint8_t* bytes)
{
    activeKernels().quantizeInput(values, count, quantization, bytes);
}

void classifyQuantizedInput(const std::uint8_t* bytes, std::size_t count, const Int8Weights& weights,
    const InputQuantization& input, float* logits, std::uint8_t* digits)
{
    activeKernels().classifyQuantizedInput(bytes, count, weights, input, logits, digits);
}

void classifyDynamicI8(const float* images, std::size_t count, const Int8Weights& weights, DynamicRange range,
    std::int32_t top, float* logits, std::uint8_t* digits)
{
    activeKernels().classifyDynamicI8(images, count, weights, range, top, logits, digits);
}

void classifyStaticI8(const float* images, std::size_t count, const Int8Weights& weights,
    const InputQuantization& input, float* logits, std::uint8_t* digits)
{
    activeKernels().classifyStaticI8(images, count, weights, input, logits, digits);
}

void normalizePixels(const std::uint8_t* pixels, std::size_t count, float mean, float std, float* values)
{
    // A pixel has 256 values: a table is exact and needs no division a pixel.
    float normalized[256];
    for (int p = 0; p < 256; ++p)
        normalized[p] = (static_cast<float>(p) / 255.0F - mean) / std;
    for (std::size_t j = 0; j < count; ++j)
        values[j] = normalized[pixels[j]];
}

} // namespace qlab::kernels
