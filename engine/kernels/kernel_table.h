// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/kernels/image_steps.h"
#include "engine/kernels/inference.h"
#include "engine/kernels/latent.h"
#include "engine/kernels/training.h"

/// Private to this folder: how a call finds the code of the active target.
namespace qlab::kernels {

/// Every dispatched kernel as one target has it. A call goes through one pointer, whole batches at a time.
struct KernelTable {
    decltype(&kernels::classifyF32) classifyF32;
    decltype(&kernels::classifyU8F32) classifyU8F32;
    decltype(&kernels::classifyU8I8) classifyU8I8;
    decltype(&kernels::sumsU8I8) sumsU8I8;
    decltype(&kernels::narrowPixels) narrowPixels;
    decltype(&kernels::inputRange) inputRange;
    decltype(&kernels::quantizeInput) quantizeInput;
    decltype(&kernels::classifyQuantizedInput) classifyQuantizedInput;
    decltype(&kernels::classifyDynamicI8) classifyDynamicI8;
    decltype(&kernels::classifyStaticI8) classifyStaticI8;
    decltype(&kernels::trainPart) trainPart;
    decltype(&kernels::stepLatent) stepLatent;
    decltype(&kernels::inkSums) inkSums;
    decltype(&kernels::framePlane) framePlane;
    decltype(&kernels::resample) resample;
    decltype(&kernels::planeValues) planeValues;
    decltype(&kernels::poolPlane) poolPlane;
    decltype(&kernels::poolGradients) poolGradients;
    decltype(&kernels::featureBytes) featureBytes;
    int bytesWithoutVnni; ///< in a vector, where VNNI would help; 0 where it is used or does not exist
};

/// The kernels of activeTarget().
const KernelTable& activeKernels();

} // namespace qlab::kernels
