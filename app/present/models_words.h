// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/charts/chart_table.h"
#include "engine/lab/model_comparison.h"

#include <QString>

#include <array>

namespace qlab::app {

/// One of two models, as people know it.
struct ModelSide {
    QString name;
    std::size_t bytes = 0; ///< of its file
};
using ModelSides = std::array<ModelSide, 2>;

/// What the comparison of any two models comes to: "B is as accurate (p = 0.74), 3.9× smaller and 3.3× faster".
QString modelsHeadline(const ModelComparison& compared, const ModelSides& sides);
/// What the figures are of, and whether the times can be trusted.
QString modelsSentence(const Dataset& data, const ModelComparison& compared);
/// metric, unit, A, B, B against A and its interval, raw: for files.
ChartTable modelsData(const ModelComparison& compared, const ModelSides& sides);

} // namespace qlab::app
