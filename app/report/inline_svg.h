// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/charts/chart_content.h"

#include <QSize>
#include <QString>

namespace qlab::app {

/// A chart's drawing as an <svg> element for a page: in light colours, \p size px, without title. \p label tells people
/// who cannot see it what it shows. The same shapes as in a saved SVG, written shorter; texts keep the width that they
/// were laid out with, whatever letters the reader's machine has.
QString inlineSvg(const ChartContent& chart, const QSize& size, const QString& label);

/// Rules that give the colours of such drawings their counterparts in the dark theme.
QString darkSvgRules();

} // namespace qlab::app
