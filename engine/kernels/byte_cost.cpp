// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/byte_cost.h"

#include "engine/kernels/kernel_table.h"
#include "engine/kernels/targets.h"

namespace qlab::kernels {
namespace {

int stepsOf(int pixelsAtATime) { return (kPixels + pixelsAtATime - 1) / pixelsAtATime; }

} // namespace

ByteCost countByteInstructions(const Int8Weights& weights, int vectorBytes)
{
    const int outputs = kClasses + (weights.hasZeroPoint ? 1 : 0); // the pixels are summed as an eleventh class
    ByteCost cost;
    cost.withVnni = outputs * stepsOf(vectorBytes);
    const int groups = weights.hasZeroPoint ? 0 : weights.pairPlan(vectorBytes).groups;
    cost.collected = groups > 0;
    if (cost.collected) // a multiplication and an addition a step; each group is widened, and all but one added up
        cost.instructions = kClasses * (2 * stepsOf(vectorBytes) + groups + groups - 1);
    else
        cost.instructions = (1 + 2 * outputs) * stepsOf(vectorBytes / 2);
    return cost;
}

std::optional<ByteCost> costWithoutVnni(const Int8Weights& weights)
{
    const int vectorBytes = activeKernels().bytesWithoutVnni;
    if (vectorBytes == 0)
        return std::nullopt;
    ByteCost cost = countByteInstructions(weights, vectorBytes);
    cost.target = activeTarget().title;
    return cost;
}

} // namespace qlab::kernels
