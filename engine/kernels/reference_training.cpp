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

} // namespace

BatchResult trainBatch(const TrainingBatch& batch, const SgdStep& step, TrainingState& state)
{
    if (batch.indices.empty())
        return {};
    const auto gradient = std::make_unique<Gradient>();
    BatchResult result;
    for (const std::uint32_t index : batch.indices) {
        const std::uint8_t* pixels = batch.pixels + std::size_t{index} * kPixels;
        const BatchResult image = addImage(pixels, batch.labels[index], step, state, *gradient);
        result.loss += image.loss;
        result.correct += image.correct;
    }
    const auto size = static_cast<double>(batch.indices.size());
    for (int k = 0; k < kClasses; ++k) {
        update(state.bias[k], state.biasVelocity[k], gradient->bias[k] / size, step);
        for (int j = 0; j < kPixels; ++j)
            update(state.weights[k][j], state.velocity[k][j], gradient->weights[k][j] / size, step);
    }
    return result;
}

} // namespace qlab::kernels::reference
