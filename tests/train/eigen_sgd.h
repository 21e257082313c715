// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/train/trainer.h"

#include <Eigen/Dense>

#include <cmath>
#include <span>

/// The training of TrainConfig once more, in double matrices: another path to the same weights.
namespace qlab::test {

class EigenSgd {
public:
    EigenSgd(const Dataset& data, const TrainConfig& config)
        : m_data(data)
        , m_config(config)
        , m_random(config.seed)
    {
        const LinearModel start = initialModel(config.normalization, m_random);
        weights = start.weights.cast<double>();
        bias = start.bias.cast<double>();
        m_weightVelocity.setZero(kClasses, kPixels);
        m_biasVelocity.setZero(kClasses);
    }

    /// Returns the mean loss over the epoch.
    double epoch()
    {
        std::vector<std::uint32_t> order = m_data.trainIndex;
        shuffle(order, m_random);
        const std::size_t size = m_config.batchSize == 0 ? order.size() : static_cast<std::size_t>(m_config.batchSize);
        double loss = 0;
        for (std::size_t first = 0; first < order.size(); first += size)
            loss += batch(std::span(order).subspan(first, std::min(size, order.size() - first)));
        return loss / static_cast<double>(order.size());
    }

    double largestDifference(const LinearModel& model) const
    {
        return std::max((model.weights.cast<double>() - weights).cwiseAbs().maxCoeff(),
            (model.bias.cast<double>() - bias).cwiseAbs().maxCoeff());
    }

    Eigen::MatrixXd weights; ///< [10][784]
    Eigen::VectorXd bias;

private:
    /// One step; returns the sum of the losses before it.
    double batch(std::span<const std::uint32_t> indices)
    {
        const auto count = static_cast<Eigen::Index>(indices.size());
        Eigen::MatrixXd x(count, kPixels);
        Eigen::MatrixXd target = Eigen::MatrixXd::Zero(count, kClasses);
        for (Eigen::Index i = 0; i < count; ++i) {
            const std::uint32_t index = indices[static_cast<std::size_t>(i)];
            for (int j = 0; j < kPixels; ++j)
                x(i, j) = m_config.normalization.apply(m_data.trainSource->image(index)[static_cast<std::size_t>(j)]);
            target(i, m_data.trainSource->labels()[index]) = 1;
        }
        Eigen::MatrixXd p = (x * weights.transpose()).rowwise() + bias.transpose();
        p = (p.colwise() - p.rowwise().maxCoeff()).array().exp().matrix();
        p = p.array().colwise() / p.rowwise().sum().array();
        const double loss = -(p.cwiseProduct(target)).rowwise().sum().array().log().sum();

        const Eigen::MatrixXd error = (p - target) / static_cast<double>(count);
        m_weightVelocity =
            m_config.momentum * m_weightVelocity + error.transpose() * x + m_config.weightDecay * weights;
        m_biasVelocity =
            m_config.momentum * m_biasVelocity + error.colwise().sum().transpose() + m_config.weightDecay * bias;
        weights -= m_config.learningRate * m_weightVelocity;
        bias -= m_config.learningRate * m_biasVelocity;
        return loss;
    }

    const Dataset& m_data;
    TrainConfig m_config;
    Random m_random;
    Eigen::MatrixXd m_weightVelocity;
    Eigen::VectorXd m_biasVelocity;
};

} // namespace qlab::test
