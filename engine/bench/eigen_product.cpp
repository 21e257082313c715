// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled several times, each for other instructions and with a name of its own (QLAB_EIGEN_PRODUCT). The build
// renames Eigen's namespace as well: the linker keeps one of several inline functions of the same name, whatever they
// were compiled for.
#include "engine/core/shape.h"

#include <Eigen/Core>

#include <cstdint>

namespace qlab {

void QLAB_EIGEN_PRODUCT(const float* images, std::size_t count, const float* weights, const float* bias, float* logits,
    std::uint8_t* digits)
{
    using Weights = Eigen::Matrix<float, kClasses, kPixels, Eigen::RowMajor>;
    using Image = Eigen::Matrix<float, kPixels, 1>;
    using Logits = Eigen::Matrix<float, kClasses, 1>;
    const Eigen::Map<const Weights> w(weights);
    const Eigen::Map<const Logits> b(bias);
    for (std::size_t i = 0; i < count; ++i) {
        Eigen::Map<Logits> z(logits + i * kClasses);
        z.noalias() = w * Eigen::Map<const Image>(images + i * kPixels);
        z += b;
        int best = 0;
        z.maxCoeff(&best);
        digits[i] = static_cast<std::uint8_t>(best);
    }
}

} // namespace qlab
