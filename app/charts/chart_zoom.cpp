// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/chart_zoom.h"

namespace qlab::app {

namespace {

Range movedInto(const Range& range, const Range& limits)
{
    const double low = std::clamp(range.low, limits.low, std::max(limits.low, limits.high - range.span()));
    return {low, std::min(limits.high, low + range.span())};
}

Range zoomed(const Range& range, const Range& limits, double anchor, double factor)
{
    const double span = std::clamp(range.span() * factor, limits.span() * 1e-6, limits.span());
    const double low = anchor - (anchor - range.low) * span / range.span();
    return movedInto({low, low + span}, limits);
}

} // namespace

ZoomWindow zoomed(
    const ZoomWindow& window, const ZoomWindow& limits, const QPointF& anchor, double factorX, double factorY)
{
    return {zoomed(window.x, limits.x, anchor.x(), factorX), zoomed(window.y, limits.y, anchor.y(), factorY)};
}

ZoomWindow panned(const ZoomWindow& window, const ZoomWindow& limits, const QPointF& delta)
{
    return {movedInto({window.x.low + delta.x(), window.x.high + delta.x()}, limits.x),
        movedInto({window.y.low + delta.y(), window.y.high + delta.y()}, limits.y)};
}

} // namespace qlab::app
