// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/breakdown_chart.h"

#include "app/charts/chart_categories.h"
#include "app/charts/chart_paint.h"
#include "app/widgets/number_text.h"

#include <QFontMetricsF>
#include <QPainter>

#include <numeric>

namespace qlab::app {

namespace {

constexpr double kLabelGap = 7;
constexpr double kThinnestBar = 6, kThickestBar = 32;
// Distances as shares of a bar's thickness, so that the chart fills its card at any height.
constexpr double kUnderHeading = 0.25, kBetweenBars = 0.4, kBetweenGroups = 0.75, kOverLegend = 0.75,
                 kOverSentence = 0.6;

Token partColor(TimePart part)
{
    switch (part) {
    case TimePart::Range:
        return Token::Text3;
    case TimePart::Quantize:
        return Token::Control;
    default:
        return Token::Text;
    }
}

double wrappedHeight(const QString& text, double width)
{
    const QFontMetricsF metrics(textFont(TextRole::Caption));
    return text.isEmpty() ? 0
                          : metrics.boundingRect(QRectF(0, 0, width, 1000), Qt::TextWordWrap, unbroken(text)).height();
}

} // namespace

/// Where everything stands, for one size.
struct BreakdownChart::Layout {
    struct PlacedBar {
        std::size_t group, bar;
        QRectF rect; ///< of all its parts
    };
    std::vector<QRectF> headings;
    std::vector<PlacedBar> bars;
    QRectF legend, sentence;
    double perUnit = 1; ///< px
};

double TimeBar::total() const { return std::accumulate(parts.begin(), parts.end(), 0.0); }

void BreakdownChart::setData(BreakdownChartData data)
{
    m_data = std::move(data);
    contentChanged();
}

QString BreakdownChart::partName(TimePart part)
{
    switch (part) {
    case TimePart::Range:
        return tr("range");
    case TimePart::Quantize:
        return tr("quantize");
    case TimePart::Multiply:
        return tr("multiply");
    case TimePart::Rescale:
        return tr("rescale");
    }
    return {};
}

QString BreakdownChart::valueText(double value, const ChartStyle& style) const
{
    return QStringLiteral("%1 %2").arg(numberText(value, m_data.decimals, style.locale), m_data.unit).trimmed();
}

ChartFrame BreakdownChart::frame(const QSizeF&, const ChartStyle&) const
{
    ChartFrame frame;
    frame.hasAxes = false;
    if (m_data.groups.empty())
        frame.emptyText = m_data.emptyText;
    return frame;
}

/// The legend: steps that occur.
std::vector<LegendEntry> BreakdownChart::parts() const
{
    std::vector<LegendEntry> entries;
    for (std::size_t i = 0; i < kTimeParts; ++i) {
        const auto part = static_cast<TimePart>(i);
        bool occurs = false;
        for (const TimeGroup& group : m_data.groups)
            for (const TimeBar& bar : group.bars)
                occurs = occurs || bar.parts[i] > 0;
        if (occurs)
            entries.push_back({partName(part),
                part == TimePart::Multiply ? LegendEntry::Swatch::BothModels : LegendEntry::Swatch::Plain,
                SeriesRole::Original, partColor(part)});
    }
    return entries;
}

/// Px per unit at which every bar still has room for its label.
double BreakdownChart::scale(double width, const ChartStyle& style) const
{
    double scale = 1e300;
    for (const TimeGroup& group : m_data.groups)
        for (const TimeBar& bar : group.bars) {
            const double room = width - kLabelGap - directLabelWidth(valueText(bar.total(), style));
            scale = std::min(scale, room / std::max(bar.total(), 1e-12));
        }
    return std::max(0.0, scale);
}

BreakdownChart::Layout BreakdownChart::layout(const QSizeF& size, const ChartStyle& style) const
{
    double bars = 0;
    for (const TimeGroup& group : m_data.groups)
        bars += static_cast<double>(group.bars.size());
    const auto groups = static_cast<double>(m_data.groups.size());
    const double legend = legendHeight(parts(), size.width());
    const double texts = groups * captionHeight() + legend;
    const double shares =
        groups * kUnderHeading + bars + (bars - groups) * kBetweenBars + (groups - 1) * kBetweenGroups + kOverLegend;
    // The sentence is left out where the bars would get thinner than they can be.
    double sentence = wrappedHeight(m_data.sentence, size.width());
    if (texts + sentence + (shares + kOverSentence) * kThinnestBar > size.height())
        sentence = 0;
    const double room = size.height() - texts - sentence;
    const double bar = std::clamp(room / (shares + (sentence > 0 ? kOverSentence : 0)), kThinnestBar, kThickestBar);

    Layout layout;
    layout.perUnit = scale(size.width(), style);
    double y = 0;
    for (std::size_t g = 0; g < m_data.groups.size(); ++g) {
        layout.headings.push_back({0, y, size.width(), captionHeight()});
        y += captionHeight() + kUnderHeading * bar;
        for (std::size_t b = 0; b < m_data.groups[g].bars.size(); ++b) {
            layout.bars.push_back({g, b, {0, y, m_data.groups[g].bars[b].total() * layout.perUnit, bar}});
            y += bar * (1 + kBetweenBars);
        }
        y += bar * (kBetweenGroups - kBetweenBars);
    }
    layout.legend = {0, y + bar * (kOverLegend - kBetweenGroups), size.width(), legend};
    layout.sentence = {0, layout.legend.bottom() + kOverSentence * bar, size.width(), sentence};
    return layout;
}

void BreakdownChart::paint(QPainter& painter, const PlotMap& map, const ChartStyle& style) const
{
    const Layout places = layout(map.size, style);
    for (std::size_t g = 0; g < m_data.groups.size(); ++g) {
        painter.setFont(textFont(TextRole::DirectLabel));
        painter.setPen(style.color(Token::Text2));
        painter.drawText(
            places.headings[g], Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, m_data.groups[g].heading);
    }
    for (const Layout::PlacedBar& placed : places.bars)
        paintBar(painter, m_data.groups[placed.group].bars[placed.bar], placed.rect, places.perUnit, style);
    drawLegend(painter, places.legend, parts(), style);
    painter.setFont(textFont(TextRole::Caption));
    painter.setPen(style.color(Token::Text2));
    if (!places.sentence.isEmpty())
        painter.drawText(places.sentence, Qt::TextWordWrap | Qt::TextDontClip, unbroken(m_data.sentence));
}

void BreakdownChart::paintBar(
    QPainter& painter, const TimeBar& bar, const QRectF& rect, double perUnit, const ChartStyle& style) const
{
    double left = rect.left();
    for (std::size_t i = 0; i < kTimeParts; ++i) {
        const auto part = static_cast<TimePart>(i);
        const QRectF piece(left, rect.top(), bar.parts[i] * perUnit, rect.height());
        left = piece.right();
        if (part == TimePart::Multiply)
            drawBar(painter, piece, bar.role, style);
        else
            painter.fillRect(onDeviceGrid(painter, piece), style.color(partColor(part)));
    }
    const QPointF anchor(left + kLabelGap, rect.center().y());
    drawDirectLabels(painter, {{anchor, valueText(bar.total(), style), lookOf(bar.role).text, Qt::AlignLeft}},
        QRectF(0, rect.top() - 10, 1e6, rect.height() + 20), style);
}

std::optional<int> BreakdownChart::nearestStop(const QPointF& pixel, const PlotMap& map) const
{
    std::optional<int> nearest;
    double least = 1e300;
    const Layout places = layout(map.size, ChartStyle{});
    for (std::size_t i = 0; i < places.bars.size(); ++i) {
        const double distance = std::abs(places.bars[i].rect.center().y() - pixel.y());
        if (distance < least && distance <= places.bars[i].rect.height()) {
            least = distance;
            nearest = static_cast<int>(i);
        }
    }
    return nearest;
}

std::optional<int> BreakdownChart::nextStop(int stop, int direction, const PlotMap& map) const
{
    return categoryBeside(stop, direction, layout(map.size, ChartStyle{}).bars.size());
}

std::optional<HoverInfo> BreakdownChart::hover(int stop, const PlotMap& map, const ChartStyle& style) const
{
    const Layout places = layout(map.size, style);
    if (stop < 0 || stop >= static_cast<int>(places.bars.size()))
        return std::nullopt;
    const Layout::PlacedBar& placed = places.bars[static_cast<std::size_t>(stop)];
    const TimeGroup& group = m_data.groups[placed.group];
    const TimeBar& bar = group.bars[placed.bar];
    const auto exact = [&](double value) {
        return QStringLiteral("%1 %2").arg(numberText(value, m_data.decimals + 1, style.locale), m_data.unit).trimmed();
    };
    HoverInfo info;
    info.title = group.heading;
    info.rows.push_back({bar.name, exact(bar.total()), lookOf(bar.role).text, true});
    for (std::size_t i = 0; i < kTimeParts; ++i)
        if (bar.parts[i] > 0)
            info.rows.push_back({partName(static_cast<TimePart>(i)), exact(bar.parts[i]), Token::Text2, false});
    info.at = {
        placed.rect.right() + kLabelGap + directLabelWidth(valueText(bar.total(), style)), placed.rect.center().y()};
    return info;
}

ChartTable BreakdownChart::table() const
{
    ChartTable table{{QStringLiteral("input"), QStringLiteral("model")}, {}};
    for (std::size_t i = 0; i < kTimeParts; ++i)
        table.header.push_back(headerText(partName(static_cast<TimePart>(i)), m_data.unit));
    table.header.push_back(headerText(QStringLiteral("total"), m_data.unit));
    for (const TimeGroup& group : m_data.groups)
        for (const TimeBar& bar : group.bars) {
            std::vector<ChartTable::Cell> row{group.heading, bar.name};
            row.insert(row.end(), bar.parts.begin(), bar.parts.end());
            row.push_back(bar.total());
            table.rows.push_back(std::move(row));
        }
    return table;
}

} // namespace qlab::app
