// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine_bridge.h"

namespace qlab::app {

/// What there is to know about a data set, as a table in rich text.
QString dataFacts(const DataSummary& summary);

} // namespace qlab::app
