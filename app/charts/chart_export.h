// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/theme/theme.h"
#include "engine/core/result.h"

#include <QByteArray>
#include <QImage>
#include <QRectF>
#include <QSize>
#include <QString>

#include <span>

class QPainter;

namespace qlab::app {

class ChartView;
class ChartContent;

/// How a picture of a chart is made. It shows the same drawing as the window (its zoom too) with title, unit and legend
/// added. Numbers have dot decimals in any locale. No window is needed, only a QApplication (offscreen will do); call
/// from the GUI thread.
struct ExportOptions {
    QSize size{640, 400};          ///< logical px of the whole picture (of one cell in a sheet), 120 ... 10,000 a side
    int scale = 1;                 ///< device pixels per logical pixel of a PNG, 1 ... 4
    Scheme scheme = Scheme::Light; ///< whatever the window shows
};

/// Draws the chart, its title line and its ground into \p target.
void renderChart(QPainter& painter, const ChartView& chart, const QRectF& target, const ExportOptions& options);
/// \p options.size times scale pixels.
QImage chartImage(const ChartView& chart, const ExportOptions& options);

// Files are written whole or not at all; an error says which file and what to do.
Status savePng(const ChartView& chart, const QString& path, const ExportOptions& options = {});
/// Text stays text, hatches are shapes.
Status saveSvg(const ChartView& chart, const QString& path, const ExportOptions& options = {});
/// The document that saveSvg writes.
QByteArray chartSvg(const ChartView& chart, const ExportOptions& options = {});
/// The drawing alone, without title and ground, as an SVG document of \p size px in light colours.
QByteArray contentSvg(const ChartContent& content, const QSize& size);
Status saveCsv(const ChartView& chart, const QString& path);
/// Header row with units, raw values, dot decimals.
QString csv(const ChartView& chart);

/// Picture and tab-separated table together, so that documents and spreadsheets each take theirs.
void copyToClipboard(const ChartView& chart, const ExportOptions& options = {.scale = 2});

/// Several charts in rows of \p columns, each cell \p options.size large: the picture that saveSheetPng writes.
QImage sheetImage(std::span<const ChartView* const> charts, int columns, const ExportOptions& options);

/// Several charts in rows of \p columns, each cell \p options.size large, in one picture.
Status saveSheetPng(
    std::span<const ChartView* const> charts, int columns, const QString& path, const ExportOptions& options = {});
Status saveSheetSvg(
    std::span<const ChartView* const> charts, int columns, const QString& path, const ExportOptions& options = {});

} // namespace qlab::app
