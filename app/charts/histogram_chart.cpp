// SPDX-License-Identifier: GPL-3.0-or-later
// What a histogram chart says and does; how it is drawn stands in histogram_paint.cpp.
#include "app/charts/histogram_chart.h"

#include "app/charts/chart_categories.h"

#include <QKeyEvent>
#include <QMouseEvent>

#include <cmath>

namespace qlab::app {

namespace {

constexpr double kGrip = 8;         // px beside a handle that still take hold of it
constexpr double kKeyStep = 0.005;  // of the largest limit
constexpr double kLeastClip = 0.01; // of the largest limit

/// As many decimals as tell one bin from the next.
int binDecimals(double width) { return std::clamp(static_cast<int>(std::ceil(-std::log10(width))) + 1, 0, 6); }

} // namespace

void HistogramChart::setData(HistogramChartData data)
{
    m_data = std::move(data);
    contentChanged();
}

Range HistogramChart::bin(std::size_t index) const
{
    const double width = m_data.range.span() / static_cast<double>(m_data.counts.size());
    const double low = m_data.range.low + static_cast<double>(index) * width;
    return {low, low + width};
}

bool HistogramChart::isOutside(std::size_t index) const
{
    return m_data.representable && !m_data.representable->contains(bin(index).middle());
}

std::vector<LegendEntry> HistogramChart::legend() const
{
    if (m_data.counts.empty())
        return {};
    std::vector<LegendEntry> entries{{tr("weights"), LegendEntry::Swatch::Bar, m_data.role, Token::Text}};
    if (!m_data.levels.empty())
        entries.push_back({tr("levels"), LegendEntry::Swatch::DashedLine, SeriesRole::Quantized, Token::Text});
    return entries;
}

// --- handles

double HistogramChart::largestClip() const { return std::max(std::abs(m_data.range.low), std::abs(m_data.range.high)); }

bool HistogramChart::isOverHandle(const QPointF& pixel) const
{
    if (!m_data.canDrag || !m_data.clip || m_data.counts.empty())
        return false;
    const PlotMap& map = plotMap();
    const bool inHeight = pixel.y() >= 0 && pixel.y() <= map.area.bottom();
    const auto near = [&](double value) { return std::abs(map.pixelX(value) - pixel.x()) <= kGrip; };
    return inHeight && (near(*m_data.clip) || near(-*m_data.clip));
}

/// Shows the handles there at once; levels and zones follow with the next data.
void HistogramChart::moveClip(double limit)
{
    const double clip = std::clamp(std::abs(limit), kLeastClip * largestClip(), largestClip());
    if (clip == m_data.clip)
        return;
    m_data.clip = clip;
    contentChanged();
    Q_EMIT clipDragged(clip);
}

void HistogramChart::mousePressEvent(QMouseEvent* event)
{
    m_isDragging = event->button() == Qt::LeftButton && isOverHandle(event->position());
    if (!m_isDragging)
        return ChartView::mousePressEvent(event);
    hideHover();
}

void HistogramChart::mouseMoveEvent(QMouseEvent* event)
{
    if (m_isDragging)
        return moveClip(plotMap().valueX(event->position().x()));
    if (isOverHandle(event->position())) {
        setCursor(Qt::SizeHorCursor);
        return hideHover();
    }
    unsetCursor();
    ChartView::mouseMoveEvent(event);
}

void HistogramChart::mouseReleaseEvent(QMouseEvent* event)
{
    m_isDragging = false;
    ChartView::mouseReleaseEvent(event);
}

void HistogramChart::keyPressEvent(QKeyEvent* event)
{
    const bool far = event->key() == Qt::Key_PageUp || event->key() == Qt::Key_PageDown;
    const bool wider = event->key() == Qt::Key_Up || event->key() == Qt::Key_PageUp;
    const bool narrower = event->key() == Qt::Key_Down || event->key() == Qt::Key_PageDown;
    if (!m_data.canDrag || !m_data.clip || (!wider && !narrower))
        return ChartView::keyPressEvent(event);
    moveClip(*m_data.clip + (wider ? 1 : -1) * (far ? 10 : 1) * kKeyStep * largestClip());
}

// --- hover and table

std::optional<int> HistogramChart::nearestStop(const QPointF& pixel, const PlotMap& map) const
{
    if (m_data.counts.empty() || !map.area.adjusted(-1, -captionHeight(), 1, 4).contains(pixel))
        return std::nullopt;
    const double share = (map.valueX(pixel.x()) - m_data.range.low) / m_data.range.span();
    const auto last = static_cast<double>(m_data.counts.size() - 1);
    return static_cast<int>(std::clamp(std::floor(share * (last + 1)), 0.0, last));
}

std::optional<int> HistogramChart::nextStop(int stop, int direction, const PlotMap&) const
{
    return categoryBeside(stop, direction, m_data.counts.size());
}

std::optional<HoverInfo> HistogramChart::hover(int stop, const PlotMap& map, const ChartStyle& style) const
{
    if (stop < 0 || stop >= static_cast<int>(m_data.counts.size()))
        return std::nullopt;
    const auto index = static_cast<std::size_t>(stop);
    const Range range = bin(index);
    const int decimals = binDecimals(range.span());
    HoverInfo info;
    info.title = tr("%1 … %2").arg(
        numberText(range.low, decimals, style.locale), numberText(range.high, decimals, style.locale));
    info.rows.push_back({tr("weights"), numberText(m_data.counts[index], 0, style.locale), Token::OriginalText, true});
    const auto nearest =
        std::min_element(m_data.levels.begin(), m_data.levels.end(), [&](const auto& a, const auto& b) {
            return std::abs(a.value - range.middle()) < std::abs(b.value - range.middle());
        });
    if (isOutside(index))
        info.rows.push_back({m_data.wraps ? tr("wrapped") : tr("clipped"), QString(), Token::Bad, true});
    else if (nearest != m_data.levels.end())
        info.rows.push_back({tr("nearest level %1").arg(numberText(nearest->code, 0, style.locale)),
            numberText(nearest->value, decimals, style.locale), Token::QuantizedText, true});
    info.at = {map.pixelX(range.middle()), map.pixelY(m_data.counts[index])};
    info.crosshair = true;
    return info;
}

ChartTable HistogramChart::table() const
{
    ChartTable table{{QStringLiteral("from"), QStringLiteral("to"), QStringLiteral("weights")}, {}};
    for (std::size_t i = 0; i < m_data.counts.size(); ++i)
        table.rows.push_back({bin(i).low, bin(i).high, m_data.counts[i]});
    return table;
}

} // namespace qlab::app
