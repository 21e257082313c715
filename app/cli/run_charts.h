// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/atomic_file.h"
#include "engine/lab/run_record.h"

#include <vector>

namespace qlab::app {

/// The pictures of \c run --out, drawn by the same charts as the window, with no display: comparison.png, loss.png (if
/// the model was trained) and samples.png. Call while there is an OffscreenApplication.
Result<std::vector<NamedBytes>> runCharts(const RunRecord& record);

} // namespace qlab::app
