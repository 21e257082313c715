// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/scaling_chart.h"

#include "app/charts/chart_categories.h"
#include "app/charts/curve_math.h"

#include <QPainter>

#include <cmath>

namespace qlab::app {

namespace {

double logInterpolated(const ScalingSeries& series, double batch)
{
    const auto above = std::lower_bound(series.batch.begin(), series.batch.end(), batch) - series.batch.begin();
    const auto i = static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(above, 1, std::ssize(series.batch) - 1));
    const double share = std::log(batch / series.batch[i - 1]) / std::log(series.batch[i] / series.batch[i - 1]);
    return series.time[i - 1] * std::pow(series.time[i] / series.time[i - 1], share);
}

} // namespace

std::vector<double> breakEven(const ScalingSeries& a, const ScalingSeries& b)
{
    std::vector<double> x, timeA, timeB;
    for (std::size_t i = 0; i < a.batch.size(); ++i) {
        const auto other = std::lower_bound(b.batch.begin(), b.batch.end(), a.batch[i]);
        if (other == b.batch.end() || *other != a.batch[i])
            continue;
        x.push_back(std::log10(a.batch[i]));
        timeA.push_back(std::log10(a.time[i]));
        timeB.push_back(std::log10(b.time[static_cast<std::size_t>(other - b.batch.begin())]));
    }
    std::vector<double> found = crossings(x, timeA, timeB);
    for (double& value : found)
        value = std::pow(10.0, value);
    return found;
}

void ScalingChart::setData(ScalingChartData data)
{
    m_data = std::move(data);
    contentChanged();
}

QString ScalingChart::valueText(double value, const ChartStyle& style) const
{
    return QStringLiteral("%1 %2").arg(numberText(value, m_data.decimals, style.locale), m_data.unit).trimmed();
}

std::vector<double> ScalingChart::batches() const
{
    std::vector<double> all;
    for (const ScalingSeries& series : m_data.series)
        all.insert(all.end(), series.batch.begin(), series.batch.end());
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

ChartFrame ScalingChart::frame(const QSizeF&, const ChartStyle& style) const
{
    ChartFrame frame;
    frame.atLeast = plotMargins();
    const std::vector<double> x = batches();
    Range time{10, 1000}, batch{1, 10'000};
    if (x.empty()) {
        frame.emptyText = m_data.emptyText;
    } else {
        batch = {x.front(), x.back()};
        time = {1e300, 0};
        for (const ScalingSeries& series : m_data.series)
            for (const double value : series.time)
                time = united(time, {value, value});
    }
    frame.x.scale = {wholeDecades(batch), true};
    frame.y.scale = {wholeDecades(time), true};
    frame.x.labels = axisLabels(logTicks(frame.x.scale.range), style.locale);
    frame.y.labels = axisLabels(logTicks(frame.y.scale.range), style.locale);
    frame.x.unit = m_data.xName.isEmpty() ? tr("images per call") : m_data.xName;
    frame.footnote = m_data.footnote;
    return frame;
}

std::vector<ChartLine> ScalingChart::lines(const PlotMap&, const ChartStyle& style) const
{
    std::vector<ChartLine> lines;
    for (const ScalingSeries& series : m_data.series) {
        QList<QPointF> points;
        for (std::size_t i = 0; i < series.batch.size(); ++i)
            points.append({std::log10(series.batch[i]), std::log10(series.time[i])});
        lines.push_back({points, ChartTheme::line(series.role, style)});
    }
    return lines;
}

void ScalingChart::paint(QPainter& painter, const PlotMap& map, const ChartStyle& style) const
{
    paintBreakEven(painter, map, style);
    for (const ScalingSeries& series : m_data.series)
        for (std::size_t i = 0; i < series.batch.size(); ++i)
            drawMarker(painter, map.pixel(series.batch[i], series.time[i]), series.role, style);
    drawDirectLabels(painter, endLabels(map, style), QRectF(QPointF(), map.size), style);
}

/// The slowest at the right end is labelled above its line, the others below theirs, while there is room.
std::vector<DirectLabel> ScalingChart::endLabels(const PlotMap& map, const ChartStyle& style) const
{
    double slowest = 0;
    for (const ScalingSeries& series : m_data.series)
        slowest = std::max(slowest, series.time.empty() ? 0 : series.time.back());
    const double half = captionHeight() / 2, lift = half + 5;
    std::vector<DirectLabel> labels;
    for (const ScalingSeries& series : m_data.series) {
        if (series.time.empty())
            continue;
        const QPointF end = map.pixel(series.batch.back(), series.time.back());
        const bool above = series.time.back() == slowest || end.y() + lift + half > map.area.bottom();
        const bool named = m_data.endLabels == ScalingChartData::EndLabels::Names;
        labels.push_back({{end.x() + 2, end.y() + (above ? -lift : lift)},
            named ? series.name : valueText(series.time.back(), style), lookOf(series.role).text, Qt::AlignRight});
    }
    return labels;
}

/// The last change of places: beyond it one of the two stays ahead. Earlier ones would be noise.
void ScalingChart::paintBreakEven(QPainter& painter, const PlotMap& map, const ChartStyle& style) const
{
    if (m_data.series.size() < 2)
        return;
    const std::vector<double> equal = breakEven(m_data.series[0], m_data.series[1]);
    if (equal.empty())
        return;
    const double batch = equal.back();
    const QPointF at = map.pixel(batch, logInterpolated(m_data.series[0], batch));
    for (double y = at.y() + 10; y + 3 < map.area.bottom(); y += 6)
        drawHairline(painter, {at.x(), y}, {at.x(), y + 3}, style.color(Token::Axis));
    painter.setPen(QPen(style.color(Token::Text), 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(at, 7, 7);

    const QString text = tr("equal at %1").arg(numberText(batch, batch < 10 ? 1 : 0, style.locale));
    // Times fall to the right, so the corner above the crossing is free.
    const bool onLeft = at.x() + directLabelWidth(text) + 12 > map.size.width();
    const QPointF anchor = at + QPointF(onLeft ? -8 : 8, -captionHeight());
    drawDirectLabels(painter, {{anchor, text, Token::Text2, onLeft ? Qt::AlignRight : Qt::AlignLeft}},
        QRectF(QPointF(), map.size), style);
}

std::optional<int> ScalingChart::nearestStop(const QPointF& pixel, const PlotMap& map) const
{
    const std::vector<double> all = batches();
    if (all.empty() || pixel.x() < map.area.left() - 4 || pixel.x() > map.area.right() + 4)
        return std::nullopt;
    const auto nearest = std::min_element(all.begin(), all.end(),
        [&](double a, double b) { return std::abs(map.pixelX(a) - pixel.x()) < std::abs(map.pixelX(b) - pixel.x()); });
    return static_cast<int>(nearest - all.begin());
}

std::optional<int> ScalingChart::nextStop(int stop, int direction, const PlotMap&) const
{
    return categoryBeside(stop, direction, batches().size());
}

std::optional<HoverInfo> ScalingChart::hover(int stop, const PlotMap& map, const ChartStyle& style) const
{
    const std::vector<double> all = batches();
    if (stop < 0 || stop >= static_cast<int>(all.size()))
        return std::nullopt;
    const double batch = all[static_cast<std::size_t>(stop)];
    HoverInfo info;
    info.title =
        (batch == 1 ? tr("%1 image per call") : tr("%1 images per call")).arg(numberText(batch, 0, style.locale));
    info.at = {map.pixelX(batch), map.area.center().y()};
    info.crosshair = true;
    for (const ScalingSeries& series : m_data.series) {
        const auto found = std::lower_bound(series.batch.begin(), series.batch.end(), batch);
        if (found == series.batch.end() || *found != batch)
            continue;
        const double time = series.time[static_cast<std::size_t>(found - series.batch.begin())];
        const QString exact = numberText(time, m_data.decimals + 1, style.locale) + u' ' + m_data.unit;
        info.rows.push_back({series.name, exact, lookOf(series.role).text, true});
        info.rings.push_back({map.pixel(batch, time), lookOf(series.role).graphic});
    }
    return info;
}

ChartTable ScalingChart::table() const
{
    ChartTable table{{QStringLiteral("model"), QStringLiteral("images per call"),
                         headerText(QStringLiteral("time per image"), m_data.unit)},
        {}};
    for (const ScalingSeries& series : m_data.series)
        for (std::size_t i = 0; i < series.batch.size(); ++i)
            table.rows.push_back({series.name, series.batch[i], series.time[i]});
    return table;
}

} // namespace qlab::app
