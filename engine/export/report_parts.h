// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/export/run_record.h"

#include <string>
#include <string_view>

/// The parts of reportHtml(): each returns a piece of the page. Precondition of all: the record is complete.
namespace qlab::report {

/// The style sheet: the lab's colours for light and dark, type, and the classes that the pieces below use. "o" stands
/// for the original model, "q" for the quantized one.
std::string_view styleSheet();

/// A heading with a note beside it, and what belongs below. The note and the content are markup.
std::string section(std::string_view title, std::string_view note, std::string_view content);
/// A chart with its title and unit above and what a reader must know below (may be empty). All plain text but \p svg.
std::string chartFigure(std::string_view title, std::string_view note, std::string_view svg, std::string_view footnote);
/// The two models' names with their swatches.
std::string originalName();
std::string quantizedName();

std::string title(const RunRecord& record);             ///< who, when, the verdict
std::string scoreboard(const RunRecord& record);        ///< the six figures
std::string comparisonTable(const RunRecord& record);   ///< with intervals
std::string comparisonSection(const RunRecord& record); ///< that table and three charts
std::string inputSection(const RunRecord& record);      ///< from pixels against from floats; empty where it is the same
std::string trainingSection(const RunRecord& record);   ///< curves; empty for a model from a file
std::string digitsSection(const RunRecord& record);     ///< accuracy by digit
std::string confusionSection(const RunRecord& record);
std::string changesSection(const RunRecord& record); ///< the digits that the two models see differently
std::string weightsSection(const RunRecord& record); ///< weight images before, after, and the error
std::string settingsSection(const RunRecord& record);
std::string footer(const RunRecord& record); ///< how the figures were made

/// "raw pixels" or "normalised floats": where the comparison's times start.
std::string inputName(const Comparison& comparison);

} // namespace qlab::report
