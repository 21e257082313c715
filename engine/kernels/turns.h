// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace qlab::kernels {

/// atan(a) / (2 pi) = a (c[0] + c[1] a^2 + ... + c[6] a^12) within 4.2e-8 for 0 <= a <= 1: the odd polynomial of
/// degree 13 whose greatest error is least (Remez exchange), coefficients rounded to floats.
inline constexpr float kTurnOfTangent[7] = {
    0.159154326F, -0.0530262366F, 0.0315251164F, -0.0210615173F, 0.0126725007F, -0.00534827774F, 0.00108413061F};

} // namespace qlab::kernels
