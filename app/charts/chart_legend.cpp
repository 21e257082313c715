// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/chart_legend.h"

#include "app/charts/chart_paint.h"

#include <QPainter>

#include <cmath>

namespace qlab::app {

namespace {

constexpr double kGap = 4, kBetween = 9;

QSizeF swatchSize(const LegendEntry& entry)
{
    switch (entry.swatch) {
    case LegendEntry::Swatch::Bar:
        return {18, 10};
    case LegendEntry::Swatch::DashedLine:
        return {18, 2};
    default:
        return {10, 10};
    }
}

double entryWidth(const LegendEntry& entry) { return swatchSize(entry).width() + kGap + captionWidth(entry.text); }

/// The top left corner of each entry, broken into lines.
std::vector<QPointF> places(const std::vector<LegendEntry>& entries, double width)
{
    std::vector<QPointF> corners;
    QPointF next;
    for (const LegendEntry& entry : entries) {
        if (next.x() > 0 && next.x() + entryWidth(entry) > width)
            next = {0, next.y() + captionHeight()};
        corners.push_back(next);
        next += QPointF(entryWidth(entry) + kBetween, 0);
    }
    return corners;
}

void drawSwatch(QPainter& painter, const QRectF& rect, const LegendEntry& entry, const ChartStyle& style)
{
    const QRectF left(rect.topLeft(), QSizeF(rect.width() / 2, rect.height()));
    switch (entry.swatch) {
    case LegendEntry::Swatch::Bar:
        return drawBar(painter, rect, entry.role, style);
    case LegendEntry::Swatch::DashedLine:
        for (const double x : {0.0, 6.5, 13.0})
            drawHairline(painter, {rect.left() + x, rect.center().y()}, {rect.left() + x + 5, rect.center().y()},
                style.color(lookOf(entry.role).graphic), 1.5);
        return;
    case LegendEntry::Swatch::BothModels:
        drawBar(painter, left, SeriesRole::Original, style);
        return drawBar(painter, left.translated(left.width(), 0), SeriesRole::Quantized, style);
    case LegendEntry::Swatch::Plain:
        return painter.fillRect(onDeviceGrid(painter, rect), style.color(entry.color));
    }
}

} // namespace

double legendWidth(const std::vector<LegendEntry>& entries)
{
    double width = 0;
    for (const LegendEntry& entry : entries)
        width += entryWidth(entry) + kBetween;
    return std::max(0.0, width - kBetween);
}

double legendHeight(const std::vector<LegendEntry>& entries, double width)
{
    return entries.empty() ? 0 : places(entries, width).back().y() + captionHeight();
}

void drawLegend(QPainter& painter, const QRectF& rect, const std::vector<LegendEntry>& entries, const ChartStyle& style)
{
    const std::vector<QPointF> corners = places(entries, rect.width());
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const QPointF corner = rect.topLeft() + corners[i];
        const QSizeF size = swatchSize(entries[i]);
        drawSwatch(painter, {corner + QPointF(0, (captionHeight() - size.height()) / 2), size}, entries[i], style);
        const QRectF text(corner.x() + size.width() + kGap, corner.y(), captionWidth(entries[i].text), captionHeight());
        drawCaption(painter, text, Qt::AlignLeft, entries[i].text, style.color(Token::Text2));
    }
}

LegendBar::LegendBar(std::vector<LegendEntry> entries, QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setEntries(std::move(entries));
}

void LegendBar::setEntries(std::vector<LegendEntry> entries)
{
    QStringList words;
    for (const LegendEntry& entry : entries)
        words.append(entry.text);
    m_entries = std::move(entries);
    setAccessibleName(tr("Legend: %1").arg(words.join(QStringLiteral(", "))));
    updateGeometry();
    update();
}

QSize LegendBar::sizeHint() const
{
    return {static_cast<int>(std::ceil(legendWidth(m_entries))), static_cast<int>(std::ceil(captionHeight()))};
}

void LegendBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    drawLegend(painter, rect(), m_entries, {&Theme::instance().table(), QLocale(), devicePixelRatioF()});
}

} // namespace qlab::app
