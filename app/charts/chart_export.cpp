// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/chart_export.h"

#include "app/charts/chart_item.h"
#include "app/charts/chart_paint.h"
#include "app/charts/chart_view.h"

#include <QBuffer>
#include <QClipboard>
#include <QFontMetricsF>
#include <QGraphicsScene>
#include <QGuiApplication>
#include <QMimeData>
#include <QPaintEngine>
#include <QPainter>
#include <QSaveFile>
#include <QSvgGenerator>

#include <cmath>
#include <functional>

namespace qlab::app {

namespace {

constexpr double kPadding = 14, kTitleGap = 8;
constexpr int kDotsPerInch = 96; // of a logical pixel

using Charts = std::span<const ChartView* const>;

bool isVector(const QPainter& painter) { return painter.paintEngine()->type() == QPaintEngine::SVG; }

QString captionOf(const ChartView& chart)
{
    QStringList parts{chart.note(), chart.subject()};
    parts.removeAll(QString());
    return parts.join(QStringLiteral(" · "));
}

/// Title, note and subject in one line, as in a card, the legend at its right or, where it does not fit, below. Returns
/// their height.
double paintHead(QPainter& painter, const ChartView& chart, const QRectF& room, const ChartStyle& style)
{
    const QFont font = textFont(TextRole::CardTitle);
    const QRectF line(room.topLeft(), QSizeF(room.width(), scaled(20)));
    painter.setFont(font);
    painter.setPen(style.color(Token::Text));
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, chart.title());
    const double noteLeft = line.left() + QFontMetricsF(font).horizontalAdvance(chart.title()) + 8;
    const QString caption = captionOf(chart);
    const QRectF note(noteLeft, line.top() + 1, captionWidth(caption), line.height());
    drawCaption(painter, note, Qt::AlignLeft, caption, style.color(Token::Text3));

    const auto entries = chart.legend();
    const double width = legendWidth(entries);
    if (note.right() + 16 + width <= line.right()) {
        drawLegend(painter, {line.right() - width, line.center().y() - captionHeight() / 2, width, captionHeight()},
            entries, style);
        return line.height();
    }
    drawLegend(painter, room.adjusted(0, line.height() + 2, 0, 0), entries, style);
    return line.height() + 2 + legendHeight(entries, room.width());
}

void renderContent(QPainter& painter, const ChartContent& content, const QRectF& target, const ChartStyle& style)
{
    QGraphicsScene scene;
    ChartItem item(isVector(painter) ? ChartItem::Output::Vector : ChartItem::Output::Raster);
    scene.addItem(&item);
    item.resize(target.size());
    item.show(content, style);
    scene.render(&painter, target, {QPointF(), target.size()}, Qt::IgnoreAspectRatio);
}

QSize sheetSize(Charts charts, int columns, const QSize& cell)
{
    const int count = static_cast<int>(charts.size());
    const int across = std::clamp(columns, 1, std::max(1, count));
    return {across * cell.width(), (count + across - 1) / across * cell.height()};
}

void renderSheet(QPainter& painter, Charts charts, int columns, const ExportOptions& options)
{
    const int across = sheetSize(charts, columns, options.size).width() / options.size.width();
    for (int i = 0; i < static_cast<int>(charts.size()); ++i) {
        const QPointF corner(i % across * options.size.width(), i / across * options.size.height());
        renderChart(painter, *charts[static_cast<std::size_t>(i)], {corner, QSizeF(options.size)}, options);
    }
}

QByteArray svgDocument(const QSize& size, const QString& title, const std::function<void(QPainter&)>& draw)
{
    QBuffer buffer;
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(size);
    generator.setViewBox(QRect(QPoint(), size));
    generator.setResolution(kDotsPerInch);
    generator.setTitle(title);
    QPainter painter(&generator);
    draw(painter);
    painter.end();
    // Elsewhere the carried letters have the name that they are known by.
    return QByteArray(buffer.data()).replace("font-family=\"Intab\"", "font-family=\"Inter, sans-serif\"");
}

QByteArray sheetSvg(Charts charts, int columns, const ExportOptions& options)
{
    const QSize size = sheetSize(charts, columns, options.size);
    const QString title = charts.size() == 1 ? charts.front()->title() : QStringLiteral("Quantization Lab");
    return svgDocument(size, title, [&](QPainter& painter) {
        painter.fillRect(QRect(QPoint(), size), ThemeTable::of(options.scheme)[Token::Surface]);
        renderSheet(painter, charts, columns, options);
    });
}

Status checked(Charts charts, const QString& path, const ExportOptions& options)
{
    const auto bad = [](int side) { return side < 120 || side > 10'000; };
    if (charts.empty())
        return badInput("There is no chart to write to " + path.toStdString() + ".");
    if (bad(options.size.width()) || bad(options.size.height()))
        return badInput("A picture is 120 to 10,000 px wide and high, not " + std::to_string(options.size.width())
            + " x " + std::to_string(options.size.height()) + ": choose another size.");
    if (options.scale < 1 || options.scale > 4)
        return badInput("The scale is 1 to 4, not " + std::to_string(options.scale) + ".");
    return {};
}

/// Through a temporary file beside it, so that a failed write leaves what was there.
Status writeWhole(const QString& path, const QByteArray& bytes)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return ioError("Cannot write " + path.toStdString() + ": " + file.errorString().toStdString()
            + ". Choose another folder or free some space.");
    return {};
}

} // namespace

void renderChart(QPainter& painter, const ChartView& chart, const QRectF& target, const ExportOptions& options)
{
    const ChartStyle style{.table = &ThemeTable::of(options.scheme), .pixelRatio = double(options.scale)};
    painter.save();
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    painter.fillRect(target, style.color(Token::Surface));
    QRectF inner = target.adjusted(kPadding, kPadding, -kPadding, -kPadding);
    if (!chart.title().isEmpty())
        inner.setTop(inner.top() + paintHead(painter, chart, inner, style) + kTitleGap);
    renderContent(painter, chart, inner, style);
    painter.restore();
}

QImage chartImage(const ChartView& chart, const ExportOptions& options)
{
    const ChartView* charts[] = {&chart};
    return sheetImage(charts, 1, options);
}

QImage sheetImage(Charts charts, int columns, const ExportOptions& options)
{
    const QSize size = sheetSize(charts, columns, options.size);
    QImage image(size * options.scale, QImage::Format_RGB32);
    if (image.isNull())
        return image;
    image.fill(ThemeTable::of(options.scheme)[Token::Surface]);
    const int dotsPerMetre = static_cast<int>(std::lround(options.scale * kDotsPerInch / 0.0254));
    image.setDotsPerMeterX(dotsPerMetre);
    image.setDotsPerMeterY(dotsPerMetre);
    QPainter painter(&image);
    painter.scale(options.scale, options.scale);
    renderSheet(painter, charts, columns, options);
    return image;
}

Status saveSheetPng(Charts charts, int columns, const QString& path, const ExportOptions& options)
{
    if (Status status = checked(charts, path, options); !status)
        return status;
    const QImage image = sheetImage(charts, columns, options);
    QBuffer png;
    if (image.isNull() || !image.save(&png, "PNG"))
        return badInput("A picture this large does not fit into memory: choose a smaller size or scale.");
    return writeWhole(path, png.data());
}

Status saveSheetSvg(Charts charts, int columns, const QString& path, const ExportOptions& options)
{
    if (Status status = checked(charts, path, options); !status)
        return status;
    return writeWhole(path, sheetSvg(charts, columns, options));
}

Status savePng(const ChartView& chart, const QString& path, const ExportOptions& options)
{
    const ChartView* charts[] = {&chart};
    return saveSheetPng(charts, 1, path, options);
}

QByteArray chartSvg(const ChartView& chart, const ExportOptions& options)
{
    const ChartView* charts[] = {&chart};
    return sheetSvg(charts, 1, options);
}

Status saveSvg(const ChartView& chart, const QString& path, const ExportOptions& options)
{
    const ChartView* charts[] = {&chart};
    return saveSheetSvg(charts, 1, path, options);
}

QByteArray contentSvg(const ChartContent& content, const QSize& size)
{
    return svgDocument(
        size, {}, [&](QPainter& painter) { renderContent(painter, content, QRect(QPoint(), size), {}); });
}

QString csv(const ChartView& chart) { return csvText(chart.table()); }

Status saveCsv(const ChartView& chart, const QString& path) { return writeWhole(path, csv(chart).toUtf8()); }

void copyToClipboard(const ChartView& chart, const ExportOptions& options)
{
    auto* data = new QMimeData;
    data->setImageData(chartImage(chart, options));
    data->setText(tabText(chart.table()));
    QGuiApplication::clipboard()->setMimeData(data);
}

} // namespace qlab::app
