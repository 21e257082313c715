// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/aligned.h"
#include "engine/model/linear_model.h"
#include "engine/quant/codebook.h"
#include "engine/quant/quantized_model.h"
#include "engine/train/train_config.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace qlab {

/// Inside the quant room: the weights behind a training on a grid (quant_trainer.h), with the grid's scales.
class LatentWeights {
public:
    /// The scales start where the squared error of the weights is about least: mean |w| for signs, 1.4 mean |w| for
    /// three levels, 2 rms |w| / sqrt(top level) above, and half of that for odd levels. A codebook is chosen from
    /// the weights here, and keeps its levels. \p features: weights beyond
    /// this many of each row stay 0.
    /// \p widths: of each row, where the scheme has such.
    LatentWeights(const WeightMatrix& weights, const QuantScheme& scheme, int features,
        const std::optional<RowWidths>& widths = {});

    /// scale * Q(v / scale) to \p weights [10][784].
    void restore(std::span<float> weights);

    /// One step. \p pixelSums [10][784]: sum over the batch of error times pixel, \p errorSums [10]: sum of the errors,
    /// both divided by the batch, as the training kernel leaves them. \p l1: see QuantTrainer.
    void step(
        std::span<const float> pixelSums, const float* errorSums, const TrainConfig& config, float rate, float l1);

    void integers(std::span<std::int8_t> q, std::span<float> scale) const;

private:
    /// What a row is put on, whatever its scale: all rows alike but where they have widths of their own.
    struct Grid {
        bool isSign, isOdd;
        float low, high; ///< levels
    };

    void chooseScales();
    void chooseCodebooks(int bits);
    double startScale(const Grid& grid, double meanSize, double meanSquare) const;
    void putOnLevels(const float* latent, float perScale, std::size_t row, float* level) const;
    std::size_t groupOf(std::size_t row) const { return m_perChannel ? row : 0; }

    bool m_perChannel;
    std::vector<Grid> m_grids; ///< of each row
    float m_step = 1;          ///< between levels, about: 1, or many integers of a codebook's int8 grid
    int m_features;
    std::vector<NearestLevel> m_codebooks;                    ///< of each group; empty for other grids
    AlignedVector<float> m_latent, m_velocity, m_levels;      ///< [10][784]; levels as of the last restore()
    std::array<float, kClasses> m_scale{}, m_scaleVelocity{}; ///< of each group; the first only per tensor
};

} // namespace qlab
