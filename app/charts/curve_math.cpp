// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/curve_math.h"

#include <cmath>
#include <numeric>
#include <optional>

namespace qlab::app {

namespace {

bool isFinite(double x, double y) { return std::isfinite(x) && std::isfinite(y); }

/// Lowest and highest point of one pixel column, by index.
struct Column {
    std::size_t lowest = 0, highest = 0;
    bool used = false;

    void take(std::size_t index, std::span<const double> y)
    {
        if (!used || y[index] < y[lowest])
            lowest = index;
        if (!used || y[index] > y[highest])
            highest = index;
        used = true;
    }
};

void append(QList<QPointF>& points, const Column& column, std::span<const double> x, std::span<const double> y)
{
    if (!column.used)
        return;
    const auto [first, second] = std::minmax(column.lowest, column.highest);
    points.append({x[first], y[first]});
    if (second != first)
        points.append({x[second], y[second]});
}

/// The points inside, and one more on either side.
std::pair<std::size_t, std::size_t> inView(std::span<const double> x, const Range& visible)
{
    const auto first = std::lower_bound(x.begin(), x.end(), visible.low) - x.begin();
    const auto past = std::upper_bound(x.begin(), x.end(), visible.high) - x.begin();
    return {static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, first - 1)),
        std::min(x.size(), static_cast<std::size_t>(past) + 1)};
}

/// Liang and Barsky: the part of the segment inside the rectangle.
std::optional<std::pair<QPointF, QPointF>> clippedSegment(const QPointF& a, const QPointF& b, const QRectF& rect)
{
    const QPointF delta = b - a;
    double enter = 0, leave = 1;
    const auto clip = [&](double direction, double distance) {
        if (direction == 0)
            return distance >= 0;
        const double at = distance / direction;
        (direction < 0 ? enter : leave) = direction < 0 ? std::max(enter, at) : std::min(leave, at);
        return enter <= leave;
    };
    if (clip(-delta.x(), a.x() - rect.left()) && clip(delta.x(), rect.right() - a.x())
        && clip(-delta.y(), a.y() - rect.top()) && clip(delta.y(), rect.bottom() - a.y()))
        return std::pair{a + enter * delta, a + leave * delta};
    return std::nullopt;
}

} // namespace

std::vector<double> smoothed(std::span<const double> values, double weight)
{
    if (weight <= 0)
        return {values.begin(), values.end()};
    std::vector<double> result;
    result.reserve(values.size());
    double mean = 0, total = 0;
    for (const double value : values) {
        if (std::isfinite(value)) {
            // total is the weight seen so far, 1 - w^t; moving by a share of the difference keeps a constant exact.
            total = weight * total + (1 - weight);
            mean += (1 - weight) / total * (value - mean);
        }
        result.push_back(total > 0 ? mean : value);
    }
    return result;
}

QList<QPointF> decimated(std::span<const double> x, std::span<const double> y, const Range& visible, int columns)
{
    const auto [begin, end] = inView(x, visible);
    QList<QPointF> points;
    const bool few = end - begin <= 2 * static_cast<std::size_t>(columns);
    const double columnsPerUnit = columns / std::max(visible.span(), 1e-300);
    Column column;
    double current = -1;
    for (std::size_t i = begin; i < end; ++i) {
        if (!isFinite(x[i], y[i]))
            continue;
        const double at = few ? static_cast<double>(i) : std::floor((x[i] - visible.low) * columnsPerUnit);
        if (at != current) {
            append(points, column, x, y);
            column = {};
            current = at;
        }
        column.take(i, y);
    }
    append(points, column, x, y);
    return points;
}

bool isCrowded(std::span<const double> x, const Range& visible, int columns)
{
    constexpr double kMostPerColumn = 3;
    const auto [begin, end] = inView(x, visible);
    if (end - begin < 2 || !(x[end - 1] > x[begin]))
        return false;
    const double used = columns * (x[end - 1] - x[begin]) / std::max(visible.span(), 1e-300);
    return static_cast<double>(end - begin) > kMostPerColumn * used;
}

QList<QPointF> averaged(std::span<const double> x, std::span<const double> y, const Range& visible, int columns)
{
    const auto [begin, end] = inView(x, visible);
    const double columnsPerUnit = columns / std::max(visible.span(), 1e-300);
    QList<QPointF> points;
    QPointF sum;
    int count = 0;
    double current = -1;
    const auto finish = [&] {
        if (count > 0)
            points.append(sum / count);
        sum = {};
        count = 0;
    };
    std::size_t last = end;
    for (std::size_t i = begin; i < end; ++i) {
        if (!isFinite(x[i], y[i]))
            continue;
        if (const double at = std::floor((x[i] - visible.low) * columnsPerUnit); at != current) {
            finish();
            current = at;
        }
        sum += QPointF(x[i], y[i]);
        ++count;
        last = i;
    }
    finish();
    if (last < end && points.back().x() < x[last])
        points.append({x[last], y[last]});
    return points;
}

QPainterPath clippedPath(const QList<QPointF>& points, const QRectF& rect)
{
    QPainterPath path;
    for (qsizetype i = 1; i < points.size(); ++i) {
        const auto piece = clippedSegment(points[i - 1], points[i], rect);
        if (!piece)
            continue;
        if (path.isEmpty() || path.currentPosition() != piece->first)
            path.moveTo(piece->first);
        path.lineTo(piece->second);
    }
    return path;
}

std::vector<double> crossings(std::span<const double> x, std::span<const double> a, std::span<const double> b)
{
    std::vector<double> found;
    for (std::size_t i = 1; i < std::min({x.size(), a.size(), b.size()}); ++i) {
        const double before = a[i - 1] - b[i - 1], after = a[i] - b[i];
        if ((before < 0) != (after < 0) && before != after)
            found.push_back(x[i - 1] + before / (before - after) * (x[i] - x[i - 1]));
    }
    return found;
}

std::vector<double> pushedApart(std::vector<double> centres, double gap, double low, double high)
{
    // With i * gap taken away the wanted spacing becomes "not descending", which pooling adjacent violators solves.
    struct Pool {
        double sum;
        int count;
        double mean() const { return sum / count; }
    };
    std::vector<std::size_t> order(centres.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return centres[a] < centres[b]; });

    std::vector<Pool> pools;
    for (std::size_t rank = 0; rank < order.size(); ++rank) {
        pools.push_back({centres[order[rank]] - static_cast<double>(rank) * gap, 1});
        while (pools.size() > 1 && pools[pools.size() - 2].mean() > pools.back().mean()) {
            const Pool last = pools.back();
            pools.pop_back();
            pools.back() = {pools.back().sum + last.sum, pools.back().count + last.count};
        }
    }
    // The same bound for all in these shifted units keeps the gaps; the upper end gives way when both cannot hold.
    const double room = std::max(low, high - gap * static_cast<double>(std::max<std::size_t>(order.size(), 1) - 1));
    std::size_t rank = 0;
    for (const Pool& pool : pools)
        for (int i = 0; i < pool.count; ++i, ++rank)
            centres[order[rank]] = std::clamp(pool.mean(), low, room) + static_cast<double>(rank) * gap;
    return centres;
}

} // namespace qlab::app
