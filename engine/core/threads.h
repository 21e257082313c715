// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"

namespace qlab {

/// Whether \p count threads can run at once beside those there are: tries it. For libraries that wait for ever for a
/// thread that could not be started.
Status tryThreads(unsigned count);

} // namespace qlab
