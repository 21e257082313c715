// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/tag.h"

#include "app/theme/theme.h"

#include <QPainter>
#include <QPainterPath>

namespace qlab::app {
namespace {

constexpr int kPadding = 7;
constexpr double kRadius = 3;
constexpr double kUnderline = 2;

struct TagColors {
    Token ground;
    Token text;
};

TagColors colorsOf(Tag::Kind kind)
{
    switch (kind) {
    case Tag::Kind::Good:
        return {Token::GoodSoft, Token::Good};
    case Tag::Kind::Warn:
        return {Token::WarnSoft, Token::Warn};
    case Tag::Kind::Bad:
        return {Token::BadSoft, Token::Bad};
    case Tag::Kind::Original:
        return {Token::OriginalSoft, Token::OriginalText};
    case Tag::Kind::Quantized:
        return {Token::QuantizedSoft, Token::QuantizedText};
    case Tag::Kind::Neutral:
        break;
    }
    return {Token::Sunken, Token::Text2};
}

bool isModel(Tag::Kind kind) { return kind == Tag::Kind::Original || kind == Tag::Kind::Quantized; }

TextRole roleOf(Tag::Kind kind) { return isModel(kind) ? TextRole::DirectLabel : TextRole::Caption; }

void paintUnderline(QPainter& painter, const QRectF& rect, Tag::Kind kind)
{
    QPen pen(themeColor(kind == Tag::Kind::Original ? Token::Original : Token::Quantized), kUnderline);
    pen.setCapStyle(Qt::FlatCap);
    if (kind == Tag::Kind::Quantized)
        pen.setDashPattern({3, 1.5}); // in units of the width: the series' dash of 6-3
    painter.setPen(pen);
    const double y = rect.bottom() - kUnderline / 2;
    painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y));
}

} // namespace

Tag::Tag(const QString& text, Kind kind, QWidget* parent)
    : QWidget(parent)
    , m_text(text)
    , m_kind(kind)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(text);
}

void Tag::setTag(const QString& text, Kind kind)
{
    m_text = text;
    m_kind = kind;
    setAccessibleName(text);
    setVisible(!text.isEmpty());
    updateGeometry();
    update();
}

QSize Tag::sizeHint() const
{
    return {QFontMetrics(textFont(roleOf(m_kind))).horizontalAdvance(m_text) + 2 * kPadding, scaled(18)};
}

void Tag::paintEvent(QPaintEvent*)
{
    const TagColors colors = colorsOf(m_kind);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath ground;
    ground.addRoundedRect(rect(), kRadius, kRadius);
    painter.fillPath(ground, themeColor(colors.ground));
    QRect words = rect();
    if (isModel(m_kind)) {
        painter.setClipPath(ground);
        paintUnderline(painter, rect(), m_kind);
        words.adjust(0, 0, 0, -1);
    }
    painter.setFont(textFont(roleOf(m_kind)));
    painter.setPen(themeColor(colors.text));
    painter.drawText(words, Qt::AlignCenter, m_text);
}

} // namespace qlab::app
