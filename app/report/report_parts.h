// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/report/markup.h"
#include "engine/lab/run_record.h"

#include <QCoreApplication>
#include <QString>

#include <string>

/// The parts of reportHtml(): each returns a piece of the page. Precondition of all: the record is complete.
namespace qlab::app::report {

/// The report's words.
struct Report {
    Q_DECLARE_TR_FUNCTIONS(Report)
};
/// A text of the engine: figures, names.
inline QString text(const std::string& utf8) { return QString::fromStdString(utf8); }

/// The style sheet: the theme's colours for light and dark, type, and the classes that the pieces below use. "o" stands
/// for the original model, "q" for the quantized one.
QString styleSheet();

/// A heading with a note beside it, and what belongs below. The note and the content are markup.
QString section(const QString& title, const QString& note, const QString& content);
/// A chart with its title and unit above and what a reader must know below (may be empty). All plain text but \p svg.
QString chartFigure(const QString& title, const QString& note, const QString& svg, const QString& footnote = {});
/// The two models' names with their swatches.
QString originalName();
QString quantizedName();

QString title(const RunRecord& record);             ///< who, when, the verdict
QString scoreboard(const RunRecord& record);        ///< the six figures
QString comparisonTable(const RunRecord& record);   ///< with intervals
QString comparisonSection(const RunRecord& record); ///< that table and three charts
QString inputSection(const RunRecord& record);      ///< from pixels against from floats; empty where it is the same
QString trainingSection(const RunRecord& record);   ///< curves; empty for a model from a file
QString digitsSection(const RunRecord& record);     ///< accuracy by digit
QString confusionSection(const RunRecord& record);
QString changesSection(const RunRecord& record); ///< the digits that the two models see differently
QString weightsSection(const RunRecord& record); ///< weight images before, after, and the error
QString settingsSection(const RunRecord& record);
QString footer(const RunRecord& record); ///< how the figures were made

/// "raw pixels" or "normalised floats": where the comparison's times start.
QString inputName(const Comparison& comparison);

} // namespace qlab::app::report
