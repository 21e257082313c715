// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/drawing/stroke_history.h"

#include <QByteArray>

#include <optional>

namespace qlab::app {

/// A drawing as JSON: the steps that still show, so that it comes back as sharp as it was and can be drawn on.
QByteArray drawingToJson(const StrokeHistory& history);

/// What drawingToJson wrote. Nothing at all if any of it is damaged: half a drawing would be another drawing.
std::optional<std::vector<CanvasStep>> drawingFromJson(const QByteArray& json);

} // namespace qlab::app
