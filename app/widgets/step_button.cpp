// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/step_button.h"

#include "app/theme/icons.h"

#include <QPainter>

namespace qlab::app {
namespace {

constexpr int kCircleLeft = 8;
constexpr int kTextGap = 10;
constexpr int kTextRight = 6;

int circleSize() { return scaled(24); }
int textLeft() { return kCircleLeft + circleSize() + kTextGap; }

} // namespace

StepButton::StepButton(int number, const QString& title, QWidget* parent)
    : QAbstractButton(parent)
    , m_number(number)
{
    setText(title);
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::StrongFocus);
    setFixedHeight(scaled(52));
    describe();
}

void StepButton::setStep(StepRail::Status status, const QString& state)
{
    m_status = status;
    m_state = state;
    describe();
    update();
}

void StepButton::setCurrent(bool current)
{
    m_current = current;
    describe();
    update();
}

QSize StepButton::sizeHint() const { return {130, scaled(52)}; }

void StepButton::describe()
{
    const QString how = m_current               ? tr("current")
        : m_status == StepRail::Status::Done    ? tr("done")
        : m_status == StepRail::Status::Blocked ? tr("not yet possible")
                                                : QString();
    setAccessibleName(tr("%1, %2").arg(m_number).arg(text()));
    setAccessibleDescription(how.isEmpty() ? m_state : tr("%1, %2").arg(how, m_state));
    const int room = width() - textLeft() - kTextRight;
    const bool cut = QFontMetrics(textFont(TextRole::Caption)).horizontalAdvance(m_state) > room;
    setToolTip(cut ? m_state : QString());
}

void StepButton::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintTile(painter);
    paintCircle(painter);
    paintWords(painter);
}

void StepButton::paintTile(QPainter& painter) const
{
    const QRectF frame = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    if (m_current) {
        painter.setPen(themeColor(Token::Line));
        painter.setBrush(themeColor(Token::Surface));
        painter.drawRoundedRect(frame, 6, 6);
    } else if (m_status != StepRail::Status::Blocked && (underMouse() || isDown())) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(mixed(themeColor(Token::Window), themeColor(Token::Text), isDown() ? kPressedMix : kHoverMix));
        painter.drawRoundedRect(frame, 6, 6);
    }
}

void StepButton::paintCircle(QPainter& painter) const
{
    const QRectF circle(kCircleLeft, (height() - circleSize()) / 2.0, circleSize(), circleSize());
    const bool done = m_status == StepRail::Status::Done && !m_current;
    const bool blocked = m_status == StepRail::Status::Blocked;
    if (m_current) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(themeColor(Token::Primary));
        painter.drawEllipse(circle);
    } else {
        painter.setPen(themeColor(done ? Token::Good : blocked ? Token::Line : Token::Control));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(circle.adjusted(0.5, 0.5, -0.5, -0.5));
    }
    if (done) {
        const QRectF mark = circle.marginsRemoved(QMarginsF(1, 1, 1, 1) * (circle.width() / 6));
        paintIcon(painter, mark, Icon::Check, themeColor(Token::Good));
        return;
    }
    painter.setFont(textFont(TextRole::TableStrong));
    painter.setPen(themeColor(m_current ? Token::OnPrimary : blocked ? Token::Text3 : Token::Text2));
    painter.drawText(circle, Qt::AlignCenter, QString::number(m_number));
}

void StepButton::paintWords(QPainter& painter) const
{
    const int titleHeight = lineHeight(TextRole::CardTitle);
    const int stateHeight = lineHeight(TextRole::Caption);
    const int top = (height() - titleHeight - stateHeight) / 2;
    const int room = width() - textLeft() - kTextRight;
    const bool blocked = m_status == StepRail::Status::Blocked && !m_current;
    const auto line = [&](TextRole role, Token token, const QRect& rect, const QString& words) {
        QFont font = textFont(role);
        if (blocked && role == TextRole::CardTitle)
            font.setWeight(QFont::Medium);
        painter.setFont(font);
        painter.setPen(themeColor(token));
        painter.drawText(
            rect, Qt::AlignLeft | Qt::AlignVCenter, QFontMetrics(font).elidedText(words, Qt::ElideRight, room));
    };
    line(TextRole::CardTitle, blocked ? Token::Text3 : Token::Text, {textLeft(), top, room, titleHeight}, text());
    line(TextRole::Caption, Token::Text3, {textLeft(), top + titleHeight, room, stateHeight}, m_state);
}

} // namespace qlab::app
