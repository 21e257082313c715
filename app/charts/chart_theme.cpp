// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/chart_theme.h"

#include <QAbstractAxis>
#include <QChart>
#include <QGraphicsLayout>
#include <QLegend>

#include <array>

namespace qlab::app {

namespace {

constexpr double kLineWidth = 2;

void hideAxis(QAbstractAxis& axis, const ThemeTable& table)
{
    axis.setTitleVisible(false);
    axis.setMinorGridLineVisible(false);
    axis.setGridLineVisible(false);
    axis.setShadesVisible(false);
    axis.setLabelsVisible(false);
    axis.setLineVisible(false);
    // Unseen here, right if ever shown.
    axis.setLabelsFont(textFont(TextRole::Caption));
    axis.setLabelsColor(table[Token::Text3]);
    axis.setGridLineColor(table[Token::Grid]);
    axis.setLinePenColor(table[Token::Axis]);
}

} // namespace

const RoleLook& lookOf(SeriesRole role)
{
    static const std::array<RoleLook, 8> kLooks{{
        {Token::Original, Token::OriginalText, MarkerShape::FilledCircle, false, {}},
        {Token::Quantized, Token::QuantizedText, MarkerShape::OpenSquare, true, {6, 3}},
        {Token::Text2, Token::Text2, MarkerShape::None, false, {2, 3}},
        {Token::Run1, Token::Run1, MarkerShape::FilledCircle, false, {}},
        {Token::Run2, Token::Run2, MarkerShape::FilledDiamond, false, {8, 3, 2, 3}},
        {Token::Run3, Token::Run3, MarkerShape::FilledSquare, false, {6, 3}},
        {Token::Run4, Token::Run4, MarkerShape::FilledTriangle, false, {2, 3}},
        {Token::Text2, Token::Text2, MarkerShape::None, false, {8, 3, 2, 3}},
    }};
    return kLooks[static_cast<std::size_t>(role)];
}

void ChartTheme::apply(QChart& chart, const ThemeTable& table)
{
    chart.setAnimationOptions(QChart::NoAnimation);
    chart.setBackgroundVisible(false);
    chart.setPlotAreaBackgroundVisible(false);
    chart.setDropShadowEnabled(false);
    chart.setBackgroundRoundness(0);
    chart.setMargins({});
    chart.layout()->setContentsMargins(0, 0, 0, 0);
    chart.legend()->hide();
    for (QAbstractAxis* axis : chart.axes())
        hideAxis(*axis, table);
}

QPen ChartTheme::line(SeriesRole role, const ChartStyle& style)
{
    const RoleLook& look = lookOf(role);
    QPen pen(style.color(look.graphic), kLineWidth, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    if (!look.dashes.isEmpty()) {
        QList<qreal> inPenWidths;
        for (const qreal length : look.dashes)
            inPenWidths.append(length / kLineWidth);
        pen.setDashPattern(inPenWidths);
        pen.setCapStyle(Qt::FlatCap); // round caps would lengthen every dash
    }
    return pen;
}

QPen ChartTheme::rawLine(SeriesRole role, const ChartStyle& style, bool crowded)
{
    QColor color = style.color(lookOf(role).graphic);
    if (crowded)
        color.setAlphaF(style.isDark() ? 0.20F : 0.17F);
    else
        color.setAlphaF(style.isDark() ? 0.50F : 0.38F);
    return {color, 1, Qt::SolidLine, Qt::FlatCap, Qt::BevelJoin};
}

} // namespace qlab::app
