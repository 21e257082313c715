// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/chart_table.h"

#include <QLocale>

#include <cmath>
#include <functional>

namespace qlab::app {

namespace {

using Escape = std::function<QString(QString)>;

QString quotedForCsv(QString text)
{
    const bool plain = !text.contains(u',') && !text.contains(u'"') && !text.contains(u'\n');
    return plain ? text : u'"' + text.replace(u'"', QLatin1String("\"\"")) + u'"';
}

QString withoutTabs(QString text) { return text.replace(u'\t', u' ').replace(u'\n', u' '); }

QString cellText(const ChartTable::Cell& cell, const Escape& escape)
{
    if (const auto* text = std::get_if<QString>(&cell))
        return escape(*text);
    const double value = std::get<double>(cell);
    return std::isnan(value) ? QString() : QString::number(value, 'g', QLocale::FloatingPointShortest);
}

QString joined(const ChartTable& table, QChar separator, const Escape& escape)
{
    QString text;
    const auto append = [&](const auto& cells, const auto& textOf) {
        for (std::size_t column = 0; column < cells.size(); ++column) {
            if (column > 0)
                text += separator;
            text += textOf(cells[column]);
        }
        text += u'\n';
    };
    append(table.header, escape);
    for (const auto& row : table.rows)
        append(row, [&](const ChartTable::Cell& cell) { return cellText(cell, escape); });
    return text;
}

} // namespace

QString csvText(const ChartTable& table) { return joined(table, u',', quotedForCsv); }

QString tabText(const ChartTable& table) { return joined(table, u'\t', withoutTabs); }

QString headerText(const QString& name, const QString& unit)
{
    return unit.isEmpty() ? name : QStringLiteral("%1 (%2)").arg(name, unit);
}

} // namespace qlab::app
