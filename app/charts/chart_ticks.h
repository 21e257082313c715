// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/charts/chart_types.h"

#include <QLocale>
#include <QString>

#include <vector>

namespace qlab::app {

/// A place on an axis that gets a label, and how many decimals the label has.
struct Tick {
    double value = 0;
    int decimals = 0;
};

/// Multiples of a 1-2-5 step inside \p range, all with the step's decimals. At most \p maxCount (two or more), evenly
/// spaced; the range itself stays as it is.
std::vector<Tick> niceTicks(const Range& range, int maxCount);

/// An axis whose ends are ticks: \p data widened to whole 1-2-5 steps. Data without extent gets some around it.
struct NiceAxis {
    Range range;
    std::vector<Tick> ticks;
};
NiceAxis niceAxis(const Range& data, int maxCount);

/// \p data (above 0) widened to whole powers of ten, at least one decade.
Range wholeDecades(const Range& data);
/// \p data (above 0) with a tenth of room at both ends, widened to the nearest powers of ten only until two are in it:
/// an axis that can be read without wasting a decade.
Range decadeRange(const Range& data);
/// Powers of ten inside \p range (above 0). Where fewer than two are in sight: 1-2-5 steps, then niceTicks, so that a
/// zoomed axis still says where it is.
std::vector<Tick> logTicks(const Range& range);

/// A number for the screen or a picture: the locale's grouping and decimal sign, a real minus sign, "–" for NaN.
QString numberText(double value, int decimals, const QLocale& locale);

} // namespace qlab::app
