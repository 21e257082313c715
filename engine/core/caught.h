// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"

namespace qlab {

/// The exception in flight as an Error: memory that is not there, a thread that cannot be started, a path that the
/// system refuses, and whatever a library throws. Call only inside a catch block.
Error caughtError() noexcept;

} // namespace qlab
