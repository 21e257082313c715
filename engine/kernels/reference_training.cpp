// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/reference.h"

#include <algorithm>
#include <cmath>
#include <memory>

namespace qlab::kernels::reference {
namespace {

struct Gradient {
    double weights[kClasses][kPixels];
    double bias[kClasses];
};

/// Adds the gradient of one image's cross-entropy; the result is that image's share of the batch's.
BatchResult addImage(
    const std::uint8_t* pixels, int label, const SgdStep& step, const TrainingState& state, Gradient& gradient)
{
    double x[kPixels];
    for (int j = 0; j < kPixels; ++j)
        x[j] = (pixels[j] / 255.0 - step.mean) / step.std;
    double p[kClasses];
    for (int k = 0; k < kClasses; ++k) {
        p[k] = state.bias[k];
        for (int j = 0; j < kPixels; ++j)
            p[k] += state.weights[k][j] * x[j];
    }
    const double* best = std::max_element(p, p + kClasses);
    const bool correct = best - p == label;
    const double top = *best;
    double total = 0;
    for (double& value : p)
        total += value = std::exp(value - top);
    const double loss = std::log(total / p[label]);
    for (int k = 0; k < kClasses; ++k) {
        const double error = p[k] / total - (k == label ? 1.0 : 0.0);
        gradient.bias[k] += error;
        for (int j = 0; j < kPixels; ++j)
            gradient.weights[k][j] += error * x[j];
    }
    return {loss, correct ? std::size_t{1} : std::size_t{0}};
}

void update(float& value, float& velocity, double gradient, const SgdStep& step)
{
    double change = gradient + static_cast<double>(step.weightDecay) * value;
    if (step.momentum != 0) {
        change += static_cast<double>(step.momentum) * velocity;
        velocity = static_cast<float>(change);
    }
    value = static_cast<float>(value - step.learningRate * change);
}

/// Adds the sums of earlier parts, which lie in the state, or leaves those of this part there.
void carry(BatchProgress& progress, bool isFirst, bool isLast, TrainingState& state, Gradient& gradient)
{
    const auto carryOne = [&](float& kept, double& sum) {
        if (!isFirst)
            sum += kept;
        if (!isLast)
            kept = static_cast<float>(sum);
    };
    for (int k = 0; k < kClasses; ++k) {
        carryOne(progress.errorSums[k], gradient.bias[k]);
        for (int j = 0; j < kPixels; ++j)
            carryOne(state.gradient[k][j], gradient.weights[k][j]);
    }
}

} // namespace

bool trainPart(
    const TrainingBatch& batch, const SgdStep& step, std::size_t images, BatchProgress& progress, TrainingState& state)
{
    const std::size_t total = batch.indices.size();
    if (progress.done >= total)
        return true;
    const auto part =
        batch.indices.subspan(progress.done, std::min(std::max<std::size_t>(images, 1), total - progress.done));
    const auto gradient = std::make_unique<Gradient>();
    for (const std::uint32_t index : part) {
        const std::uint8_t* pixels = batch.pixels + std::size_t{index} * kPixels;
        const BatchResult image = addImage(pixels, batch.labels[index], step, state, *gradient);
        progress.result.loss += image.loss;
        progress.result.correct += image.correct;
    }
    const bool isFirst = progress.done == 0;
    progress.done += part.size();
    const bool isLast = progress.done == total;
    carry(progress, isFirst, isLast, state, *gradient);
    if (!isLast)
        return false;
    for (int k = 0; k < kClasses; ++k) {
        update(state.bias[k], state.biasVelocity[k], gradient->bias[k] / static_cast<double>(total), step);
        for (int j = 0; j < kPixels; ++j)
            update(
                state.weights[k][j], state.velocity[k][j], gradient->weights[k][j] / static_cast<double>(total), step);
    }
    return true;
}

BatchResult trainBatch(const TrainingBatch& batch, const SgdStep& step, TrainingState& state)
{
    BatchProgress progress;
    reference::trainPart(batch, step, batch.indices.size(), progress, state);
    return progress.result;
}

void stepLatent(const LatentRow& row, const LatentStep& step)
{
    for (std::size_t j = 0; j < row.count; ++j) {
        const float gradient = row.pixelSums[j] * step.perPixel + step.offset;
        const float place = row.latent[j] * step.perScale;
        const bool inside = place >= step.low && place <= step.high;
        row.scaleGradient[j] = gradient * (row.level[j] - (inside ? place * step.rounds : 0));
        const float pull = row.latent[j] > 0 ? step.l1 : -step.l1;
        row.velocity[j] = row.velocity[j] * step.momentum + (inside ? gradient : 0) + pull;
        row.latent[j] -= row.velocity[j] * step.rate;
    }
}

} // namespace qlab::kernels::reference
