// SPDX-License-Identifier: GPL-3.0-or-later
// What a canvas looks like; what it does is in digit_canvas.cpp.
#include "app/theme/theme.h"
#include "app/widgets/digit_canvas.h"
#include "app/widgets/pixel_image.h"

#include <QPainter>

#include <cmath>

namespace qlab::app {
namespace {

constexpr double kCorner = 4;

/// A transparent-to-full scale of one colour, so that grey ink bytes can be drawn as an indexed image.
QList<QRgb> inkScale(const QColor& color)
{
    QList<QRgb> scale(256);
    for (int i = 0; i < 256; ++i)
        scale[i] = qRgba(color.red(), color.green(), color.blue(), i);
    return scale;
}

QColor sheetColor()
{
    const bool light = Theme::instance().scheme() == Scheme::Light;
    return light ? themeColor(Token::Surface) : themeColor(Token::Window).darker(120);
}

} // namespace

void DigitCanvas::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const QRectF sheet = snapped(painter, rect());
    painter.setRenderHint(QPainter::Antialiasing);
    paintSheet(painter);
    if (m_document->isEmpty())
        paintInvitation(painter);
    else
        paintInk(painter);
    paintCaption(painter);
    roundCorners(painter, sheet, kCorner, themeColor(Token::Surface));
    const Token frame = m_dropping ? Token::Text : Token::Control;
    paintFrame(painter, sheet, m_dropping ? 2 : 1, kCorner, themeColor(frame));
    paintTool(painter);
}

void DigitCanvas::paintSheet(QPainter& painter) const
{
    painter.fillRect(rect(), sheetColor());
    if (m_document->isEmpty())
        return;
    for (int quarter = 1; quarter < 4; ++quarter) {
        const double at = side() * quarter / 4.0;
        painter.fillRect(snapped(painter, QRectF(at, 0, 1, side())), themeColor(Token::Grid));
        painter.fillRect(snapped(painter, QRectF(0, at, side(), 1)), themeColor(Token::Grid));
    }
}

void DigitCanvas::paintInk(QPainter& painter)
{
    m_ink.resize(static_cast<int>(std::lround(side() * painter.device()->devicePixelRatioF())));
    const GreyPicture& ink = m_ink.follow(m_document->history());
    QImage mask(ink.pixels.data(), ink.width, ink.height, ink.width, QImage::Format_Indexed8);
    mask.setColorTable(inkScale(themeColor(Token::Text)));
    painter.drawImage(snapped(painter, rect()), mask);
}

/// In the margin that images of digits have.
void DigitCanvas::paintCaption(QPainter& painter) const
{
    const QString caption = m_document->caption();
    if (caption.isEmpty())
        return;
    painter.setFont(textFont(TextRole::Caption));
    painter.setPen(themeColor(Token::Text2));
    const int height = lineHeight(TextRole::Caption);
    const QRect line(6, side() - height - 4, side() - 12, height);
    painter.drawText(line, Qt::AlignHCenter | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(caption, Qt::ElideRight, line.width()));
}

void DigitCanvas::paintInvitation(QPainter& painter) const
{
    QFont font = textFont(TextRole::Body);
    font.setPixelSize(scaled(15));
    font.setWeight(QFont::Medium);
    const int upper = scaled(20);
    const int lower = lineHeight(TextRole::Table);
    const int top = (side() - upper - lower) / 2 - scaled(2);
    painter.setFont(font);
    painter.setPen(themeColor(Token::Text2));
    painter.drawText(QRect(0, top, side(), upper), Qt::AlignCenter, tr("Draw a digit here"));
    painter.setFont(textFont(TextRole::Table));
    painter.setPen(themeColor(Token::Text3));
    painter.drawText(QRect(0, top + upper, side(), lower), Qt::AlignCenter, tr("or drop an image"));
}

/// The size of the tool where it hovers. A pen that draws needs no ring: its ink is there.
void DigitCanvas::paintTool(QPainter& painter) const
{
    const bool drawing = m_source != Source::None;
    const Tool tool = drawing ? m_strokeTool : m_document->tool();
    if (!m_pointer || (drawing && tool == Tool::Pen && m_source != Source::Keys))
        return;
    const double radius = m_document->toolWidth(tool) * side() / kSheetSide / 2;
    painter.setPen(QPen(themeColor(Token::Control), snappedThickness(painter, m_keyPen ? 2 : 1)));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(*m_pointer, radius, radius);
}

} // namespace qlab::app
