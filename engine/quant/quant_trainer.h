// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/split.h"
#include "engine/quant/quantized_model.h"
#include "engine/train/train_config.h"
#include "engine/train/trainer.h"

#include <chrono>
#include <memory>
#include <stop_token>
#include <vector>

namespace qlab {

/// What a training on a grid is besides its scheme and its TrainConfig.
struct GridTraining {
    double l1 = 0;      ///< penalty on the weights (QuantTrainer), 0 ... 0.01
    bool fresh = false; ///< from fresh weights rather than from the original's

    bool operator==(const GridTraining&) const = default;
};

/// Settings of a quantization-aware training that were found good at every width: 12 epochs, batch 128, momentum 0.9,
/// a rate of 0.01 that falls linearly after a short warm-up.
TrainConfig quantTrainConfig(const Normalization& normalization);

/// What can be trained on: symmetric grids of 1 to 8 bits, saturating. Pixels of 8 bits go in, whatever the scheme does
/// with its input. Names the field.
/// \p l1: 0 ... 0.01, and above 0 only for grids that surely have a zero.
Status validateForTraining(const QuantScheme& scheme, double l1 = 0);

/// Quantization-aware training, a slice at a time, on the caller's thread: every step of SGD is taken with the weights
/// on their grid, and its gradient goes to the latent weights behind them as if rounding were not there
/// (straight-through estimator: Bengio, Leonard and Courville, arXiv 1308.3432); latent weights beyond the grid get
/// none. The scale of each row or tensor is trained along (LSQ: Esser and others, arXiv 1902.08153): ds = sum g (Q(v/s)
/// - v/s) inside the grid, sum g Q outside, over sqrt(N top) with N weights and the top level. Signs: ds = sum g
/// sign(v), weights within 3 s get a gradient. A codebook keeps the levels that it has for the weights at the start;
/// its scale is trained as the mean step between levels, whose top is 127 over it. Rows under a budget keep the widths
/// that quantize() gives the start; fresh ones have evenWidths(). The bias is trained as floats; model() rounds it.
/// Same data, settings and build: the same integers.
class QuantTrainer {
public:
    /// \p start: the model to begin with; null for fresh weights of the seed. \p l1: the slope of a penalty l1 |v| on
    /// each latent weight (the lasso: Tibshirani, 1996). The more weights end on zero, the smaller the coded file
    /// (weight_codes.h): 1e-4 takes a tenth off without loss. Preconditions: validate(config) and
    /// validateForTraining(scheme, l1) were ok, the start's steps are those of the data, and the config has neither
    /// patience nor averaging: the last weights, on which the rate has come to rest, are the ones to keep.
    QuantTrainer(DatasetPtr data, const QuantScheme& scheme, const TrainConfig& config, LinearModelPtr start = nullptr,
        double l1 = 0);
    ~QuantTrainer();

    /// Runs for about \p budget, and returns early when all is done or \p stop is requested.
    void step(std::chrono::nanoseconds budget, const std::stop_token& stop = {});
    bool finished() const;
    double epochsDone() const;
    /// For trainings that nobody watches: epochs() leaves out the figures on the test set (0), which cost a tenth.
    void leaveEpochsUnjudged();
    /// Whole epochs, with the quantized model's figures on the test set.
    const std::vector<EpochRecord>& epochs() const;
    const std::vector<BatchLoss>& losses() const;
    /// As the weights stand now.
    QuantizedModel model() const;

private:
    struct Work;
    std::unique_ptr<Work> m_work;
};

} // namespace qlab
