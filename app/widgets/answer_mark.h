// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>

class QPainter;

namespace qlab::app {

/// A tick or a cross, green or red, that fills the place: whether a model's answer is right, for people who do not see
/// the colours too.
void paintAnswerMark(QPainter& painter, const QRectF& place, bool right);

} // namespace qlab::app
