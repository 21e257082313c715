// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/kernels/image_steps.h"
#include "engine/kernels/inference.h"
#include "engine/kernels/latent.h"
#include "engine/kernels/training.h"

/// Obvious scalar loops with the same contracts as inference.h, training.h and image_steps.h: the truth that every
/// target is tested against, and the SCALAR target itself. Float sums are taken in double.
namespace qlab::kernels::reference {

void classifyF32(
    const float* images, std::size_t count, const FloatWeights& weights, float* logits, std::uint8_t* digits);
void classifyU8F32(
    const std::uint8_t* images, std::size_t count, const FloatWeights& weights, float* logits, std::uint8_t* digits);
void classifyU8I8(
    const std::uint8_t* images, std::size_t count, const Int8Weights& weights, float* logits, std::uint8_t* digits);
void sumsU8I8(const std::uint8_t* images, std::size_t count, const Int8Weights& weights, std::int32_t* sums);
void narrowPixels(const std::uint8_t* pixels, std::size_t count, std::int32_t top, std::uint8_t* bytes);
InputRange inputRange(const float* values, std::size_t count);
void quantizeInput(const float* values, std::size_t count, const InputQuantization& quantization, std::uint8_t* bytes);
void classifyQuantizedInput(const std::uint8_t* bytes, std::size_t count, const Int8Weights& weights,
    const InputQuantization& input, float* logits, std::uint8_t* digits);
void classifyDynamicI8(const float* images, std::size_t count, const Int8Weights& weights, DynamicRange range,
    std::int32_t top, float* logits, std::uint8_t* digits);
void classifyStaticI8(const float* images, std::size_t count, const Int8Weights& weights,
    const InputQuantization& input, float* logits, std::uint8_t* digits);
BatchResult trainBatch(const TrainingBatch& batch, const SgdStep& step, TrainingState& state);
/// Parts are summed in double, and their sums in float.
bool trainPart(
    const TrainingBatch& batch, const SgdStep& step, std::size_t images, BatchProgress& progress, TrainingState& state);
void stepLatent(const LatentRow& row, const LatentStep& step);
// Floats in the order that image_steps.h promises, not in double: bits are compared.
InkSums inkSums(const std::uint8_t* image);
void framePlane(const std::uint8_t* image, FramedPlane& plane);
void resample(const FramedPlane& from, const Sampling& sampling, FramedPlane& to);
void planeValues(const FramedPlane& plane, FeatureValues& values);
void poolPlane(const FramedPlane& plane, const PoolPlan& plan, FeatureValues& cells);
void poolGradients(const FramedPlane& plane, const GradientPlan& plan, FeatureValues& cells);
void featureBytes(const FeatureValues& values, float factor, std::uint8_t* bytes);

} // namespace qlab::kernels::reference
