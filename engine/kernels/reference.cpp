// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/reference.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace qlab::kernels::reference {
namespace {

std::uint8_t highest(const float* logits)
{
    return static_cast<std::uint8_t>(std::max_element(logits, logits + kClasses) - logits);
}

void store(std::size_t image, const float (&values)[kClasses], float* logits, std::uint8_t* digits)
{
    if (logits != nullptr)
        std::copy(std::begin(values), std::end(values), logits + image * kClasses);
    if (digits != nullptr)
        digits[image] = highest(values);
}

/// Sums in double: the result is the exact logit rounded once, for all that float can tell.
template <typename T>
void classifyFloat(const T* images, std::size_t count, const FloatWeights& weights, float* logits, std::uint8_t* digits)
{
    for (std::size_t i = 0; i < count; ++i) {
        float values[kClasses];
        for (int k = 0; k < kClasses; ++k) {
            double sum = weights.bias[k];
            for (int j = 0; j < kPixels; ++j)
                sum += static_cast<double>(weights.rows[k][j]) * images[i * kPixels + j];
            values[k] = static_cast<float>(sum);
        }
        store(i, values, logits, digits);
    }
}

std::int32_t dot(const std::uint8_t* image, const std::int8_t* row)
{
    std::int32_t sum = 0;
    for (int j = 0; j < kPixels; ++j)
        sum += image[j] * row[j];
    return sum;
}

std::int32_t pixelSum(const std::uint8_t* image)
{
    std::int32_t sum = 0;
    for (int j = 0; j < kPixels; ++j)
        sum += image[j];
    return sum;
}

} // namespace

void classifyF32(
    const float* images, std::size_t count, const FloatWeights& weights, float* logits, std::uint8_t* digits)
{
    classifyFloat(images, count, weights, logits, digits);
}

void classifyU8F32(
    const std::uint8_t* images, std::size_t count, const FloatWeights& weights, float* logits, std::uint8_t* digits)
{
    classifyFloat(images, count, weights, logits, digits);
}

void classifyU8I8(
    const std::uint8_t* images, std::size_t count, const Int8Weights& weights, float* logits, std::uint8_t* digits)
{
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint8_t* image = images + i * kPixels;
        const std::int32_t ink = pixelSum(image);
        float values[kClasses];
        for (int k = 0; k < kClasses; ++k) {
            const std::int32_t sum = dot(image, weights.rows[k]) - weights.zeroPoint[k] * ink;
            values[k] = weights.pixelScale[k] * static_cast<float>(sum) + weights.pixelBias[k];
        }
        store(i, values, logits, digits);
    }
}

void sumsU8I8(const std::uint8_t* images, std::size_t count, const Int8Weights& weights, std::int32_t* sums)
{
    for (std::size_t i = 0; i < count; ++i)
        for (int k = 0; k < kClasses; ++k)
            sums[i * kClasses + k] = dot(images + i * kPixels, weights.rows[k]);
}

void narrowPixels(const std::uint8_t* pixels, std::size_t count, std::int32_t top, std::uint8_t* bytes)
{
    for (std::size_t j = 0; j < count; ++j) // 255 is odd: no product is half way between two of its multiples
        bytes[j] = static_cast<std::uint8_t>((pixels[j] * top + 127) / 255);
}

InputRange inputRange(const float* values, std::size_t count)
{
    InputRange range;
    for (std::size_t j = 0; j < count; ++j) {
        range.min = std::min(range.min, values[j]);
        range.max = std::max(range.max, values[j]);
    }
    return range;
}

void quantizeInput(const float* values, std::size_t count, const InputQuantization& quantization, std::uint8_t* bytes)
{
    const float inverse = 1.0F / quantization.scale;
    const auto low = static_cast<float>(-quantization.zeroPoint);
    const auto high = static_cast<float>(quantization.top - quantization.zeroPoint);
    for (std::size_t j = 0; j < count; ++j) {
        // Clamped before the conversion, where the result is the same and no value is too big for an integer.
        const float clamped = std::min(std::max(low, values[j] * inverse), high);
        bytes[j] = static_cast<std::uint8_t>(std::lrint(clamped) + quantization.zeroPoint);
    }
}

void classifyQuantizedInput(const std::uint8_t* bytes, std::size_t count, const Int8Weights& weights,
    const InputQuantization& input, float* logits, std::uint8_t* digits)
{
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint8_t* image = bytes + i * kPixels;
        const std::int32_t byteSum = pixelSum(image);
        float values[kClasses];
        for (int k = 0; k < kClasses; ++k) {
            const std::int32_t sum =
                dot(image, weights.rows[k]) - weights.zeroPoint[k] * byteSum - input.zeroPoint * weights.rowSum[k];
            values[k] = weights.scale[k] * input.scale * static_cast<float>(sum) + weights.bias[k];
        }
        store(i, values, logits, digits);
    }
}

void classifyStaticI8(const float* images, std::size_t count, const Int8Weights& weights,
    const InputQuantization& input, float* logits, std::uint8_t* digits)
{
    for (std::size_t i = 0; i < count; ++i) {
        std::uint8_t bytes[kPixels];
        reference::quantizeInput(images + i * kPixels, kPixels, input, bytes);
        reference::classifyQuantizedInput(bytes, 1, weights, input, logits == nullptr ? nullptr : logits + i * kClasses,
            digits == nullptr ? nullptr : digits + i);
    }
}

void classifyDynamicI8(const float* images, std::size_t count, const Int8Weights& weights, DynamicRange range,
    std::int32_t top, float* logits, std::uint8_t* digits)
{
    const auto choose = [top](const float* floats, std::size_t size) {
        return chooseInputQuantization(reference::inputRange(floats, size), top);
    };
    if (range == DynamicRange::PerTensor)
        return reference::classifyStaticI8(images, count, weights, choose(images, count * kPixels), logits, digits);
    for (std::size_t i = 0; i < count; ++i)
        reference::classifyStaticI8(images + i * kPixels, 1, weights, choose(images + i * kPixels, kPixels),
            logits == nullptr ? nullptr : logits + i * kClasses, digits == nullptr ? nullptr : digits + i);
}

} // namespace qlab::kernels::reference
