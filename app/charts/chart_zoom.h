// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/charts/chart_types.h"

#include <QPointF>

namespace qlab::app {

/// The part of a chart that is in view, in axis coordinates (log10 on a log axis).
struct ZoomWindow {
    Range x, y;
    bool operator==(const ZoomWindow&) const = default;
};

/// \p window with its extent times \p factorX, \p factorY around \p anchor, which stays where it is on screen; never
/// beyond \p limits, never below a millionth of them.
ZoomWindow zoomed(
    const ZoomWindow& window, const ZoomWindow& limits, const QPointF& anchor, double factorX, double factorY);
/// \p window moved by \p delta, stopping at \p limits.
ZoomWindow panned(const ZoomWindow& window, const ZoomWindow& limits, const QPointF& delta);

} // namespace qlab::app
