// SPDX-License-Identifier: GPL-3.0-or-later
// How a histogram chart looks. All of it is painted over the plot area: Qt Charts would need a bar set for every bin.
#include "app/charts/chart_paint.h"
#include "app/charts/histogram_chart.h"

#include <QPainter>

#include <cmath>

namespace qlab::app {

namespace {

constexpr double kLabelRow = 6;      // over the plot area to the middle of the level labels, beside half their height
constexpr double kLabelSpacing = 17; // px between two labelled levels
constexpr double kLineSpacing = 8;   // px between two level lines
constexpr double kDashOn = 4, kDashOff = 3;
constexpr double kHeadroom = 1.12; // of the highest bar
constexpr double kHandleWidth = 10, kHandleHeight = 20;

} // namespace

ChartFrame HistogramChart::frame(const QSizeF& size, const ChartStyle& style) const
{
    ChartFrame frame;
    frame.atLeast = plotMargins();
    if (!m_data.levels.empty())
        frame.atLeast.setTop(std::max(frame.atLeast.top(), captionHeight() + kLabelRow - 4));
    double highest = 0;
    for (const double count : m_data.counts)
        highest = std::max(highest, count);
    if (m_data.counts.empty())
        frame.emptyText = m_data.emptyText;
    frame.x.scale.range = m_data.range;
    frame.y.scale.range = {0, std::max(1.0, highest * kHeadroom)};
    frame.x.labels = axisLabels(niceTicks(m_data.range, comfortableColumns(size.width() - 40)), style.locale);
    const int rows = comfortableRows(size.height() - 2.5 * captionHeight());
    frame.y.labels = axisLabels(niceTicks(frame.y.scale.range, rows), style.locale);
    if (!m_data.counts.empty())
        frame.footnote = footnote(layOut(frame, size), style);
    return frame;
}

/// What the drawing had to leave out at this width.
QString HistogramChart::footnote(const PlotMap& map, const ChartStyle& style) const
{
    QStringList notes;
    const std::size_t drawn = drawnLevels(map).size();
    if (const int stride = levelStride(kLineSpacing, map); m_data.evenLevels && stride > 1)
        notes.append(tr("one level in %1 drawn").arg(stride));
    else if (!m_data.evenLevels && drawn < m_data.levels.size())
        notes.append(tr("%1 of %2 levels drawn").arg(drawn).arg(m_data.levels.size()));
    if (m_data.outOfRange > 0 && !outsideLabel(map, style))
        notes.append(outsideText(style));
    return notes.join(QStringLiteral("; "));
}

void HistogramChart::paint(QPainter& painter, const PlotMap& map, const ChartStyle& style) const
{
    paintZones(painter, map, style);
    paintLevels(painter, map, style);
    paintBars(painter, map, style);
    paintOutside(painter, map, style);
    paintHandles(painter, map, style);
}

void HistogramChart::paintZones(QPainter& painter, const PlotMap& map, const ChartStyle& style) const
{
    if (!m_data.representable)
        return;
    const double low = std::max(map.pixelX(m_data.representable->low), map.area.left());
    const double high = std::min(map.pixelX(m_data.representable->high), map.area.right());
    QColor color = style.color(Token::Control);
    color.setAlphaF(0.7F);
    QRectF left = map.area, right = map.area;
    left.setRight(low);
    right.setLeft(high);
    for (const QRectF& zone : {left, right})
        if (zone.width() > 0)
            drawHatch(painter, onDeviceGrid(painter, zone), color, 0.9, 4.1);
}

/// The least power of two, so that every stride-th level is at least \p pixels from the next.
int HistogramChart::levelStride(double pixels, const PlotMap& map) const
{
    if (m_data.levels.size() < 2)
        return 1;
    const double extent = std::abs(map.pixelX(m_data.levels.back().value) - map.pixelX(m_data.levels.front().value));
    const double spacing = extent / static_cast<double>(m_data.levels.size() - 1);
    int stride = 1;
    while (stride * spacing < pixels && stride < 1024)
        stride *= 2;
    return stride;
}

/// Odd integers only.
bool HistogramChart::isOdd() const
{
    return m_data.levels.size() > 1 && m_data.levels[1].code - m_data.levels[0].code == 2;
}

/// Those with so much room: of equal steps the multiples of the stride, so that 0 stays; else from the left each that
/// is far enough from the one before.
HistogramChart::Levels HistogramChart::apart(const Levels& levels, double pixels, const PlotMap& map) const
{
    const int stride = levelStride(pixels, map);
    const auto isMultiple = [&](int code) { return (isOdd() ? (code + 1) / 2 : code) % stride == 0; };
    Levels kept;
    for (const QuantLevel* level : levels) {
        const double x = map.pixelX(level->value);
        if (m_data.evenLevels ? isMultiple(level->code) : kept.empty() || x - map.pixelX(kept.back()->value) >= pixels)
            kept.push_back(level);
    }
    return kept;
}

HistogramChart::Levels HistogramChart::drawnLevels(const PlotMap& map) const
{
    Levels all;
    for (const QuantLevel& level : m_data.levels)
        all.push_back(&level);
    return apart(all, kLineSpacing, map);
}

HistogramChart::Levels HistogramChart::labelledLevels(const PlotMap& map) const
{
    double widest = 0;
    for (const QuantLevel& level : m_data.levels)
        widest = std::max(widest, captionWidth(numberText(level.code, 0, QLocale::c())));
    return apart(drawnLevels(map), std::max(kLabelSpacing * fontFactor(), widest + 6), map);
}

void HistogramChart::paintLevels(QPainter& painter, const PlotMap& map, const ChartStyle& style) const
{
    const auto isInside = [&](double x) { return x >= map.area.left() - 1 && x <= map.area.right() + 1; };
    const double labelTop = map.area.top() - captionHeight() - 1;
    for (const QuantLevel* level : drawnLevels(map)) {
        const double x = map.pixelX(level->value);
        if (!isInside(x))
            continue;
        for (double y = map.area.top(); y < map.area.bottom(); y += kDashOn + kDashOff)
            drawHairline(painter, {x, y}, {x, std::min(y + kDashOn, map.area.bottom())}, style.color(Token::Quantized));
    }
    for (const QuantLevel* level : labelledLevels(map)) {
        const double x = map.pixelX(level->value);
        if (isInside(x))
            drawCaption(painter, {x - 20, labelTop, 40, captionHeight()}, Qt::AlignHCenter,
                numberText(level->code, 0, style.locale), style.color(Token::QuantizedText));
    }
}

void HistogramChart::paintBars(QPainter& painter, const PlotMap& map, const ChartStyle& style) const
{
    const double binWidth = map.area.width() / static_cast<double>(m_data.counts.size());
    const double gap = binWidth >= 3 ? 1 : 0;
    for (std::size_t i = 0; i < m_data.counts.size(); ++i) {
        if (m_data.counts[i] <= 0)
            continue;
        const double left = map.area.left() + static_cast<double>(i) * binWidth;
        const double top = std::min(map.pixelY(m_data.counts[i]), map.area.bottom() - 1); // one weight is seen, too
        // Snapped edge to edge: the gap is the same between all bars.
        const QRectF from = onDeviceGrid(painter, {left, top, 0, map.area.bottom() - top});
        const QRectF to = onDeviceGrid(painter, {left + binWidth, top, 0, 0});
        drawBar(
            painter, QRectF(from.left(), from.top(), to.left() - from.left() - gap, from.height()), m_data.role, style);
    }
}

/// A mark under every bin whose weights are clipped or wrapped, and how many they are.
void HistogramChart::paintOutside(QPainter& painter, const PlotMap& map, const ChartStyle& style) const
{
    if (!m_data.representable)
        return;
    const QColor color = style.color(Token::Bad);
    for (std::size_t i = 0; i < m_data.counts.size(); ++i) {
        if (m_data.counts[i] <= 0 || !isOutside(i))
            continue;
        const double left = map.pixelX(bin(i).low), right = map.pixelX(bin(i).high);
        painter.fillRect(onDeviceGrid(painter, {left, map.area.bottom() + 1, right - left, 2}), color);
    }
    if (const auto label = outsideLabel(map, style))
        drawDirectLabels(painter, {*label}, QRectF(QPointF(), map.size), style);
}

QString HistogramChart::outsideText(const ChartStyle& style) const
{
    const QString count = style.locale.toString(static_cast<qulonglong>(m_data.outOfRange));
    return m_data.wraps ? tr("%1 wrapped").arg(count) : tr("%1 clipped").arg(count);
}

/// At the outer end of the row of level labels, on the side with more room; nullopt where it would reach the labels.
std::optional<DirectLabel> HistogramChart::outsideLabel(const PlotMap& map, const ChartStyle& style) const
{
    if (!m_data.representable || m_data.levels.empty() || m_data.outOfRange == 0)
        return std::nullopt;
    constexpr double kHalfLabel = 8, kGap = 4;
    const QString text = outsideText(style);
    const double left = map.pixelX(m_data.levels.front().value) - map.area.left();
    const double right = map.area.right() - map.pixelX(m_data.levels.back().value);
    if (std::max(left, right) < directLabelWidth(text) + kHalfLabel + kGap)
        return std::nullopt;
    const double y = map.area.top() - 1 - captionHeight() / 2;
    if (right >= left)
        return DirectLabel{{map.area.right(), y}, text, Token::Bad, Qt::AlignRight};
    return DirectLabel{{map.area.left(), y}, text, Token::Bad, Qt::AlignLeft};
}

void HistogramChart::paintHandles(QPainter& painter, const PlotMap& map, const ChartStyle& style) const
{
    if (!m_data.clip)
        return;
    const QColor color = style.color(Token::Quantized);
    for (const double value : {-*m_data.clip, *m_data.clip}) {
        const double x = map.pixelX(value);
        if (x < map.area.left() - 1 || x > map.area.right() + 1)
            continue;
        drawHairline(painter, {x, map.area.top()}, {x, map.area.bottom()}, color, 2.5);
        if (!m_data.canDrag)
            continue;
        const QRectF grip(x - kHandleWidth / 2, map.area.center().y() - kHandleHeight / 2, kHandleWidth, kHandleHeight);
        painter.setPen(QPen(color, 1.5));
        painter.setBrush(style.color(Token::Surface));
        painter.drawRoundedRect(grip, 3, 3);
        for (const double offset : {-1.5, 1.5})
            drawHairline(painter, {x + offset, grip.top() + 6}, {x + offset, grip.bottom() - 6}, color);
    }
}

} // namespace qlab::app
