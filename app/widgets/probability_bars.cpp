// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/probability_bars.h"

#include "app/widgets/number_text.h"
#include "app/widgets/pixel_image.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace qlab::app {
namespace {

constexpr int kBarsApart = 2;
constexpr int kLeastRow = 20;
constexpr int kCaptionGap = 4;
constexpr std::array kModels{Model::Original, Model::Quantized};

int labelWidth() { return scaled(18); }
/// Wide enough for "100.0" in bold and the space before it.
int figureWidth()
{
    return QFontMetrics(textFont(TextRole::DirectLabel)).horizontalAdvance(numberText(100, 1)) + scaled(9);
}

} // namespace

ProbabilityBars::ProbabilityBars(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleName(tr("Probability of each digit"));
}

void ProbabilityBars::setProbabilities(
    const std::optional<Probabilities>& original, const std::optional<Probabilities>& quantized)
{
    m_original = original;
    m_quantized = quantized;
    const int best = original ? winner(Model::Original) : winner(Model::Quantized);
    setAccessibleDescription(best < 0 ? tr("No answer yet") : textOf(best));
    update();
}

void ProbabilityBars::setCaption(const QString& caption)
{
    m_caption = caption;
    updateGeometry();
    update();
}

int ProbabilityBars::winner(Model model) const
{
    const auto& probabilities = of(model);
    if (!probabilities)
        return -1;
    return static_cast<int>(std::max_element(probabilities->begin(), probabilities->end()) - probabilities->begin());
}

QString ProbabilityBars::textOf(int digit) const
{
    const auto figure = [&](Model model) {
        const auto& probabilities = of(model);
        return probabilities ? percentText((*probabilities)[static_cast<std::size_t>(digit)], 2)
                             : QString(QChar(0x2013));
    };
    return tr("%1: original %2, quantized %3").arg(digit).arg(figure(Model::Original), figure(Model::Quantized));
}

// -- Geometry ---------------------------------------------------------------------------------------------------------

QSize ProbabilityBars::sizeHint() const
{
    const int caption = m_caption.isEmpty() ? 0 : lineHeight(TextRole::Caption) + kCaptionGap;
    return {labelWidth() + 100 + 2 * figureWidth(), caption + kClasses * scaled(kLeastRow)};
}

QRectF ProbabilityBars::row(int digit) const
{
    const double top = m_caption.isEmpty() ? 0 : lineHeight(TextRole::Caption) + kCaptionGap;
    const double pitch = (height() - top) / kClasses;
    return {0, top + digit * pitch, static_cast<double>(width()), pitch};
}

QRectF ProbabilityBars::track(int digit, Model model) const
{
    const QRectF all = row(digit);
    const int height = width() < 300 ? 7 : 8;
    const double first = std::round(all.center().y() - height - kBarsApart / 2.0);
    const double top = model == Model::Original ? first : first + height + kBarsApart;
    const int figures = isEmpty() ? 0 : 2 * figureWidth();
    return {static_cast<double>(labelWidth()), top, std::max(1.0, all.width() - labelWidth() - figures),
        static_cast<double>(height)};
}

QRectF ProbabilityBars::barRect(int digit, Model model) const
{
    QRectF bar = track(digit, model);
    const auto& probabilities = of(model);
    const double share = probabilities ? std::clamp((*probabilities)[static_cast<std::size_t>(digit)], 0.0, 1.0) : 0;
    bar.setWidth(std::max(1.0, bar.width() * share));
    return bar;
}

int ProbabilityBars::digitAt(const QPointF& position) const
{
    for (int digit = 0; digit < kClasses; ++digit)
        if (row(digit).contains(position))
            return digit;
    return -1;
}

// -- Painting ---------------------------------------------------------------------------------------------------------

bool ProbabilityBars::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip || isEmpty())
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int digit = digitAt(help->pos());
    QToolTip::showText(
        help->globalPos(), digit < 0 ? QString() : textOf(digit), this, row(std::max(0, digit)).toRect());
    return true;
}

void ProbabilityBars::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        updateGeometry();
        update();
    }
    QWidget::changeEvent(event);
}

void ProbabilityBars::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setFont(textFont(TextRole::Caption));
    painter.setPen(themeColor(Token::Text3));
    painter.drawText(QRect(0, 0, width(), lineHeight(TextRole::Caption)), Qt::AlignLeft | Qt::AlignVCenter, m_caption);
    for (int digit = 0; digit < kClasses; ++digit)
        paintRow(painter, digit);
}

void ProbabilityBars::paintRow(QPainter& painter, int digit) const
{
    const bool wins = digit == winner(Model::Original) || digit == winner(Model::Quantized);
    QRectF label = row(digit);
    label.setWidth(labelWidth());
    painter.setFont(textFont(wins ? TextRole::BodyStrong : TextRole::Body));
    painter.setPen(themeColor(wins ? Token::Text : Token::Text2));
    painter.drawText(label, Qt::AlignLeft | Qt::AlignVCenter, QString::number(digit));
    for (const Model model : kModels) {
        painter.fillRect(snapped(painter, track(digit, model)), themeColor(Token::Sunken));
        if (of(model))
            paintModelBar(painter, snapped(painter, barRect(digit, model)), model, Theme::instance().table());
        if (!isEmpty())
            paintFigure(painter, digit, model);
    }
}

void ProbabilityBars::paintFigure(QPainter& painter, int digit, Model model) const
{
    const auto& probabilities = of(model);
    const bool wins = digit == winner(model);
    QRectF field = row(digit);
    field.setLeft(field.right() - (model == Model::Original ? 2 : 1) * figureWidth());
    field.setWidth(figureWidth());
    painter.setFont(textFont(wins ? TextRole::DirectLabel : TextRole::Caption));
    painter.setPen(themeColor(wins ? textToken(model) : Token::Text3));
    const QString text =
        probabilities ? numberText((*probabilities)[static_cast<std::size_t>(digit)] * 100, 1) : QString(QChar(0x2013));
    painter.drawText(field, Qt::AlignRight | Qt::AlignVCenter, text);
}

} // namespace qlab::app
