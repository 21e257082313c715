// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/drawing/stroke_history.h"

#include <QJsonObject>

#include <optional>

namespace qlab::app {

/// A drawing as JSON: the steps that still show, so that it comes back as sharp as it was and can be drawn on.
QJsonObject drawingToJson(const StrokeHistory& history);

/// What drawingToJson wrote. Nothing at all if any of it is damaged: half a drawing would be another drawing.
std::optional<std::vector<CanvasStep>> drawingFromJson(const QJsonObject& json);

} // namespace qlab::app
