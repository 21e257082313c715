// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/lab/run_record.h"

#include <string>

namespace qlab::app {

/// One self-contained HTML page, UTF-8: verdict, table, charts as inline SVG, digit by digit, changed digits, settings.
/// Light and dark, as the reader's system is; no script, nothing loaded from elsewhere. Figures have dot decimals.
/// Precondition: the record is complete. GUI thread, while there is a QApplication (offscreen will do).
std::string reportHtml(const RunRecord& record);

} // namespace qlab::app
