// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/present/figure_text.h"
#include "app/report/report_parts.h"
#include "app/theme/theme.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace qlab::app::report {
namespace {

/// What a cell shows.
struct Cell {
    const char* tag = "td"; ///< with the class that colours it, if \c light is not valid
    QColor light, dark;     ///< of its ground in the two themes
    QString text;
};
using CellAt = std::function<Cell(std::size_t row, std::size_t column)>;

QString cellMarkup(const Cell& cell)
{
    if (!cell.light.isValid())
        return element(cell.tag, cell.text);
    const QString style = QStringLiteral("--light: %1; --dark: %2").arg(cell.light.name(), cell.dark.name());
    return element(cell.tag, {{"style", style}}, cell.text);
}

/// A ground that keeps the figures on it readable: \p strength of a map's colour over the surface.
Cell tinted(const std::function<QColor(const ThemeTable&)>& color, double light, double dark, const QString& text)
{
    const auto ground = [&](Scheme scheme, double strength) {
        const ThemeTable& table = ThemeTable::of(scheme);
        return mixed(table[Token::Surface], color(table), strength);
    };
    return {"td", ground(Scheme::Light, light), ground(Scheme::Dark, dark), text};
}

QString matrix(const CellAt& cellAt, const QString& label)
{
    QString rows, digits = element("th", QString());
    for (std::size_t row = 0; row < kClasses; ++row) {
        QString cells = element("th", QString::number(row));
        for (std::size_t column = 0; column < kClasses; ++column)
            cells += cellMarkup(cellAt(row, column));
        rows += element("tr", cells);
        digits += element("th", QString::number(row));
    }
    return element("table.matrix", {{"aria-label", label}}, rows + element("tr", digits))
        + element("p.foot", Report::tr("true ↓   predicted →").toHtmlEscaped());
}

QString countMatrix(const Confusion& confusion, const char* rightTag, const QString& label)
{
    std::uint32_t most = 1;
    for (std::size_t row = 0; row < kClasses; ++row)
        for (std::size_t column = 0; column < kClasses; ++column)
            most = row == column ? most : std::max(most, confusion[row][column]);
    return matrix(
        [&](std::size_t row, std::size_t column) -> Cell {
            const std::uint32_t count = confusion[row][column];
            if (row == column)
                return {rightTag, {}, {}, QString::number(count)};
            if (count == 0)
                return {};
            // Log scale: one image is already visible, the most frequent mistake is darkest.
            const double strength = 0.1 + 0.9 * std::log1p(count) / std::log1p(most);
            return tinted([](const ThemeTable& table) { return table.sequential()[1]; }, 0.62 * strength,
                0.42 * strength, QString::number(count));
        },
        label);
}

QString changeMatrix(const Confusion& before, const Confusion& after)
{
    const auto change = [&](std::size_t row, std::size_t column) {
        return static_cast<double>(after[row][column]) - static_cast<double>(before[row][column]);
    };
    double most = 1;
    for (std::size_t row = 0; row < kClasses; ++row)
        for (std::size_t column = 0; column < kClasses; ++column)
            most = std::max(most, std::abs(change(row, column)));
    return matrix(
        [&](std::size_t row, std::size_t column) -> Cell {
            const double value = change(row, column);
            if (value == 0)
                return {};
            const double strength = 0.15 + 0.4 * std::abs(value) / most;
            const std::size_t stop = value > 0 ? 5 : 1; // the middles of the map's two sides
            return tinted([stop](const ThemeTable& table) { return table.diverging()[stop]; }, strength, strength,
                text(signedText(value, 0)));
        },
        Report::tr("Change of the confusion matrix"));
}

QString matrixFigure(const QString& name, const QString& note, const QString& table)
{
    return element("figure.chart", element("figcaption", name + element("span.note", note.toHtmlEscaped())) + table);
}

} // namespace

QString confusionSection(const RunRecord& record)
{
    const Confusion& before = record.originalEvaluation->confusion;
    const Confusion& after = record.quantizedEvaluation->confusion;
    const QString figures = matrixFigure(originalName(), {},
                                countMatrix(before, "td.o", Report::tr("Confusion matrix of the original model")))
        + matrixFigure(
            quantizedName(), {}, countMatrix(after, "td.q", Report::tr("Confusion matrix of the quantized model")))
        + matrixFigure(
            Report::tr("Change").toHtmlEscaped(), Report::tr("quantized − original"), changeMatrix(before, after));
    return section(Report::tr("Which digits are mistaken for which"),
        Report::tr("images of the test set").toHtmlEscaped(), element("div.row.thirds", figures));
}

} // namespace qlab::app::report
