// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/kernels/training.h"
#include "engine/model/linear_model.h"

#include <cstddef>
#include <vector>

namespace qlab {

/// The mean of the weights after each of many steps, in double (Polyak and Juditsky, SIAM J. Control Optim. 30, 1992):
/// noise of single batches cancels out.
class WeightAverage {
public:
    void clear() { m_count = 0; }
    bool empty() const { return m_count == 0; }

    void add(const kernels::TrainingState& state)
    {
        if (empty())
            m_sums.assign(kWeights + kClasses, 0.0);
        for (std::size_t i = 0; i < kWeights; ++i)
            m_sums[i] += static_cast<double>((&state.weights[0][0])[i]);
        for (std::size_t k = 0; k < kClasses; ++k)
            m_sums[kWeights + k] += static_cast<double>(state.bias[k]);
        ++m_count;
    }

    /// Precondition: not empty.
    void writeTo(LinearModel& model) const
    {
        const auto count = static_cast<double>(m_count);
        for (std::size_t i = 0; i < kWeights; ++i)
            model.weights.data()[i] = static_cast<float>(m_sums[i] / count);
        for (std::size_t k = 0; k < kClasses; ++k)
            model.bias.data()[k] = static_cast<float>(m_sums[kWeights + k] / count);
    }

private:
    static constexpr std::size_t kWeights = std::size_t{kClasses} * kPixels;
    std::vector<double> m_sums; ///< [10][784], then [10]; left as it is between averages
    std::size_t m_count = 0;
};

} // namespace qlab
