// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/chart_item.h"

#include "app/charts/curve_math.h"

#include <QGraphicsLayout>
#include <QLineSeries>
#include <QPainter>
#include <QValueAxis>

#include <functional>

namespace qlab::app {

/// A graphics item that is a function.
class PaintItem : public QGraphicsItem {
public:
    PaintItem(QGraphicsItem* parent, double z, std::function<void(QPainter&)> paintFunction)
        : QGraphicsItem(parent)
        , m_paint(std::move(paintFunction))
    {
        setZValue(z);
        setAcceptedMouseButtons(Qt::NoButton);
    }

    void setSize(const QSizeF& size)
    {
        if (size == m_size)
            return;
        prepareGeometryChange();
        m_size = size;
    }
    QRectF boundingRect() const override { return {QPointF(), m_size}; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) override
    {
        painter->save();
        m_paint(*painter);
        painter->restore();
    }

private:
    QSizeF m_size;
    std::function<void(QPainter&)> m_paint;
};

namespace {

// Qt Charts gives its own items single-digit z values from the background up.
constexpr double kBelowSeries = 0, kAboveSeries = 100, kHover = 200;

} // namespace

ChartItem::ChartItem(Output output)
    : m_output(output)
    , m_xAxis(new QValueAxis(this))
    , m_yAxis(new QValueAxis(this))
    , m_below(new PaintItem(this, kBelowSeries, [this](QPainter& p) { paintFrameBelow(p, m_frame, m_map, m_style); }))
    , m_above(new PaintItem(this, kAboveSeries, [this](QPainter& p) { paintAbove(p); }))
    , m_hoverItem(new PaintItem(this, kHover, [this](QPainter& p) {
        if (m_hover)
            paintHover(p, *m_hover, m_map, m_style);
    }))
{
    addAxis(m_xAxis, Qt::AlignBottom);
    addAxis(m_yAxis, Qt::AlignLeft);
}

void ChartItem::show(const ChartContent& content, const ChartStyle& style)
{
    m_content = &content;
    m_style = style;
    if (m_appliedTable != style.table) {
        app::ChartTheme::apply(*this, *style.table);
        m_appliedTable = style.table;
    }
    m_frame = content.frame(size(), style);
    m_map = layOut(m_frame, size());
    m_lines = m_frame.emptyText.isEmpty() ? content.lines(m_map, style) : std::vector<ChartLine>{};

    if (plotArea() != m_map.area) {
        setPlotArea(m_map.area);
        layout()->activate(); // now, not at the next turn of the event loop: exports have none
    }
    if (m_output == Output::Raster)
        showLines();
    for (PaintItem* item : {m_below, m_above, m_hoverItem}) {
        item->setSize(size());
        item->update();
    }
}

void ChartItem::setHover(std::optional<HoverInfo> hover)
{
    m_hover = std::move(hover);
    m_hoverItem->update();
}

void ChartItem::showLines()
{
    while (m_series.size() > m_lines.size()) {
        removeSeries(m_series.back());
        delete m_series.back();
        m_series.pop_back();
    }
    const Range x = m_map.x.coordinates(), y = m_map.y.coordinates();
    m_xAxis->setRange(x.low, x.high);
    m_yAxis->setRange(y.low, y.high);
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        if (i == m_series.size()) {
            m_series.push_back(new QLineSeries(this));
            addSeries(m_series.back());
            m_series.back()->attachAxis(m_xAxis);
            m_series.back()->attachAxis(m_yAxis);
        }
        m_series[i]->setPen(m_lines[i].pen);
        m_series[i]->replace(m_lines[i].points);
    }
}

void ChartItem::paintLines(QPainter& painter) const
{
    for (const ChartLine& line : m_lines) {
        QList<QPointF> pixels;
        for (const QPointF& point : line.points)
            pixels.append(m_map.pixel(m_map.x.value(point.x()), m_map.y.value(point.y())));
        painter.strokePath(clippedPath(pixels, m_map.area), line.pen);
    }
}

void ChartItem::paintAbove(QPainter& painter) const
{
    if (m_content == nullptr)
        return;
    if (m_output == Output::Vector)
        paintLines(painter);
    if (m_frame.emptyText.isEmpty())
        m_content->paint(painter, m_map, m_style);
    paintFrameAbove(painter, m_frame, m_map, m_style);
}

} // namespace qlab::app
