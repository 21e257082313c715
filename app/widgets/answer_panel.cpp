// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/answer_panel.h"

#include "app/widgets/answer_mark.h"
#include "app/widgets/number_text.h"
#include "app/widgets/pixel_image.h"

#include <QEvent>
#include <QPainter>

#include <algorithm>

namespace qlab::app {
namespace {

constexpr int kPreviewSide = 56;
constexpr int kGap = 12;
constexpr int kSwatchGap = 8;
constexpr double kPreviewCorner = 2;
constexpr double kBoxCorner = 4;
constexpr int kMarkSide = 12;

const QString kNone = QStringLiteral("–");

/// One line, cut off with an ellipsis where the user's font is too wide for the place.
void drawElided(QPainter& painter, const QRectF& place, const QString& text)
{
    const QString shown = painter.fontMetrics().elidedText(text, Qt::ElideRight, static_cast<int>(place.width()));
    painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, shown);
}

} // namespace

Answer answerFrom(const Probabilities& probabilities)
{
    std::array<int, kClasses> order{};
    for (int digit = 0; digit < kClasses; ++digit)
        order[static_cast<std::size_t>(digit)] = digit;
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
        return probabilities[static_cast<std::size_t>(a)] > probabilities[static_cast<std::size_t>(b)];
    });
    return {order[0], probabilities[static_cast<std::size_t>(order[0])], order[1]};
}

AnswerPanel::AnswerPanel(Look look, QWidget* parent)
    : QWidget(parent)
    , m_look(look)
    , m_emptyText(tr("The models see 28 × 28 pixels, white on black. They answer here after training."))
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Answers of both models"));
}

void AnswerPanel::setPreview(const DigitImage& preview, const InputSteps& steps)
{
    if (preview == m_preview && steps == m_picture.steps())
        return;
    if (steps != m_picture.steps())
        m_picture = FeaturePicture(steps);
    m_preview = preview;
    update();
}

void AnswerPanel::setAnswers(const std::optional<Answer>& original, const std::optional<Answer>& quantized)
{
    m_original = original;
    m_quantized = quantized;
    describe();
}

void AnswerPanel::setTrueLabel(std::optional<int> label)
{
    m_trueLabel = label;
    describe();
}

std::optional<bool> AnswerPanel::isRight(Model model) const
{
    const auto& answer = of(model);
    return answer && m_trueLabel ? std::optional(answer->digit == *m_trueLabel) : std::nullopt;
}

void AnswerPanel::describe()
{
    QStringList words;
    for (const Model model : {Model::Original, Model::Quantized})
        if (const auto& answer = of(model)) {
            words += tr("%1: %2, %3").arg(nameOf(model)).arg(answer->digit).arg(percentText(answer->probability, 1));
            if (const auto right = isRight(model))
                words.last() += *right ? tr(", right") : tr(", wrong");
        }
    setAccessibleDescription(words.join(QLatin1String("; ")));
    setToolTip(words.join(QLatin1Char('\n')));
    update();
}

void AnswerPanel::setEmptyText(const QString& text)
{
    m_emptyText = text;
    update();
}

QSize AnswerPanel::sizeHint() const
{
    if (m_look == Look::Large)
        return {2 * textColumn(152) + kGap, scaled(50)};
    return {kPreviewSide + kGap + scaled(184), std::max(kPreviewSide, 3 * lineHeight(TextRole::Table))};
}

void AnswerPanel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        updateGeometry();
        update();
    }
    QWidget::changeEvent(event);
}

void AnswerPanel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    if (m_look == Look::Large) {
        const double width = (this->width() - kGap) / 2.0;
        paintBox(painter, QRectF(0, 0, width, height()), Model::Original);
        paintBox(painter, QRectF(width + kGap, 0, width, height()), Model::Quantized);
        return;
    }
    const QRectF preview = snapped(painter, QRectF(0, 0, kPreviewSide, kPreviewSide));
    painter.fillRect(preview, kDigitGround);
    m_picture.draw(painter, preview, m_picture.ink(m_preview));
    roundCorners(painter, preview, kPreviewCorner, themeColor(Token::Surface));
    const QRectF words(kPreviewSide + kGap, 0, width() - kPreviewSide - kGap, kPreviewSide);
    if (!m_original && !m_quantized) {
        painter.setFont(textFont(TextRole::Table));
        painter.setPen(themeColor(Token::Text2));
        painter.drawText(
            words.adjusted(0, 0, 0, height() - kPreviewSide), Qt::AlignVCenter | Qt::TextWordWrap, m_emptyText);
        return;
    }
    const double line = scaled(24);
    const double top = words.center().y() + 1 - line;
    paintLine(painter, QRectF(words.left(), top, words.width(), line), Model::Original);
    paintLine(painter, QRectF(words.left(), top + line, words.width(), line), Model::Quantized);
}

void AnswerPanel::paintLine(QPainter& painter, const QRectF& line, Model model) const
{
    const QRectF swatch(
        QPointF(line.left(), line.center().y() - ModelSwatch::kSize.height() / 2.0), ModelSwatch::kSize);
    paintModelBar(painter, snapped(painter, swatch), model, Theme::instance().table(), 2);

    const auto& answer = of(model);
    const QFont body = textFont(TextRole::Body);
    const double percentWidth = QFontMetricsF(body).horizontalAdvance(percentText(1, 1)) + scaled(4);
    painter.setFont(body);
    painter.setPen(themeColor(Token::Text));
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, answer ? percentText(answer->probability, 1) : kNone);

    QFont digit = textFont(TextRole::Answer);
    digit.setPixelSize(scaled(18));
    painter.setFont(digit);
    painter.setPen(themeColor(textToken(model)));
    const QRectF digitPlace = line.adjusted(0, 0, -percentWidth, 0);
    painter.drawText(
        digitPlace, Qt::AlignRight | Qt::AlignVCenter, answer ? QString::number(answer->digit) : QString());

    double nameEnd = digitPlace.right() - QFontMetricsF(digit).horizontalAdvance(QLatin1Char('0')) - kSwatchGap;
    if (const auto right = isRight(model)) {
        const double side = scaled(kMarkSide);
        paintAnswerMark(painter, QRectF(nameEnd - side, line.center().y() - side / 2, side, side), *right);
        nameEnd -= side + 4;
    }
    const double nameStart = swatch.right() + kSwatchGap;
    painter.setFont(body);
    painter.setPen(themeColor(Token::Text2));
    drawElided(painter, QRectF(nameStart, line.top(), nameEnd - nameStart, line.height()), nameOf(model));
}

void AnswerPanel::paintBox(QPainter& painter, const QRectF& box, Model model) const
{
    paintFrame(painter, snapped(painter, box), 1, kBoxCorner, themeColor(Token::Line));
    const auto& answer = of(model);
    painter.setFont(textFont(TextRole::Answer));
    painter.setPen(themeColor(answer ? textToken(model) : Token::Text3));
    const double digitWidth = QFontMetricsF(painter.font()).horizontalAdvance(QLatin1Char('0'));
    const QRectF digit(box.left() + kGap, box.top(), digitWidth, box.height());
    painter.drawText(digit, Qt::AlignCenter | Qt::TextDontClip, answer ? QString::number(answer->digit) : kNone);

    const double left = digit.right() + scaled(10);
    const int upper = lineHeight(TextRole::Body);
    const int lower = lineHeight(TextRole::Caption);
    const double top = box.center().y() - (upper + lower) / 2.0;
    const QRectF swatch(QPointF(left, top + (upper - ModelSwatch::kSize.height()) / 2.0), ModelSwatch::kSize);
    paintModelBar(painter, snapped(painter, swatch), model, Theme::instance().table(), 2);
    painter.setFont(textFont(TextRole::Body));
    painter.setPen(themeColor(Token::Text2));
    const double nameLeft = swatch.right() + kSwatchGap - 2;
    double nameEnd = box.right() - 4;
    if (const auto right = isRight(model)) {
        const double side = scaled(kMarkSide);
        nameEnd -= side + 4;
        paintAnswerMark(painter, QRectF(nameEnd, top + (upper - side) / 2, side, side), *right);
    }
    drawElided(painter, QRectF(nameLeft, top, nameEnd - nameLeft, upper), nameOf(model));
    painter.setFont(textFont(TextRole::Caption));
    painter.setPen(themeColor(Token::Text3));
    const QString caption =
        answer ? tr("%1, next: %2").arg(percentText(answer->probability, 1)).arg(answer->next) : tr("no answer yet");
    drawElided(painter, QRectF(left, top + upper, box.right() - left - 4, lower), caption);
}

} // namespace qlab::app
