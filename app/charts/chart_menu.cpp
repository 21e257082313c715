// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/chart_menu.h"

#include "app/charts/chart_export.h"
#include "app/charts/chart_view.h"
#include "app/charts/export_dialog.h"
#include "app/widgets/blocked.h"

#include <QMenu>

namespace qlab::app {

namespace {

void openDialog(ChartView& chart, ExportDialog::Format format)
{
    auto* dialog = new ExportDialog(chart, format, chart.window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

} // namespace

void addChartActions(QMenu& menu, ChartView& chart)
{
    using Format = ExportDialog::Format;
    menu.addAction(ChartView::tr("Copy"), &chart, [&chart] { copyToClipboard(chart); });
    menu.addSeparator();
    menu.addAction(ChartView::tr("Save PNG…"), &chart, [&chart] { openDialog(chart, Format::Png); });
    menu.addAction(ChartView::tr("Save SVG…"), &chart, [&chart] { openDialog(chart, Format::Svg); });
    menu.addAction(ChartView::tr("Save CSV…"), &chart, [&chart] { openDialog(chart, Format::Csv); });
    menu.addSeparator();
    QAction* reset = menu.addAction(ChartView::tr("Reset zoom"), &chart, &ChartView::resetZoom);
    menu.setToolTipsVisible(true);
    const auto enable = [reset, &chart] {
        setBlocked(*reset, chart.isZoomed() ? QString() : ChartView::tr("The whole chart is shown already."));
    };
    QObject::connect(&menu, &QMenu::aboutToShow, reset, enable);
    enable();
}

QMenu* makeChartMenu(ChartView& chart, QWidget* parent)
{
    auto* menu = new QMenu(parent);
    addChartActions(*menu, chart);
    return menu;
}

} // namespace qlab::app
