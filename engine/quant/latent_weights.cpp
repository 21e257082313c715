// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/quant/latent_weights.h"

#include "engine/kernels/latent.h"
#include "engine/quant/rounding.h"

#include <algorithm>
#include <cmath>

namespace qlab {
namespace {

constexpr std::size_t kCount = std::size_t{kClasses} * kPixels;
constexpr float kSignReach = 3;    ///< scales from 0 within which a sign's weight gets a gradient
constexpr float kScaleRate = 0.3F; ///< of the weights' learning rate
constexpr float kLeastScale = 1e-6F;
constexpr std::size_t kLanes = 16; ///< that add up side by side: the order of the sum is written down

} // namespace

LatentWeights::LatentWeights(
    const WeightMatrix& weights, const QuantScheme& scheme, int features, const std::optional<RowWidths>& widths)
    : m_perChannel(scheme.granularity == QuantScheme::Granularity::PerChannel)
    , m_features(features)
    , m_latent(weights.data(), weights.data() + kCount)
    , m_velocity(kCount, 0.0F)
    , m_levels(kCount, 0.0F)
{
    for (std::size_t k = 0; k < kClasses; ++k) {
        const QuantScheme row = rowScheme(scheme, widths ? (*widths)[k] : scheme.bits);
        m_grids.push_back({row.isSign(), row.isOdd(), static_cast<float>(row.qmin()), static_cast<float>(row.qmax())});
    }
    for (int k = 0; k < kClasses; ++k)
        std::fill(m_latent.begin() + k * kPixels + features, m_latent.begin() + (k + 1) * kPixels, 0.0F);
    if (scheme.isCodebook())
        chooseCodebooks(scheme.bits);
    else
        chooseScales();
}

void LatentWeights::chooseCodebooks(int bits)
{
    const std::size_t groups = m_perChannel ? kClasses : 1, size = kCount / groups;
    m_step = (m_grids.front().high - m_grids.front().low) / static_cast<float>((1 << bits) - 1);
    for (std::size_t group = 0; group < groups; ++group) {
        const Codebook codebook =
            chooseCodebook(std::span<const float>(m_latent).subspan(group * size, size), bits, m_features);
        m_scale[group] = std::max(codebook.scale, kLeastScale);
        m_codebooks.emplace_back(codebook.levels);
    }
}

void LatentWeights::chooseScales()
{
    const int groups = m_perChannel ? kClasses : 1;
    const int rows = kClasses / groups;
    for (int group = 0; group < groups; ++group) {
        double sum = 0, squares = 0;
        for (int k = group * rows; k < (group + 1) * rows; ++k)
            for (int j = 0; j < m_features; ++j) {
                const double w = m_latent[static_cast<std::size_t>(k * kPixels + j)];
                sum += std::abs(w);
                squares += w * w;
            }
        const double count = static_cast<double>(rows) * m_features;
        const double scale = startScale(m_grids[static_cast<std::size_t>(group * rows)], sum / count, squares / count);
        m_scale[static_cast<std::size_t>(group)] = std::max(static_cast<float>(scale), kLeastScale);
    }
}

double LatentWeights::startScale(const Grid& grid, double meanSize, double meanSquare) const
{
    if (grid.isSign)
        return meanSize;
    if (grid.high == 1 && !grid.isOdd)
        return 1.4 * meanSize;
    return (grid.isOdd ? 1 : 2) * std::sqrt(meanSquare / static_cast<double>(grid.high));
}

void LatentWeights::putOnLevels(const float* latent, float perScale, std::size_t row, float* level) const
{
    const Grid& grid = m_grids[row];
    if (grid.isSign) {
        for (int j = 0; j < m_features; ++j)
            level[j] = latent[j] >= 0 ? 1.0F : -1.0F;
    } else if (grid.isOdd) {
        const float half = (grid.high - 1) / 2;
        for (int j = 0; j < m_features; ++j)
            level[j] = 2
                    * rounding::roundSaturated<rounding::Mode::NearestEven>(
                        (latent[j] * perScale - 1) / 2, -half - 1, half)
                + 1;
    } else if (!m_codebooks.empty()) {
        for (int j = 0; j < m_features; ++j)
            level[j] = m_codebooks[groupOf(row)](latent[j] * perScale);
    } else {
        for (int j = 0; j < m_features; ++j)
            level[j] = rounding::roundSaturated<rounding::Mode::NearestEven>(latent[j] * perScale, grid.low, grid.high);
    }
}

void LatentWeights::restore(std::span<float> weights)
{
    for (std::size_t k = 0; k < kClasses; ++k) {
        const float scale = m_scale[groupOf(k)];
        const auto row = k * kPixels;
        float* const level = m_levels.data() + row;
        putOnLevels(m_latent.data() + row, 1 / scale, k, level);
        float* const to = weights.data() + row;
        for (int j = 0; j < m_features; ++j)
            to[j] = scale * level[j];
    }
}

void LatentWeights::step(
    std::span<const float> pixelSums, const float* errorSums, const TrainConfig& config, float rate, float l1)
{
    kernels::LatentStep each;
    each.perPixel = 1 / (255 * config.normalization.std);
    each.momentum = config.momentum;
    each.rate = rate;
    each.l1 = l1;
    const float shift = -config.normalization.mean / config.normalization.std;
    std::array<double, kClasses> scaleGradient{};
    for (std::size_t k = 0; k < kClasses; ++k) {
        const Grid& grid = m_grids[k];
        each.perScale = 1 / m_scale[groupOf(k)];
        each.low = grid.isSign ? -kSignReach : grid.low;
        each.high = grid.isSign ? kSignReach : grid.high;
        each.rounds = grid.isSign ? 0.0F : 1.0F;
        if (!m_codebooks.empty()) {
            each.low = m_codebooks[groupOf(k)].lowest();
            each.high = m_codebooks[groupOf(k)].highest();
        }
        each.offset = shift * errorSums[k];
        const auto row = k * kPixels;
        std::array<float, kPixels> ofScale{};
        kernels::stepLatent({m_latent.data() + row, m_velocity.data() + row, m_levels.data() + row,
                                pixelSums.data() + row, ofScale.data(), static_cast<std::size_t>(m_features)},
            each);
        std::array<float, kLanes> lanes{};
        for (std::size_t j = 0; j < kPixels; j += kLanes)
            for (std::size_t lane = 0; lane < kLanes; ++lane)
                lanes[lane] += ofScale[j + lane];
        for (const float lane : lanes)
            scaleGradient[groupOf(k)] += lane;
    }
    const int groups = m_perChannel ? kClasses : 1;
    const double weights = static_cast<double>(m_features) * kClasses / groups;
    for (std::size_t group = 0; group < static_cast<std::size_t>(groups); ++group) {
        // The scale of a codebook is learned as its mean step, so that wide steps do not make it jump: of m_step times
        // the scale the gradient is one m_step-th, and of its change one m_step-th falls to the scale.
        const float top = m_grids[group].high / m_step;
        const double part = 1 / std::sqrt(weights * std::max(1.0F, top)) / (m_step * m_step);
        m_scaleVelocity[group] =
            config.momentum * m_scaleVelocity[group] + static_cast<float>(scaleGradient[group] * part);
        m_scale[group] = std::max(m_scale[group] - kScaleRate * rate * m_scaleVelocity[group], kLeastScale);
    }
}

void LatentWeights::integers(std::span<std::int8_t> q, std::span<float> scale) const
{
    LatentWeights copy = *this;
    std::array<float, kCount> unused{};
    copy.restore(unused);
    std::ranges::transform(copy.m_levels, q.begin(), [](float level) { return static_cast<std::int8_t>(level); });
    for (std::size_t k = 0; k < kClasses; ++k)
        scale[k] = m_scale[groupOf(k)];
}

} // namespace qlab
