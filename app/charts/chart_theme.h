// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/charts/chart_types.h"
#include "app/theme/theme.h"

#include <QList>
#include <QLocale>
#include <QPen>

class QChart;

namespace qlab::app {

/// What a drawing depends on besides its data. A value, so that a file can be light and have dot decimals while the
/// window is dark and German.
struct ChartStyle {
    const ThemeTable* table = &ThemeTable::of(Scheme::Light);
    QLocale locale = QLocale(QLocale::English, QLocale::UnitedStates);
    double pixelRatio = 1; ///< device pixels per logical pixel, for the width of the columns that curves are thinned to

    QColor color(Token token) const { return (*table)[token]; }
    bool isDark() const { return color(Token::Surface).lightnessF() < 0.5F; }
};

enum class MarkerShape { None, FilledCircle, OpenSquare, FilledSquare, FilledTriangle, FilledDiamond };

/// How a role looks: never by colour alone.
struct RoleLook {
    Token graphic;
    Token text;
    MarkerShape marker;
    bool hatched;
    QList<qreal> dashes; ///< logical px on, off ...; empty = solid
};
const RoleLook& lookOf(SeriesRole role);

/// The only code that styles charts. Axes, grid and labels are painted by chart_frame (Qt Charts would blur the
/// hairlines, elide the labels and drop the real minus sign), so what Qt Charts itself would draw of them is switched
/// off here.
class ChartTheme {
public:
    static void apply(QChart& chart, const ThemeTable& table);
    /// 2 px in the role's colour and dash, round joins.
    static QPen line(SeriesRole role, const ChartStyle& style);
    /// 1 px, see-through: raw values under their smoothed line. Crowded values, many to a pixel, fill the whole band
    /// between lowest and highest: fainter, so that the smoothed line stands out from it.
    static QPen rawLine(SeriesRole role, const ChartStyle& style, bool crowded = false);
};

/// Height of one line of axis text: 14 px times the user's font factor.
inline double captionHeight() { return 14 * fontFactor(); }

} // namespace qlab::app
