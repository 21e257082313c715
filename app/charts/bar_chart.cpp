// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/bar_chart.h"

#include "app/charts/chart_categories.h"
#include "app/charts/chart_paint.h"

#include <QPainter>

#include <numeric>

namespace qlab::app {

namespace {

constexpr double kWidestBar = 56, kBarShare = 0.6; // of a category
constexpr double kLeastCap = 2;
constexpr double kWhisker = 1.5, kWhiskerCap = 12;
constexpr double kLabelLift = 3;

} // namespace

double Bar::total() const
{
    return std::accumulate(
        parts.begin(), parts.end(), 0.0, [](double sum, const BarPart& part) { return sum + part.value; });
}

void BarChart::setData(BarChartData data)
{
    m_data = std::move(data);
    contentChanged();
}

QString BarChart::valueText(double value, int decimals, const ChartStyle& style) const
{
    return QStringLiteral("%1 %2").arg(numberText(value, decimals, style.locale), m_data.unit).trimmed();
}

ChartFrame BarChart::frame(const QSizeF& size, const ChartStyle& style) const
{
    ChartFrame frame;
    frame.atLeast = plotMargins();
    frame.footnote = m_data.footnote;
    std::vector<QString> names;
    double highest = 0;
    for (const Bar& bar : m_data.bars) {
        names.push_back(bar.name);
        highest = std::max({highest, bar.total(), bar.spread ? bar.spread->high : 0.0});
    }
    if (names.empty()) {
        frame.emptyText = m_data.emptyText;
        highest = m_data.yRange.value_or(Range{0, 1}).high;
    }
    frame.x = categoryAxis(names);
    // Half a label may stand in the margin over the plot area; the axis has room for the rest.
    const double plotHeight = std::max(40.0, layOut(frame, size).area.height());
    const double labelShare = captionHeight() / 2 / plotHeight;
    const NiceAxis y = niceAxis({0, highest * (1 + labelShare)}, comfortableRows(size.height()));
    frame.y.scale.range = y.range;
    frame.y.labels = axisLabels(y.ticks, style.locale);
    return frame;
}

void BarChart::paint(QPainter& painter, const PlotMap& map, const ChartStyle& style) const
{
    for (std::size_t i = 0; i < m_data.bars.size(); ++i)
        paintBar(painter, i, map, style);
}

double BarChart::barTop(const Bar& bar, const PlotMap& map) const
{
    return map.pixelY(std::max(bar.total(), bar.spread ? bar.spread->high : 0.0));
}

void BarChart::paintBar(QPainter& painter, std::size_t index, const PlotMap& map, const ChartStyle& style) const
{
    const Bar& bar = m_data.bars[index];
    const double width = std::min(kWidestBar, kBarShare * categoryWidth(map, m_data.bars.size()));
    const double x = map.pixelX(static_cast<double>(index));
    const auto rect = [&](double top, double bottom) { return QRectF(x - width / 2, top, width, bottom - top); };

    double top = map.pixelY(bar.total());
    for (std::size_t i = bar.parts.size(); i-- > 1;) { // caps from the top down, the first part takes what is left
        const double height = map.pixelY(0) - map.pixelY(bar.parts[i].value);
        const double bottom = top + (bar.parts[i].value > 0 ? std::max(kLeastCap, height) : 0);
        painter.fillRect(
            onDeviceGrid(painter, rect(top, bottom)), style.color(i % 2 == 1 ? Token::Text3 : Token::Control));
        top = bottom;
    }
    drawBar(painter, rect(std::min(top, map.area.bottom()), map.area.bottom()), bar.role, style);
    if (bar.spread)
        drawWhisker(painter, x, map.pixelY(bar.spread->high), map.pixelY(bar.spread->low), kWhiskerCap, kWhisker,
            style.color(Token::Text));

    const QPointF anchor(x, barTop(bar, map) - kLabelLift - captionHeight() / 2);
    drawDirectLabels(painter,
        {{anchor, valueText(bar.total(), m_data.decimals, style), lookOf(bar.role).text, Qt::AlignHCenter}},
        QRectF(QPointF(), map.size), style);
}

std::optional<int> BarChart::nearestStop(const QPointF& pixel, const PlotMap& map) const
{
    return categoryAt(pixel, map, m_data.bars.size());
}

std::optional<int> BarChart::nextStop(int stop, int direction, const PlotMap&) const
{
    return categoryBeside(stop, direction, m_data.bars.size());
}

std::optional<HoverInfo> BarChart::hover(int stop, const PlotMap& map, const ChartStyle& style) const
{
    if (stop < 0 || stop >= static_cast<int>(m_data.bars.size()))
        return std::nullopt;
    const Bar& bar = m_data.bars[static_cast<std::size_t>(stop)];
    const int decimals = m_data.exactDecimals;
    HoverInfo info;
    info.title = bar.name;
    info.rows.push_back({m_data.quantity, valueText(bar.total(), decimals, style), lookOf(bar.role).text, true});
    for (const BarPart& part : bar.parts)
        if (bar.parts.size() > 1)
            info.rows.push_back({part.name, valueText(part.value, decimals, style), Token::Text2, false});
    if (bar.spread)
        info.rows.push_back({m_data.spreadName,
            tr("%1 … %2").arg(
                numberText(bar.spread->low, decimals, style.locale), valueText(bar.spread->high, decimals, style)),
            Token::Text2, false});
    const double halfBar = std::min(kWidestBar, kBarShare * categoryWidth(map, m_data.bars.size())) / 2;
    const bool onLeft = map.pixelX(stop) < map.size.width() / 2;
    info.at = {map.pixelX(stop) + (onLeft ? halfBar : -halfBar), map.pixelY(bar.total() / 2)};
    return info;
}

/// One row a bar: total, every part that occurs, and the spread where there is one.
ChartTable BarChart::table() const
{
    std::vector<QString> partNames;
    for (const Bar& bar : m_data.bars)
        for (const BarPart& part : bar.parts)
            if (std::find(partNames.begin(), partNames.end(), part.name) == partNames.end())
                partNames.push_back(part.name);
    const bool showParts = partNames.size() > 1;
    const bool showSpread =
        std::any_of(m_data.bars.begin(), m_data.bars.end(), [](const Bar& b) { return b.spread.has_value(); });

    ChartTable table{{QStringLiteral("name"), headerText(m_data.quantity, m_data.unit)}, {}};
    for (const QString& name : partNames)
        if (showParts)
            table.header.push_back(headerText(name, m_data.unit));
    for (const QLatin1String suffix : {QLatin1String(" low"), QLatin1String(" high")})
        if (showSpread)
            table.header.push_back(headerText(m_data.quantity + suffix, m_data.unit));

    constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    for (const Bar& bar : m_data.bars) {
        std::vector<ChartTable::Cell> row{bar.name, bar.total()};
        for (const QString& name : partNames) {
            const auto part =
                std::find_if(bar.parts.begin(), bar.parts.end(), [&](const BarPart& p) { return p.name == name; });
            if (showParts)
                row.push_back(part == bar.parts.end() ? kNone : part->value);
        }
        if (showSpread) {
            row.push_back(bar.spread ? bar.spread->low : kNone);
            row.push_back(bar.spread ? bar.spread->high : kNone);
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

} // namespace qlab::app
