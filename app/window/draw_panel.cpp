// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/draw_panel.h"

#include "app/pages/drawing_answers.h"
#include "app/session/drawing.h"
#include "app/theme/theme.h"
#include "app/widgets/answer_panel.h"
#include "app/widgets/digit_canvas.h"
#include "app/widgets/labels.h"

#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace qlab::app {
namespace {

constexpr int kMargin = 16;
constexpr int kLeastBars = 192; ///< still one pair of bars above the next; fits a window of 720
constexpr int kLargestSide = 560;

} // namespace

DrawPanel::DrawPanel(Drawing& drawing, QWidget* parent)
    : QWidget(parent)
    , m_drawing(drawing)
    , m_canvas(new DigitCanvas(&drawing.document(), DigitCanvas::kSmallSide))
    , m_answers(new AnswerPanel(AnswerPanel::Look::Compact))
    , m_bars(new ProbabilityBars)
{
    setMinimumWidth(std::max(DigitCanvas::kSmallSide + 2 * kMargin, scaled(240)));
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, 0, kMargin, 8);
    layout->setSpacing(6);
    layout->addWidget(m_canvas, 0, Qt::AlignHCenter);
    layout->addSpacing(6);
    layout->addWidget(m_answers);
    layout->addWidget(makeHairline(Qt::Horizontal));
    m_bars->setCaption(tr("Probability, %"));
    m_bars->setMinimumHeight(qRound(kLeastBars * fontFactor()));
    layout->addWidget(m_bars, 1);
    connect(m_canvas, &DigitCanvas::problem, this, &DrawPanel::problem);
    connect(&drawing, &Drawing::changed, this, &DrawPanel::showAnswers);
    showAnswers();
}

void DrawPanel::showAnswers()
{
    m_answers->setPreview(m_drawing.image(), m_drawing.steps());
    m_answers->setTrueLabel(m_drawing.trueLabel());
    m_answers->setEmptyText(m_drawing.original() || m_drawing.isEmpty()
            ? tr("Draw a digit: this is what the models see of it.")
            : tr("The models answer here after training."));
    m_answers->setAnswers(shortAnswer(m_drawing.original()), shortAnswer(m_drawing.quantized()));
    m_bars->setProbabilities(probabilities(m_drawing.original()), probabilities(m_drawing.quantized()));
}

int DrawPanel::heightWithoutSheet() const
{
    return layout()->minimumSize().height() - m_canvas->height() - (m_bars->isHidden() ? 0 : m_bars->minimumHeight());
}

/// The Draw page has bars, too.
void DrawPanel::resizeEvent(QResizeEvent*)
{
    const int room = height() - heightWithoutSheet();
    m_canvas->setSide(std::clamp(std::min(width() - 2 * kMargin, room), DigitCanvas::kSmallSide, kLargestSide));
    m_bars->setVisible(room >= m_canvas->side() + m_bars->minimumHeight());
}

void DrawPanel::paintEvent(QPaintEvent*) { QPainter(this).fillRect(rect(), themeColor(Token::Surface)); }

} // namespace qlab::app
