// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/line_chart.h"

#include "app/charts/curve_math.h"

#include <cmath>
#include <limits>

namespace qlab::app {

namespace {

constexpr double kLabelDistance = 8; // of a direct label from its line's end
constexpr std::size_t kMostMarkers = 30;
constexpr double kMarkerSpacing = 12; // closer, markers would hide the line

double coordinateOrNaN(double value, bool logarithmic)
{
    if (!logarithmic)
        return value;
    return value > 0 ? std::log10(value) : std::numeric_limits<double>::quiet_NaN();
}

std::vector<double> axisCoordinates(const std::vector<double>& values, bool logarithmic)
{
    std::vector<double> result(values.size());
    std::transform(
        values.begin(), values.end(), result.begin(), [=](double v) { return coordinateOrNaN(v, logarithmic); });
    return result;
}

/// The value below which 98 % of \p values lie. Not empty.
double highPercentile(std::vector<double> values)
{
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(0.98 * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

std::optional<std::size_t> lastFinite(const std::vector<double>& y, std::size_t end)
{
    while (end > 0)
        if (std::isfinite(y[--end]))
            return end;
    return std::nullopt;
}

} // namespace

void LineChart::setData(LineChartData data)
{
    m_data = std::move(data);
    prepare();
    contentChanged();
}

void LineChart::setLogarithmic(bool logarithmic)
{
    if (logarithmic == m_logarithmic)
        return;
    m_logarithmic = logarithmic;
    prepare();
    resetZoom(); // a window in values makes no sense in decades
}

int LineChart::droppedValues() const
{
    std::ptrdiff_t dropped = 0;
    for (const Curve& curve : m_data.curves)
        dropped += std::count_if(curve.y.begin(), curve.y.end(), [](double v) { return v <= 0; });
    return static_cast<int>(dropped);
}

void LineChart::prepare()
{
    m_prepared.clear();
    for (const Curve& curve : m_data.curves) {
        Q_ASSERT(curve.x.size() == curve.y.size());
        Prepared prepared{smoothed(curve.y, curve.smoothing), axisCoordinates(curve.y, m_logarithmic), {}};
        prepared.smoothCoordinates = axisCoordinates(prepared.smooth, m_logarithmic);
        m_prepared.push_back(std::move(prepared));
    }
    measure();
}

/// How far the data reach, in values; only what the axis can show.
void LineChart::measure()
{
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    m_fullX = m_fullY = {kInfinity, -kInfinity};
    std::vector<double> all;
    for (std::size_t i = 0; i < m_prepared.size(); ++i) {
        const Curve& curve = m_data.curves[i];
        for (std::size_t k = 0; k < curve.y.size(); ++k) {
            if (!std::isfinite(m_prepared[i].rawCoordinates[k]))
                continue;
            m_fullX = united(m_fullX, {curve.x[k], curve.x[k]});
            m_fullY = united(m_fullY, {curve.y[k], curve.y[k]});
            all.push_back(curve.y[k]);
        }
    }
    m_isEmpty = all.empty();
    if (m_isEmpty)
        m_fullX = m_fullY = {m_logarithmic ? 0.1 : 0.0, 1};
    m_focusedY = m_fullY;
    if (!m_isEmpty && m_data.fit == LineChartData::Fit::Focus && !m_logarithmic) {
        const Range focused{m_fullY.low, highPercentile(std::move(all))};
        if (m_fullY.span() > 2 * focused.span())
            m_focusedY = focused;
    }
}

AxisScale LineChart::defaultY(double height) const
{
    if (m_data.yRange && !(m_logarithmic && m_data.yRange->low <= 0))
        return {*m_data.yRange, m_logarithmic};
    if (m_logarithmic)
        return {decadeRange(m_fullY), true};
    return {niceAxis(m_focusedY, comfortableRows(height)).range, false};
}

std::optional<ChartView::Zoomable> LineChart::zoomable() const
{
    if (m_isEmpty)
        return std::nullopt;
    const AxisScale y = defaultY(height());
    const Range x = m_data.xRange.value_or(m_fullX);
    const Range full =
        AxisScale{
            m_logarithmic ? decadeRange(m_fullY) : niceAxis(m_fullY, comfortableRows(height())).range, m_logarithmic}
            .coordinates();
    return Zoomable{{united(x, m_fullX), united(full, y.coordinates())}, {x, y.coordinates()}};
}

ChartFrame LineChart::frame(const QSizeF& size, const ChartStyle& style) const
{
    ChartFrame frame;
    frame.atLeast = plotMargins();
    frame.x.scale.range = zoomWindow() ? zoomWindow()->x : m_data.xRange.value_or(m_fullX);
    frame.y.scale = defaultY(size.height());
    if (zoomWindow())
        frame.y.scale.range = {frame.y.scale.value(zoomWindow()->y.low), frame.y.scale.value(zoomWindow()->y.high)};
    const Range& y = frame.y.scale.range;
    frame.x.labels = axisLabels(niceTicks(frame.x.scale.range, comfortableColumns(size.width() - 40)), style.locale);
    frame.y.labels =
        axisLabels(m_logarithmic ? logTicks(y) : niceTicks(y, comfortableRows(size.height())), style.locale);
    frame.x.unit = m_data.xName;
    if (m_isEmpty)
        frame.emptyText = m_data.emptyText;
    else
        frame.footnote = footnote(frame.y.scale, style);
    frame.atLeast.setRight(std::max(frame.atLeast.right(), labelRoom(layOut(frame, size), style)));
    return frame;
}

/// Nothing, while all labels fit beside their lines' ends; else enough for the widest. Two layouts, not a slow squeeze
/// while the curves grow.
double LineChart::labelRoom(const PlotMap& map, const ChartStyle& style) const
{
    double widest = 0;
    bool fits = true;
    for (const DirectLabel& label : labels(map, style)) {
        const double width = directLabelWidth(label.text);
        widest = std::max(widest, width);
        fits = fits && label.anchor.x() + width <= map.size.width();
    }
    return fits ? 0 : widest + kLabelDistance + 1;
}

QString LineChart::footnote(const AxisScale& y, const ChartStyle& style) const
{
    if (m_logarithmic) {
        const int dropped = droppedValues();
        return dropped == 0
            ? QString()
            : tr("%1 value(s) at or below 0 left out", nullptr, dropped).arg(style.locale.toString(dropped));
    }
    if (zoomWindow() || m_focusedY == m_fullY)
        return {};
    int above = 0;
    for (const Curve& curve : m_data.curves)
        for (const double value : curve.y)
            above += value > y.range.high ? 1 : 0;
    return above == 0 ? QString() : tr("%1 value(s) above the axis", nullptr, above).arg(style.locale.toString(above));
}

std::vector<ChartLine> LineChart::lines(const PlotMap& map, const ChartStyle& style) const
{
    const int columns = std::max(1, static_cast<int>(std::ceil(map.area.width() * style.pixelRatio)));
    std::vector<ChartLine> lines;
    const auto crowded = [&](const Curve& curve) { return isCrowded(curve.x, map.x.range, columns); };
    for (std::size_t i = 0; i < m_prepared.size(); ++i) { // all raw lines first: no smoothed line is veiled
        const Curve& curve = m_data.curves[i];
        if (curve.smoothing > 0)
            lines.push_back({decimated(curve.x, m_prepared[i].rawCoordinates, map.x.range, columns),
                ChartTheme::rawLine(curve.role, style, crowded(curve))});
    }
    for (std::size_t i = 0; i < m_prepared.size(); ++i) {
        const Curve& curve = m_data.curves[i];
        const auto thinned = curve.smoothing > 0 && crowded(curve) ? averaged : decimated;
        lines.push_back({thinned(curve.x, m_prepared[i].smoothCoordinates, map.x.range, columns),
            ChartTheme::line(curve.role, style)});
    }
    return lines;
}

void LineChart::paint(QPainter& painter, const PlotMap& map, const ChartStyle& style) const
{
    for (std::size_t i = 0; i < m_prepared.size(); ++i) {
        const Curve& curve = m_data.curves[i];
        if (curve.x.empty() || curve.x.size() > kMostMarkers)
            continue;
        const double width = map.pixelX(curve.x.back()) - map.pixelX(curve.x.front());
        if (curve.x.size() > 1 && width / static_cast<double>(curve.x.size() - 1) < kMarkerSpacing)
            continue;
        for (std::size_t k = 0; k < curve.x.size(); ++k) {
            const QPointF at = map.pixel(curve.x[k], m_prepared[i].smooth[k]);
            if (std::isfinite(at.y()) && map.area.adjusted(-1, -1, 1, 1).contains(at))
                drawMarker(painter, at, curve.role, style);
        }
    }
    drawDirectLabels(
        painter, labels(map, style), QRectF(QPointF(), QSizeF(map.size.width(), map.area.bottom() + 4)), style);
}

/// Beside the last point in view of each curve, also while that lies above or below the plot area.
std::vector<DirectLabel> LineChart::labels(const PlotMap& map, const ChartStyle& style) const
{
    std::vector<DirectLabel> labels;
    for (std::size_t i = 0; i < m_prepared.size(); ++i) {
        const Curve& curve = m_data.curves[i];
        const auto inView = std::upper_bound(curve.x.begin(), curve.x.end(), map.x.range.high) - curve.x.begin();
        const auto last = lastFinite(m_prepared[i].smoothCoordinates, static_cast<std::size_t>(inView));
        if (!last)
            continue;
        const double value = m_prepared[i].smooth[*last];
        const double y = std::clamp(map.pixelY(value), map.area.top(), map.area.bottom());
        const double x = std::max(map.pixelX(curve.x[*last]), map.area.left());
        QString text = curve.name;
        if (m_data.valueInLabel)
            text = QStringLiteral("%1 %2").arg(numberText(value, m_data.decimals, style.locale), curve.name).trimmed();
        labels.push_back({{x + kLabelDistance, y}, text, lookOf(curve.role).text, Qt::AlignLeft});
    }
    return labels;
}

} // namespace qlab::app
