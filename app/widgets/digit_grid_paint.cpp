// SPDX-License-Identifier: GPL-3.0-or-later
// What a grid of digit tiles looks like; what it does is in digit_grid.cpp.
#include "app/widgets/answer_mark.h"
#include "app/widgets/digit_grid.h"
#include "app/widgets/pixel_image.h"

#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>

namespace qlab::app {
namespace {

constexpr double kCorner = 2;
constexpr double kBadgesApart = 2;
constexpr double kMarkShare = 0.6; ///< of the badge, for the tick or cross beside the answer

} // namespace

void DigitGrid::paintEvent(QPaintEvent* event)
{
    QPainter painter(viewport());
    if (m_tiles.empty()) {
        painter.setFont(textFont(TextRole::Caption));
        painter.setPen(themeColor(Token::Text3));
        painter.drawText(viewport()->rect(), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
        return;
    }
    const TileFlow::Range visible = m_flow.touching(event->rect().translated(scrolled()));
    for (int i = visible.first; i <= visible.last; ++i)
        paintTile(painter, m_flow.tile(i).translated(-scrolled()), i);
}

void DigitGrid::paintTile(QPainter& painter, const QRect& tile, int position) const
{
    const DigitTile& content = m_tiles[static_cast<std::size_t>(position)];
    const QRectF image = snapped(painter, QRectF(tile.topLeft(), QSizeF(m_side, m_side)));
    painter.fillRect(image, kDigitGround);
    m_picture.draw(painter, image, m_picture.ink(m_images->image(content.index)));
    roundCorners(painter, image, kCorner, themeColor(Token::Surface));
    if (m_badges == Badges::Label && content.trueLabel >= 0)
        paintLabel(painter, image, content.trueLabel);
    if (m_badges == Badges::Predictions) {
        const double height = tile.height() - m_side - kBadgeGap;
        const QRectF badges(tile.left(), tile.bottom() + 1 - height, m_side, height);
        const double width = (m_side - kBadgesApart) / 2;
        paintBadge(painter, QRectF(badges.topLeft(), QSizeF(width, height)), content.original, content.trueLabel,
            Model::Original);
        paintBadge(painter, badges.adjusted(width + kBadgesApart, 0, 0, 0), content.quantized, content.trueLabel,
            Model::Quantized);
    }
    if (position == m_current) {
        // The lighter line inside keeps the ring apart from a black image.
        paintFrame(painter, image, 3, kCorner, themeColor(Token::Surface));
        paintFrame(painter, image, 2, kCorner, themeColor(Token::Text));
    } else if (position == m_hovered) {
        paintFrame(painter, image, 2, kCorner, themeColor(Token::Control));
    }
}

void DigitGrid::paintLabel(QPainter& painter, const QRectF& image, int label) const
{
    const QFont font = textFont(TextRole::Caption);
    const QFontMetricsF metrics(font);
    const QString text = QString::number(label);
    const double width = metrics.horizontalAdvance(QLatin1Char('0'));
    const QRectF digit(image.right() - 5 - width, image.bottom() - 5 - metrics.capHeight(), width, metrics.capHeight());
    painter.setOpacity(0.7); // ink below must not swallow the label, nor the label the ink
    painter.fillRect(digit.adjusted(-1.5, -1.5, 1.5, 1.5), kDigitGround);
    painter.setOpacity(1);
    painter.setFont(font);
    painter.setPen(kDigitInk);
    painter.drawText(QPointF(digit.center().x() - metrics.horizontalAdvance(text) / 2, digit.bottom()), text);
}

void DigitGrid::paintBadge(QPainter& painter, const QRectF& badge, int answer, int trueLabel, Model model) const
{
    const QRectF rect = snapped(painter, badge);
    const double line = snappedThickness(painter, 2);
    const QRectF underline(rect.left(), rect.bottom() - line, rect.width(), line);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(themeColor(softToken(model)));
    painter.drawRoundedRect(rect, kCorner, kCorner);
    const QColor color = themeColor(graphicToken(model));
    if (model == Model::Original) {
        painter.fillRect(underline, color);
    } else {
        constexpr double kDash = 6;
        constexpr double kPeriod = 10;
        for (double x = underline.left(); x < underline.right(); x += kPeriod)
            painter.fillRect(QRectF(x, underline.top(), std::min(kDash, underline.right() - x), line), color);
    }
    roundCorners(painter, rect, kCorner, themeColor(Token::Surface));
    painter.setFont(textFont(TextRole::DirectLabel));
    painter.setPen(themeColor(textToken(model)));
    const bool marked = answer >= 0 && trueLabel >= 0;
    const QRectF words = rect.adjusted(0, 0, 0, -line);
    const double mark = marked ? words.height() * kMarkShare : 0;
    painter.drawText(
        words.adjusted(0, 0, -mark, 0), Qt::AlignCenter, answer < 0 ? QStringLiteral("–") : QString::number(answer));
    if (marked)
        paintAnswerMark(
            painter, QRectF(words.right() - mark - 3, words.center().y() - mark / 2, mark, mark), answer == trueLabel);
}

} // namespace qlab::app
