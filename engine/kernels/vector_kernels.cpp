// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/vector_kernels.h"

#include "engine/kernels/reference.h"

// Beyond AVX3 (bits 0 ... 7) nothing is gained that the VNNI kernels do not have, and Highway 1.0.3 detects AVX3_DL
// wrongly. The kernels keep arrays of vectors, which the scalable targets do not allow; their CPUs run NEON as well.
#define HWY_DISABLED_TARGETS (0xFF | HWY_SVE2_128 | HWY_SVE_256 | HWY_SVE2 | HWY_SVE | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernels/vector_kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>
#if HWY_TARGET != HWY_SCALAR
#include "engine/kernels/cells-inl.h"
#include "engine/kernels/dynamic-inl.h"
#include "engine/kernels/gradients-inl.h"
#include "engine/kernels/latent-inl.h"
#include "engine/kernels/training-inl.h"
#endif

HWY_BEFORE_NAMESPACE();
namespace qlab::kernels::HWY_NAMESPACE {

#if HWY_TARGET != HWY_SCALAR

template <template <bool> class IntegerDot>
constexpr KernelTable kKernels{
    .classifyF32 = classifyF32,
    .classifyU8F32 = classifyU8F32,
    .classifyU8I8 = IntegerKernels<IntegerDot>::classifyU8I8,
    .sumsU8I8 = IntegerKernels<IntegerDot>::sumsU8I8,
    .narrowPixels = narrowBlock,
    .inputRange = rangeOf<true>,
    .quantizeInput = quantizeBlock<true>,
    .classifyQuantizedInput = IntegerKernels<IntegerDot>::classifyQuantizedInput,
    .classifyDynamicI8 = classifyDynamic<IntegerDot>,
    .classifyStaticI8 = classifyStatic<IntegerDot>,
    .trainPart = trainSomeOfBatch,
    .stepLatent = stepLatent,
    .inkSums = inkSums,
    .framePlane = framePlane,
    .resample = resample,
    .planeValues = planeValues,
    .poolPlane = poolPlane,
    .poolGradients = poolGradients,
    .featureBytes = featureBytes,
    .bytesWithoutVnni = IntegerDot<false>::kMayPair ? static_cast<int>(hn::MaxLanes(U8())) : 0,
};

const KernelTable* targetKernels() { return &kKernels<WideDot>; }

#ifdef QLAB_HAVE_VNNI
const KernelTable* vnniKernels() { return __builtin_cpu_supports("avx512vnni") ? &kKernels<VnniDot> : nullptr; }
#else
const KernelTable* vnniKernels() { return nullptr; }
#endif

#else // one lane: no vectors to speak of

const KernelTable* targetKernels() { return nullptr; }
const KernelTable* vnniKernels() { return nullptr; }

#endif

} // namespace qlab::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace qlab::kernels {
namespace {

HWY_EXPORT(targetKernels);
HWY_EXPORT(vnniKernels);

constexpr KernelTable kScalarKernels{
    .classifyF32 = reference::classifyF32,
    .classifyU8F32 = reference::classifyU8F32,
    .classifyU8I8 = reference::classifyU8I8,
    .sumsU8I8 = reference::sumsU8I8,
    .narrowPixels = reference::narrowPixels,
    .inputRange = reference::inputRange,
    .quantizeInput = reference::quantizeInput,
    .classifyQuantizedInput = reference::classifyQuantizedInput,
    .classifyDynamicI8 = reference::classifyDynamicI8,
    .classifyStaticI8 = reference::classifyStaticI8,
    .trainPart = reference::trainPart,
    .stepLatent = reference::stepLatent,
    .inkSums = reference::inkSums,
    .framePlane = reference::framePlane,
    .resample = reference::resample,
    .planeValues = reference::planeValues,
    .poolPlane = reference::poolPlane,
    .poolGradients = reference::poolGradients,
    .featureBytes = reference::featureBytes,
    .bytesWithoutVnni = 0,
};

} // namespace

std::vector<CompiledTarget> compiledTargets()
{
    std::vector<CompiledTarget> found;
    for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) { // lower bits are better targets
        hwy::GetChosenTarget().Update(target);
        const std::string name = hwy::TargetName(target);
        if (const KernelTable* vnni = HWY_DYNAMIC_DISPATCH(vnniKernels)())
            found.push_back({name + "_VNNI", vnni});
        if (const KernelTable* table = HWY_DYNAMIC_DISPATCH(targetKernels)())
            found.push_back({name, table});
    }
    hwy::GetChosenTarget().DeInit();
    found.push_back({"SCALAR", &kScalarKernels});
    return found;
}

} // namespace qlab::kernels
#endif
