// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/digit_delegate.h"

#include "app/widgets/answer_mark.h"
#include "app/widgets/digit_tiles.h"
#include "app/widgets/pixel_image.h"

#include <QPainter>
#include <QStyleOption>

namespace qlab::app {
namespace {

constexpr int kBadgeHeight = 17;
constexpr int kBadgeGap = 3; ///< between image and badges
constexpr double kCorner = 2;
constexpr double kBadgesApart = 2;
constexpr double kMarkShare = 0.6; ///< of the badge, for the tick or cross beside the answer

} // namespace

DigitDelegate::DigitDelegate(Badges badges, const DigitTiles& tiles, QObject* parent)
    : QAbstractItemDelegate(parent)
    , m_badges(badges)
    , m_tiles(tiles)
{
}

int DigitDelegate::heightFor(int side) const
{
    return m_badges == Badges::Predictions ? side + kBadgeGap + scaled(kBadgeHeight) : side;
}

QSize DigitDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    return {m_side, heightFor(m_side)};
}

void DigitDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const DigitTile& content = m_tiles.tile(index.row());
    const QRect tile = option.rect;
    const QRectF image = snapped(*painter, QRectF(tile.topLeft(), QSizeF(m_side, m_side)));
    painter->fillRect(image, kDigitGround);
    m_picture.draw(*painter, image, m_picture.ink(m_tiles.images()->image(content.index)));
    roundCorners(*painter, image, kCorner, themeColor(Token::Surface));
    if (m_badges == Badges::Label && content.trueLabel >= 0)
        paintLabel(*painter, image, content.trueLabel);
    if (m_badges == Badges::Predictions) {
        const double height = tile.height() - m_side - kBadgeGap;
        const QRectF badges(tile.left(), tile.bottom() + 1 - height, m_side, height);
        const double width = (m_side - kBadgesApart) / 2;
        paintBadge(*painter, QRectF(badges.topLeft(), QSizeF(width, height)), content.original, content.trueLabel,
            Model::Original);
        paintBadge(*painter, badges.adjusted(width + kBadgesApart, 0, 0, 0), content.quantized, content.trueLabel,
            Model::Quantized);
    }
    if (option.state.testFlag(QStyle::State_HasFocus)) {
        // The lighter line inside keeps the ring apart from a black image.
        paintFrame(*painter, image, 3, kCorner, themeColor(Token::Surface));
        paintFrame(*painter, image, 2, kCorner, themeColor(Token::Text));
    } else if (option.state.testFlag(QStyle::State_MouseOver)) {
        paintFrame(*painter, image, 2, kCorner, themeColor(Token::Control));
    }
}

void DigitDelegate::paintLabel(QPainter& painter, const QRectF& image, int label) const
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

void DigitDelegate::paintBadge(QPainter& painter, const QRectF& badge, int answer, int trueLabel, Model model) const
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
