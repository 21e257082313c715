// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/random.h"
#include "engine/data/image_set.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

namespace qlab::test {

/// The smallest softmax regression that can judge a data set: x = (p / 255 - 0.1307) / 0.3081, W is 10 x 784 row-major.
struct TinySoftmax {
    std::vector<float> weights = std::vector<float>(kClasses * kPixels);
    std::array<float, kClasses> bias{};
};

using Inputs = std::array<float, kPixels>;

inline Inputs normalised(std::span<const std::uint8_t, kPixels> image)
{
    Inputs x;
    std::transform(image.begin(), image.end(), x.begin(),
        [](std::uint8_t pixel) { return (static_cast<float>(pixel) / 255.0f - 0.1307f) / 0.3081f; });
    return x;
}

inline std::array<float, kClasses> logits(const TinySoftmax& model, const Inputs& x)
{
    std::array<float, kClasses> sums = model.bias;
    for (std::size_t k = 0; k < kClasses; ++k) {
        const float* const row = model.weights.data() + k * kPixels;
        std::array<float, 8> lanes{}; // lets the compiler use its vector registers
        for (std::size_t j = 0; j < kPixels; j += 8)
            for (std::size_t lane = 0; lane < 8; ++lane)
                lanes[lane] += row[j + lane] * x[j + lane];
        sums[k] += std::accumulate(lanes.begin(), lanes.end(), 0.0f);
    }
    return sums;
}

inline int predicted(const TinySoftmax& model, std::span<const std::uint8_t, kPixels> image)
{
    const auto scores = logits(model, normalised(image));
    return static_cast<int>(std::max_element(scores.begin(), scores.end()) - scores.begin());
}

/// Percent of the images whose digit is found.
inline double accuracy(const TinySoftmax& model, const ImageSet& images)
{
    int right = 0;
    for (std::size_t i = 0; i < images.size(); ++i)
        right += predicted(model, images.image(i)) == images.labels()[i];
    return 100.0 * right / static_cast<double>(images.size());
}

/// The lab's default recipe: SGD, learning rate 0.01, batch 64, 10 epochs, weights from uniform +-1/28.
inline TinySoftmax trained(const ImageSet& images, std::uint64_t seed)
{
    constexpr std::size_t kBatch = 64;
    Random random(seed);
    TinySoftmax model;
    for (float& weight : model.weights)
        weight = static_cast<float>(random.uniform(-1.0 / 28.0, 1.0 / 28.0));
    std::vector<std::uint32_t> order(images.size());
    std::iota(order.begin(), order.end(), 0u);
    std::vector<float> gradient(model.weights.size());
    for (int epoch = 0; epoch < 10; ++epoch) {
        shuffle(order, random);
        for (std::size_t start = 0; start < order.size(); start += kBatch) {
            const std::size_t end = std::min(start + kBatch, order.size());
            const float rate = 0.01f / static_cast<float>(end - start);
            std::fill(gradient.begin(), gradient.end(), 0.0f);
            std::array<float, kClasses> biasGradient{};
            for (std::size_t i = start; i < end; ++i) {
                const Inputs x = normalised(images.image(order[i]));
                auto p = logits(model, x);
                const float largest = *std::max_element(p.begin(), p.end());
                for (float& value : p)
                    value = std::exp(value - largest);
                const float total = std::accumulate(p.begin(), p.end(), 0.0f);
                for (std::size_t k = 0; k < kClasses; ++k) {
                    const float slope = p[k] / total - (images.labels()[order[i]] == k ? 1.0f : 0.0f);
                    biasGradient[k] += slope;
                    for (std::size_t j = 0; j < kPixels; ++j)
                        gradient[k * kPixels + j] += slope * x[j];
                }
            }
            for (std::size_t j = 0; j < gradient.size(); ++j)
                model.weights[j] -= rate * gradient[j];
            for (std::size_t k = 0; k < kClasses; ++k)
                model.bias[k] -= rate * biasGradient[k];
        }
    }
    return model;
}

} // namespace qlab::test
