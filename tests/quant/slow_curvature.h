// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/split.h"
#include "engine/model/linear_model.h"

#include <Eigen/Core>

#include <array>
#include <cmath>

namespace qlab::test {

/// Mean and covariance of the features of a data set's training images under the weights p (1 - p) of one class.
struct SlowCurvature {
    Eigen::VectorXd mean = Eigen::VectorXd::Zero(784);
    Eigen::MatrixXd covariance = Eigen::MatrixXd::Zero(784, 784);

    SlowCurvature(const Dataset& data, const LinearModel& model, int k)
    {
        Eigen::MatrixXd second = Eigen::MatrixXd::Zero(784, 784);
        double total = 0;
        for (const std::uint32_t index : data.trainIndex) {
            Eigen::VectorXd u(784);
            std::array<double, 10> p{};
            double sum = 0;
            for (int j = 0; j < 784; ++j)
                u[j] = data.trainSource->image(index)[static_cast<std::size_t>(j)];
            for (int c = 0; c < 10; ++c) {
                double logit = double(model.bias[c]);
                for (int j = 0; j < 784; ++j)
                    logit += double(model.weights(c, j)) * double(model.normalization.apply(std::uint8_t(u[j])));
                sum += p[std::size_t(c)] = std::exp(logit);
            }
            const double share = p[std::size_t(k)] / sum, importance = share * (1 - share);
            if (importance < 1.0 / 128)
                continue;
            total += importance;
            mean += importance * u;
            second += importance * u * u.transpose();
        }
        mean /= total;
        covariance = second / total - mean * mean.transpose();
    }
};

} // namespace qlab::test
