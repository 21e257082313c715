// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"

#include <string>
#include <vector>

namespace qlab::kernels {

/// One way to run every kernel: a set of vector instructions that this build has code for.
struct Target {
    std::string name;  ///< as QLAB_TARGET takes it: SCALAR, SSSE3, SSE4, AVX2, AVX3, AVX3_VNNI, NEON ...
    std::string title; ///< as people know it: "AVX-512 VNNI"
};

/// What this build has and this CPU can run, best first.
std::vector<Target> availableTargets();

/// The one that kernels run on now. At first the best, or the one that QLAB_TARGET names.
Target activeTarget();

/// Makes every kernel run on the named target (letters in any case); "" or "BEST" = the best again. Process-wide:
/// call it while no kernel runs. An unknown name, or one this CPU cannot run, is an error that lists the choices.
Status forceTarget(const std::string& name);

/// Applies QLAB_TARGET if it is set. Called once at start by every program.
Status applyTargetFromEnvironment();

} // namespace qlab::kernels
