// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QMenu;
class QWidget;

namespace qlab::app {

class ChartView;

/// Copy, Save PNG..., Save SVG..., Save CSV..., and Reset zoom (enabled while zoomed). The chart must outlive the menu.
void addChartActions(QMenu& menu, ChartView& chart);
/// A menu of these, owned by \p parent.
QMenu* makeChartMenu(ChartView& chart, QWidget* parent);

} // namespace qlab::app
