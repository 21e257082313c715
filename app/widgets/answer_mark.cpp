// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/answer_mark.h"

#include "app/theme/theme.h"

#include <QPainter>

namespace qlab::app {

void paintAnswerMark(QPainter& painter, const QRectF& place, bool right)
{
    const double side = std::min(place.width(), place.height());
    const auto at = [&](double x, double y) { return place.center() + QPointF(x, y) * (side / 2); };
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(themeColor(right ? Token::Good : Token::Bad), std::max(1.5, side / 7), Qt::SolidLine,
        Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    if (right) {
        const QPointF tick[] = {at(-0.7, 0.05), at(-0.2, 0.55), at(0.7, -0.5)};
        painter.drawPolyline(tick, 3);
    } else {
        painter.drawLine(at(-0.55, -0.55), at(0.55, 0.55));
        painter.drawLine(at(0.55, -0.55), at(-0.55, 0.55));
    }
    painter.restore();
}

} // namespace qlab::app
