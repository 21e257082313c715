// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/training.h"

#include "engine/kernels/kernel_table.h"

namespace qlab::kernels {

BatchResult trainBatch(const TrainingBatch& batch, const SgdStep& step, TrainingState& state)
{
    return activeKernels().trainBatch(batch, step, state);
}

} // namespace qlab::kernels
