// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/charts/chart_theme.h"

#include <QRectF>
#include <QString>
#include <QWidget>

#include <vector>

class QPainter;

namespace qlab::app {

/// A swatch and its word, for the few charts where nothing on the drawing itself can carry the name.
struct LegendEntry {
    enum class Swatch { Bar, DashedLine, BothModels, Plain };
    QString text;
    Swatch swatch = Swatch::Plain;
    SeriesRole role = SeriesRole::Original; ///< of Bar and DashedLine
    Token color = Token::Text;              ///< of Plain
};

/// Of the entries in one line, at the user's font size.
double legendWidth(const std::vector<LegendEntry>& entries);
/// Of as many lines as \p width asks for.
double legendHeight(const std::vector<LegendEntry>& entries, double width);
/// Draws the entries from the top left corner of \p rect on, in lines no wider than it.
void drawLegend(
    QPainter& painter, const QRectF& rect, const std::vector<LegendEntry>& entries, const ChartStyle& style);

/// A legend as a widget, for the title line of a card.
class LegendBar : public QWidget {
    Q_OBJECT
public:
    explicit LegendBar(std::vector<LegendEntry> entries, QWidget* parent = nullptr);
    void setEntries(std::vector<LegendEntry> entries);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<LegendEntry> m_entries;
};

} // namespace qlab::app
