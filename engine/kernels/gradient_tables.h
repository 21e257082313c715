// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

/// Private to this folder: constants of gradients, the same for all targets.
namespace qlab::kernels {

/// atan(a) / (2 pi) = a (c[0] + c[1] a^2 + ... + c[6] a^12) within 4.2e-8 for 0 <= a <= 1: the odd polynomial of
/// degree 13 whose greatest error is least (Remez exchange), coefficients rounded to floats.
inline constexpr float kTurnOfTangent[7] = {
    0.159154326F, -0.0530262366F, 0.0315251164F, -0.0210615173F, 0.0126725007F, -0.00534827774F, 0.00108413061F};

/// Sums of gradients are taken in this order: of as many equal parts of their list, the first gradient of each part,
/// then the second one of each ...; then what is left.
inline constexpr std::size_t kEdgeParts = 4;

/// For each mask of up to eight lanes, the lanes whose bits are set in order, then zeros.
struct ChosenLanes {
    std::uint8_t lanes[256][8]{};

    constexpr ChosenLanes()
    {
        for (unsigned mask = 0; mask < 256; ++mask)
            for (std::uint8_t lane = 0, next = 0; lane < 8; ++lane)
                if ((mask >> lane & 1) != 0)
                    lanes[mask][next++] = lane;
    }
};
inline constexpr ChosenLanes kChosenLanes;

} // namespace qlab::kernels
