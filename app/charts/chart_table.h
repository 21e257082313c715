// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <variant>
#include <vector>

namespace qlab::app {

/// The data behind a chart as a table: what CSV files and the clipboard get. Raw values, never rounded or smoothed
/// away.
struct ChartTable {
    using Cell = std::variant<QString, double>; ///< a NaN is an empty cell
    std::vector<QString> header;                ///< names with their units, "time (ms)"
    std::vector<std::vector<Cell>> rows;
};

/// Comma-separated, header first, "\n" at line ends, dot decimals in any locale; numbers read back to the same bits.
QString csvText(const ChartTable& table);
/// The same, tab-separated without quotes, as spreadsheets take it from the clipboard.
QString tabText(const ChartTable& table);

/// "time (ms)", or only the name where there is no unit.
QString headerText(const QString& name, const QString& unit);

} // namespace qlab::app
