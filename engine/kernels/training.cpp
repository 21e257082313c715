// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/training.h"

#include "engine/kernels/kernel_table.h"

#include <cstring>

namespace qlab::kernels {

namespace {

std::uint64_t inkOfSegments(const std::uint8_t* pixels, std::size_t segments)
{
    std::uint64_t bits = 0;
    for (std::size_t segment = 0; segment < segments; ++segment) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, pixels + 8 * segment, 8);
        bits |= std::uint64_t{eight != 0} << segment;
    }
    return bits;
}

} // namespace

InkMask inkOf(const std::uint8_t* image)
{
    return {{inkOfSegments(image, 64), inkOfSegments(image + 8 * 64, kPixels / 8 - 64)}};
}

bool trainPart(
    const TrainingBatch& batch, const SgdStep& step, std::size_t images, BatchProgress& progress, TrainingState& state)
{
    return activeKernels().trainPart(batch, step, images, progress, state);
}

void stepLatent(const LatentRow& row, const LatentStep& step) { activeKernels().stepLatent(row, step); }

BatchResult trainBatch(const TrainingBatch& batch, const SgdStep& step, TrainingState& state)
{
    BatchProgress progress;
    trainPart(batch, step, batch.indices.size(), progress, state);
    return progress.result;
}

} // namespace qlab::kernels
