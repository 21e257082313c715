// SPDX-License-Identifier: GPL-3.0-or-later
// What a strip of weight images looks like; what it does is in heat_map.cpp.
#include "app/theme/theme.h"
#include "app/widgets/heat_map.h"
#include "app/widgets/pixel_image.h"

#include <QPainter>

namespace qlab::app {

void HeatMapStrip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setFont(textFont(TextRole::Caption));
    if (m_rows.empty()) {
        painter.setPen(themeColor(Token::Text3));
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
        return;
    }
    for (int row = 0; row < static_cast<int>(m_rows.size()); ++row) {
        paintTitle(painter, row);
        for (int digit = 0; digit < kClasses; ++digit) {
            const auto image = static_cast<std::size_t>(row * kClasses + digit);
            const QRectF area = m_picture.draw(painter, tile(row, digit), m_images[image]);
            paintMarks(painter, area, row, digit);
            if (m_current && m_current->row == row && m_current->digit == digit)
                paintFrame(painter, cellArea(area, *m_current).adjusted(-2, -2, 2, 2), 1, 0, themeColor(Token::Text));
        }
    }
    painter.setFont(textFont(TextRole::Caption));
    painter.setPen(themeColor(Token::Text2));
    for (int digit = 0; digit < kClasses; ++digit) {
        const QRectF image = tile(static_cast<int>(m_rows.size()) - 1, digit);
        const QRectF label(image.left(), image.bottom() + kLabelGap, image.width(), lineHeight(TextRole::Caption));
        painter.drawText(label, Qt::AlignCenter, QString::number(digit));
    }
}

void HeatMapStrip::paintTitle(QPainter& painter, int row) const
{
    const HeatMapRow& content = m_rows[static_cast<std::size_t>(row)];
    const QRectF image = tile(row, 0);
    const int titleHeight = lineHeight(TextRole::BodyStrong);
    const int captionHeight = content.caption.isEmpty() ? 0 : lineHeight(TextRole::Caption) + 2;
    const double top = image.center().y() - (titleHeight + captionHeight) / 2.0;
    double left = 0;
    if (content.mark) {
        const QRectF swatch(QPointF(0, top + (titleHeight - ModelSwatch::kSize.height()) / 2.0), ModelSwatch::kSize);
        paintModelBar(painter, snapped(painter, swatch), *content.mark, Theme::instance().table(), 2);
        left = ModelSwatch::kSize.width() + kSwatchGap;
    }
    painter.setFont(textFont(TextRole::BodyStrong));
    painter.setPen(themeColor(Token::Text));
    painter.drawText(QRectF(left, top, image.left() - left, titleHeight), Qt::AlignVCenter, content.title);
    painter.setFont(textFont(TextRole::Caption));
    painter.setPen(themeColor(Token::Text3));
    const QRectF caption(0, top + titleHeight + 2, image.left(), lineHeight(TextRole::Caption));
    painter.drawText(caption, Qt::AlignVCenter, content.caption);
}

/// Contours around groups of marked pixels, on the pixels beside them: what is marked keeps its colour.
void HeatMapStrip::paintMarks(QPainter& painter, const QRectF& image, int row, int digit) const
{
    const HeatMapRow& content = m_rows[static_cast<std::size_t>(row)];
    if (content.marked.empty())
        return;
    const int side = m_picture.side();
    const std::uint8_t* const marks = content.marked.data() + digit * kPixels;
    const auto marked = [&](int y, int x) {
        const bool inside = y >= 0 && y < side && x >= 0 && x < side;
        return inside && m_picture.ownerOf(y, x) >= 0 && marks[m_picture.ownerOf(y, x)] != 0;
    };
    const double line = snappedThickness(painter, 1), step = image.width() / side;
    QList<QRectF> lines; // thousands at worst: drawn in one call
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) {
            if (!marked(y, x))
                continue;
            const QRectF pixel(image.left() + x * step, image.top() + y * step, step, step);
            if (!marked(y - 1, x))
                lines.append({pixel.left() - line, pixel.top() - line, pixel.width() + 2 * line, line});
            if (!marked(y + 1, x))
                lines.append({pixel.left() - line, pixel.bottom(), pixel.width() + 2 * line, line});
            if (!marked(y, x - 1))
                lines.append({pixel.left() - line, pixel.top(), line, pixel.height()});
            if (!marked(y, x + 1))
                lines.append({pixel.right(), pixel.top(), line, pixel.height()});
        }
    painter.setPen(Qt::NoPen);
    painter.setBrush(themeColor(Token::Text));
    painter.drawRects(lines);
    painter.setBrush(Qt::NoBrush);
}

} // namespace qlab::app
