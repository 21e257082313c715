// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support.h"

namespace qlab::test {

/// Where the checkout lies is told to this file alone, so that a compiler cache serves all others wherever they lie.
std::filesystem::path referenceFolder() { return QLAB_REFERENCE_FOLDER; }

} // namespace qlab::test
