// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/split.h"
#include "engine/model/linear_model.h"

#include <Eigen/Core>

#include <array>
#include <chrono>
#include <memory>
#include <stop_token>
#include <vector>

namespace qlab {

/// How much an error in the weights costs a model on its training images: what data-aware rounding (data_aware.h)
/// makes small.
///
/// Cross-entropy's second derivative in the weights of class k is the mean of p (1 - p) x xᵀ over the images x, p the
/// model's probability of k (the row's block of the Fisher information). With the bias moved along so that no error is
/// left in the mean, an error e of the row costs eᵀ C e: C is the covariance of x under the weights p (1 - p).
/// Of up to kImages training images, spread evenly.
struct InputCurvature {
    static constexpr std::size_t kImages = 20'000;
    using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

    /// Of one class. Features without any variance are left out: their weights cost nothing.
    struct Row {
        std::vector<int> features; ///< that vary, those with the least variance first
        /// In that order. Above the diagonal C; on and below it the factor L of C + damping = L Lᵀ.
        Matrix covarianceAndFactor;
        Eigen::VectorXf variance;        ///< C's diagonal, in that order
        std::array<float, kPixels> mean; ///< of all features, normalised as the model sees them
    };

    LinearModelPtr model;
    DatasetPtr data;
    std::array<Row, kClasses> rows;
};
using InputCurvaturePtr = std::shared_ptr<const InputCurvature>;

/// Measures it, a slice at a time on the caller's thread. Half a second at most for MNIST; 25 MB.
class InputCurvatureMaker {
public:
    /// Precondition: the data have gone through the model's steps, and its weights are finite.
    InputCurvatureMaker(DatasetPtr data, LinearModelPtr model);
    /// True when done. A slice holds at least one factorization, some 20 ms for 784 features.
    bool step(std::chrono::nanoseconds budget, const std::stop_token& stop = {});
    /// Precondition: step() was true. Once.
    InputCurvaturePtr take();

private:
    void chooseImages();
    void addImage();
    void finishRow();

    std::shared_ptr<InputCurvature> m_result;
    std::vector<std::uint32_t> m_images; ///< into the data's trainSource
    std::vector<float> m_importance;     ///< p (1 - p) [images][10]
    InputCurvature::Matrix m_products;   ///< of the row at hand, lower half
    Eigen::VectorXf m_sums;
    double m_total = 0; ///< of the importances so far
    std::size_t m_row = 0, m_next = 0;
};

} // namespace qlab
