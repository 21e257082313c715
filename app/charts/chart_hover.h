// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/charts/chart_frame.h"

#include <QPointF>
#include <QString>

#include <vector>

namespace qlab::app {

struct HoverRow {
    QString label;
    QString value;
    Token color = Token::Text;
    bool strong = true;
};

/// What a chart tells about one place: exact values in a box, rings on the points, a crosshair where x is a scale.
struct HoverInfo {
    struct Ring {
        QPointF at;
        Token color = Token::Text;
    };
    QString title;
    std::vector<HoverRow> rows;
    QPointF at; ///< pixel the box stands beside
    bool crosshair = false;
    std::vector<Ring> rings;
};

/// The rectangle of the box: beside \p info.at, on the side with room, always inside the chart.
QRectF hoverBox(const HoverInfo& info, const PlotMap& map);
void paintHover(QPainter& painter, const HoverInfo& info, const PlotMap& map, const ChartStyle& style);

} // namespace qlab::app
