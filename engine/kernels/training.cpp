// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/training.h"

#include "engine/kernels/kernel_table.h"

namespace qlab::kernels {

bool trainPart(
    const TrainingBatch& batch, const SgdStep& step, std::size_t images, BatchProgress& progress, TrainingState& state)
{
    return activeKernels().trainPart(batch, step, images, progress, state);
}

BatchResult trainBatch(const TrainingBatch& batch, const SgdStep& step, TrainingState& state)
{
    BatchProgress progress;
    trainPart(batch, step, batch.indices.size(), progress, state);
    return progress.result;
}

} // namespace qlab::kernels
