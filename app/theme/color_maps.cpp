// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/theme/theme.h"

#include <algorithm>
#include <cmath>

namespace qlab::app {
namespace {

QRgb between(QRgb from, QRgb to, double share)
{
    const auto channel = [share](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * share)); };
    return qRgb(channel(qRed(from), qRed(to)), channel(qGreen(from), qGreen(to)), channel(qBlue(from), qBlue(to)));
}

/// Even steps between the stops; position in [0, 1], clamped.
QRgb alongStops(std::span<const QColor> stops, double position)
{
    const double last = static_cast<double>(stops.size() - 1);
    const double place = std::clamp(position, 0.0, 1.0) * last;
    const auto lower = static_cast<std::size_t>(std::min(std::floor(place), last - 1));
    return between(stops[lower].rgb(), stops[lower + 1].rgb(), place - static_cast<double>(lower));
}

} // namespace

QRgb divergingColor(const ThemeTable& table, double value)
{
    return alongStops(table.diverging(), std::isnan(value) ? 0.5 : (value + 1) / 2);
}

QRgb sequentialColor(const ThemeTable& table, double share)
{
    return alongStops(table.sequential(), std::isnan(share) ? 0 : share);
}

QColor mixed(const QColor& base, const QColor& over, double share)
{
    return QColor::fromRgb(between(base.rgb(), over.rgb(), std::clamp(share, 0.0, 1.0)));
}

} // namespace qlab::app
