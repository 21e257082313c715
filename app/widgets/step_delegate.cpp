// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/step_delegate.h"

#include "app/theme/icons.h"
#include "app/theme/theme.h"
#include "app/widgets/step_rail.h"

#include <QGuiApplication>
#include <QPainter>
#include <QStyleOption>

namespace qlab::app {
namespace {

constexpr int kGap = 2;
constexpr int kCircleLeft = 8;
constexpr int kTextGap = 10;
constexpr int kTextRight = 6;
constexpr double kCorner = 6;

int circleSize() { return scaled(24); }
int textLeft() { return kCircleLeft + circleSize() + kTextGap; }

/// What is painted of one step, and where.
struct Step {
    QRect tile;
    Qt::LayoutDirection direction;
    int number;
    QString name, state;
    bool done, blocked, shown;

    Step(const QStyleOptionViewItem& option, const QModelIndex& index)
        : tile(option.rect.adjusted(0, 0, 0, -kGap))
        , direction(option.direction)
        , number(index.row() + 1)
        , name(index.data().toString())
        , state(index.data(StepDelegate::StateRole).toString())
        , shown(index.data(StepDelegate::ShownRole).toBool())
    {
        const auto status = static_cast<StepRail::Status>(index.data(StepDelegate::StatusRole).toInt());
        done = status == StepRail::Status::Done && !shown;
        blocked = status == StepRail::Status::Blocked && !shown;
    }
    /// \p rect in the tile, as it lies from left to right.
    QRect placed(const QRect& rect) const
    {
        return QStyle::visualRect(direction, tile, rect.translated(tile.topLeft()));
    }
};

void paintTile(QPainter& painter, const Step& step, bool hovered)
{
    const QRectF frame = QRectF(step.tile).adjusted(0.5, 0.5, -0.5, -0.5);
    if (step.shown) {
        painter.setPen(themeColor(Token::Line));
        painter.setBrush(themeColor(Token::Surface));
        painter.drawRoundedRect(frame, kCorner, kCorner);
    } else if (!step.blocked && hovered) {
        const bool pressed = QGuiApplication::mouseButtons().testFlag(Qt::LeftButton);
        painter.setPen(Qt::NoPen);
        painter.setBrush(mixed(themeColor(Token::Window), themeColor(Token::Text), pressed ? kPressedMix : kHoverMix));
        painter.drawRoundedRect(frame, kCorner, kCorner);
    }
}

void paintCircle(QPainter& painter, const Step& step)
{
    const int size = circleSize();
    const QRectF circle = step.placed({kCircleLeft, (step.tile.height() - size) / 2, size, size});
    if (step.shown) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(themeColor(Token::Primary));
        painter.drawEllipse(circle);
    } else {
        painter.setPen(themeColor(step.done ? Token::Good : step.blocked ? Token::Line : Token::Control));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(circle.adjusted(0.5, 0.5, -0.5, -0.5));
    }
    if (step.done) {
        const QRectF mark = circle.marginsRemoved(QMarginsF(1, 1, 1, 1) * (circle.width() / 6));
        paintIcon(painter, mark, Icon::Check, themeColor(Token::Good));
        return;
    }
    painter.setFont(textFont(TextRole::TableStrong));
    painter.setPen(themeColor(step.shown ? Token::OnPrimary : step.blocked ? Token::Text3 : Token::Text2));
    painter.drawText(circle, Qt::AlignCenter, QString::number(step.number));
}

void paintWords(QPainter& painter, const Step& step)
{
    const int nameHeight = lineHeight(TextRole::CardTitle), stateHeight = lineHeight(TextRole::Caption);
    const int top = (step.tile.height() - nameHeight - stateHeight) / 2;
    const int room = StepDelegate::roomForWords(step.tile.width());
    const auto line = [&](TextRole role, Token token, const QRect& rect, const QString& words) {
        QFont font = textFont(role);
        if (step.blocked && role == TextRole::CardTitle)
            font.setWeight(QFont::Medium);
        painter.setFont(font);
        painter.setPen(themeColor(token));
        painter.drawText(step.placed(rect),
            static_cast<int>(QStyle::visualAlignment(step.direction, Qt::AlignLeft)) | Qt::AlignVCenter,
            QFontMetrics(font).elidedText(words, Qt::ElideRight, room));
    };
    line(
        TextRole::CardTitle, step.blocked ? Token::Text3 : Token::Text, {textLeft(), top, room, nameHeight}, step.name);
    line(TextRole::Caption, Token::Text3, {textLeft(), top + nameHeight, room, stateHeight}, step.state);
}

} // namespace

int StepDelegate::height() { return scaled(52) + kGap; }

int StepDelegate::roomForWords(int stepWidth) { return stepWidth - textLeft() - kTextRight; }

QSize StepDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const { return {130, height()}; }

void StepDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Step step(option, index);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    paintTile(*painter, step, option.state.testFlag(QStyle::State_MouseOver));
    paintCircle(*painter, step);
    paintWords(*painter, step);
    if (m_ringed && option.state.testFlag(QStyle::State_HasFocus)) {
        painter->setPen(QPen(themeColor(Token::Focus), 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(step.tile).adjusted(1, 1, -1, -1), kCorner, kCorner);
    }
    painter->restore();
}

} // namespace qlab::app
