// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace qlab::app {

class Session;

/// Why both models cannot be compared now; empty if they can.
QString notComparableBecause(const Session& session);

/// Why no two models can be compared now: there are no images, or something else runs.
QString modelsNotComparableBecause(const Session& session);

} // namespace qlab::app
