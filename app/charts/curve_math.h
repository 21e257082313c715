// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/charts/chart_types.h"

#include <QList>
#include <QPainterPath>
#include <QPointF>
#include <QRectF>

#include <span>
#include <vector>

namespace qlab::app {

/// Exponential moving average without the pull towards the start: m_t = w m_(t-1) + (1 - w) y_t from m = 0, divided by
/// 1 - w^t (the bias correction of Adam). \p weight in [0, 1); 0 returns the values; a constant stays constant.
/// Non-finite values are passed over: the average before them is repeated.
std::vector<double> smoothed(std::span<const double> values, double weight);

/// The points of an ascending curve that a screen can show: inside \p visible at most the lowest and the highest of
/// each of \p columns pixel columns, in the order they come, so that no spike is lost; one more on either side, so that
/// the line runs on to the edges. Few points pass unchanged. Points that are not finite are left out.
QList<QPointF> decimated(std::span<const double> x, std::span<const double> y, const Range& visible, int columns);

/// Whether an ascending curve has so many points in each of \p columns pixel columns that the strokes between them fill
/// a band.
bool isCrowded(std::span<const double> x, const Range& visible, int columns);

/// decimated() with a single point for each pixel column: its mean. For curves that are smoothed anyway, where what
/// happens within a pixel is noise. The last point is the curve's own.
QList<QPointF> averaged(std::span<const double> x, std::span<const double> y, const Range& visible, int columns);

/// The pieces of a polyline inside \p rect.
QPainterPath clippedPath(const QList<QPointF>& points, const QRectF& rect);

/// Where two curves cross, both given at the same ascending x: the x of each change of sign of a - b, interpolated
/// linearly between the points.
std::vector<double> crossings(std::span<const double> x, std::span<const double> a, std::span<const double> b);

/// Moves \p centres as little as possible (least squares) so that neighbours, taken in their present order of height,
/// are at least \p gap apart, then shifts them into [\p low, \p high] as far as they fit.
std::vector<double> pushedApart(std::vector<double> centres, double gap, double low, double high);

} // namespace qlab::app
