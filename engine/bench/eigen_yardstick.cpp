// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/bench/eigen_yardstick.h"

#include "engine/kernels/targets.h"

#include <type_traits>

namespace qlab {

std::remove_pointer_t<EigenYardstick> eigenProduct;
#ifdef QLAB_EIGEN_LEVELS
std::remove_pointer_t<EigenYardstick> eigenProductV3, eigenProductV4;
#endif

EigenYardstick eigenYardstick()
{
#ifdef QLAB_EIGEN_LEVELS
    const std::string target = kernels::activeTarget().name;
    if (target.starts_with("AVX3"))
        return eigenProductV4;
    if (target == "AVX2")
        return eigenProductV3;
#endif
    return eigenProduct;
}

} // namespace qlab
