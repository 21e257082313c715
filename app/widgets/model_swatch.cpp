// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/model_swatch.h"

#include <QPainter>
#include <QPainterPath>

#include <numbers>

namespace qlab::app {
namespace {

constexpr double kHatchOn = 2.8;
constexpr double kHatchOff = 2.2;

} // namespace

Token graphicToken(Model model) { return model == Model::Original ? Token::Original : Token::Quantized; }
Token textToken(Model model) { return model == Model::Original ? Token::OriginalText : Token::QuantizedText; }
Token softToken(Model model) { return model == Model::Original ? Token::OriginalSoft : Token::QuantizedSoft; }

void paintHatch(QPainter& painter, const QRectF& rect, const QColor& color, double radius)
{
    if (rect.isEmpty())
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath outline;
    outline.addRoundedRect(rect, radius, radius);
    painter.setClipPath(outline, Qt::IntersectClip);
    painter.setPen(QPen(color, kHatchOn, Qt::SolidLine, Qt::FlatCap));
    // A line every period measured across the lines is every period * sqrt 2 along the edge.
    const double step = (kHatchOn + kHatchOff) * std::numbers::sqrt2;
    QVector<QLineF> lines;
    for (double x = rect.left() - kHatchOn; x < rect.right() + rect.height() + kHatchOn; x += step)
        lines.append({QPointF(x + kHatchOn, rect.top() - kHatchOn),
            QPointF(x - rect.height() - kHatchOn, rect.bottom() + kHatchOn)});
    painter.drawLines(lines);
    painter.setPen(QPen(color, 2)); // half of it is clipped away: 1 px inside
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(outline);
    painter.restore();
}

void paintModelBar(QPainter& painter, const QRectF& rect, Model model, const ThemeTable& table, double radius)
{
    const QColor color = table[graphicToken(model)];
    if (model == Model::Quantized) {
        paintHatch(painter, rect, color, radius);
        return;
    }
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, radius > 0);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawRoundedRect(rect, radius, radius);
    painter.restore();
}

ModelSwatch::ModelSwatch(Model model, QWidget* parent)
    : QWidget(parent)
    , m_model(model)
{
    setFixedSize(kSize);
    setAccessibleName(model == Model::Original ? tr("Original") : tr("Quantized"));
}

void ModelSwatch::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paintModelBar(painter, rect(), m_model, Theme::instance().table(), 2);
}

} // namespace qlab::app
