// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/bench/figure_text.h"
#include "engine/export/html.h"
#include "engine/export/report_parts.h"
#include "engine/export/svg.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace qlab::report {
namespace {

constexpr double kCell = 25, kLeft = 20, kTop = 2;
constexpr double kWidth = kLeft + kClasses * kCell + 2, kHeight = kTop + kClasses * kCell + 34;

/// What a cell shows.
struct Cell {
    std::string classes;
    std::string opacity; ///< of the cell's colour, as CSS
    std::string text, textClasses;
};

std::string matrix(const std::function<Cell(std::size_t, std::size_t)>& cellAt, const std::string& label)
{
    Svg svg(kWidth, kHeight);
    for (std::size_t row = 0; row < kClasses; ++row) {
        const double y = kTop + static_cast<double>(row) * kCell;
        for (std::size_t column = 0; column < kClasses; ++column) {
            const double x = kLeft + static_cast<double>(column) * kCell;
            const Cell cell = cellAt(row, column);
            svg.markup(leaf("rect",
                {{"class", cell.classes}, {"x", coordinate(x)}, {"y", coordinate(y)}, {"width", "24"}, {"height", "24"},
                    {"style", "fill-opacity: " + cell.opacity}}));
            if (!cell.text.empty())
                svg.text({x + 12, y + 15.5}, "number " + cell.textClasses, cell.text);
        }
        svg.text({kLeft - 8, y + 16}, "tick end", std::to_string(row));
        svg.text({kLeft + static_cast<double>(row) * kCell + 12, kTop + kClasses * kCell + 13}, "tick middle",
            std::to_string(row));
    }
    svg.text({kLeft, kHeight - 4}, "tick", "true ↓   predicted →");
    return svg.finish(label);
}

std::string countMatrix(const Confusion& confusion, const std::string& model, const std::string& label)
{
    std::uint32_t most = 1;
    for (std::size_t row = 0; row < kClasses; ++row) {
        for (std::size_t column = 0; column < kClasses; ++column)
            most = row == column ? most : std::max(most, confusion[row][column]);
    }
    return matrix(
        [&](std::size_t row, std::size_t column) -> Cell {
            const std::uint32_t count = confusion[row][column];
            if (row == column)
                return {model + "-cell", "1", std::to_string(count), model + "-label"};
            if (count == 0)
                return {"void", "0.45", {}, {}};
            // Log scale: one image is already visible, the most frequent mistake is darkest.
            const double strength = 0.1 + 0.9 * std::log1p(count) / std::log1p(most);
            return {"cell", "calc(" + coordinate(strength) + " * var(--deep))", std::to_string(count), {}};
        },
        label);
}

std::string changeMatrix(const Confusion& before, const Confusion& after)
{
    const auto change = [&](std::size_t row, std::size_t column) {
        return static_cast<double>(after[row][column]) - static_cast<double>(before[row][column]);
    };
    double most = 1;
    for (std::size_t row = 0; row < kClasses; ++row) {
        for (std::size_t column = 0; column < kClasses; ++column)
            most = std::max(most, std::abs(change(row, column)));
    }
    return matrix(
        [&](std::size_t row, std::size_t column) -> Cell {
            const double value = change(row, column);
            if (value == 0)
                return {"void", "0.45", {}, {}};
            return {value > 0 ? "plus" : "minus", coordinate(0.15 + 0.4 * std::abs(value) / most), signedText(value, 0),
                {}};
        },
        "Change of the confusion matrix");
}

std::string matrixFigure(const std::string& name, std::string_view note, std::string_view svg)
{
    return element(
        "figure.chart", element("figcaption", name + element("span.note", escaped(note))) + std::string(svg));
}

} // namespace

std::string confusionSection(const RunRecord& record)
{
    const Confusion& before = record.originalEvaluation->confusion;
    const Confusion& after = record.quantizedEvaluation->confusion;
    return section("Which digits are mistaken for which", "images of the test set",
        element("div.row.thirds",
            matrixFigure(originalName(), "", countMatrix(before, "o", "Confusion matrix of the original model"))
                + matrixFigure(quantizedName(), "", countMatrix(after, "q", "Confusion matrix of the quantized model"))
                + matrixFigure("Change", "quantized − original", changeMatrix(before, after))));
}

} // namespace qlab::report
