// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/kernels/kernel_table.h"

#include <string>
#include <vector>

/// Private to this folder: what the Highway translation unit hands out.
namespace qlab::kernels {

struct CompiledTarget {
    std::string name; ///< Highway's, or AVX3_VNNI
    const KernelTable* kernels = nullptr;
};

/// The targets of this build that this CPU can run, best first, ending with SCALAR.
std::vector<CompiledTarget> compiledTargets();

} // namespace qlab::kernels
