// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/draw_dock.h"

#include "app/pages/drawing_answers.h"
#include "app/session/drawing.h"
#include "app/theme/theme.h"
#include "app/widgets/answer_panel.h"
#include "app/widgets/blocked.h"
#include "app/widgets/buttons.h"
#include "app/widgets/digit_canvas.h"
#include "app/widgets/labels.h"

#include <QHBoxLayout>
#include <QMouseEvent>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

namespace qlab::app {
namespace {

constexpr int kMargin = 16;
constexpr int kHandle = 6;
constexpr int kWideWindow = 1600;
constexpr int kLeastBars = 192; ///< still one pair of bars above the next; fits a window of 720

/// The sheet keeps its size; what grows with the font is what the answers beside it need.
int widthFor(bool wide)
{
    constexpr int kAnswers = 240;
    return wide ? std::max(DrawDock::kWide, scaled(kAnswers)) : std::max(DrawDock::kNarrow, scaled(kAnswers));
}

} // namespace

DrawDock::DrawDock(Drawing& drawing, QWidget* parent)
    : QWidget(parent)
    , m_drawing(drawing)
    , m_canvas(new DigitCanvas(&drawing.document(), DigitCanvas::kSmallSide))
    , m_answers(new AnswerPanel(AnswerPanel::Look::Compact))
    , m_bars(new ProbabilityBars)
{
    setAccessibleName(tr("Draw"));
    setMouseTracking(true);
    setFixedWidth(widthFor(false));
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, 8, kMargin, 8);
    layout->setSpacing(6);
    layout->addWidget(makeTools());
    layout->addWidget(m_canvas, 0, Qt::AlignHCenter);
    layout->addSpacing(6);
    layout->addWidget(m_answers);
    layout->addWidget(makeHairline(Qt::Horizontal));
    m_bars->setCaption(tr("Probability, %"));
    m_bars->setMinimumHeight(qRound(kLeastBars * fontFactor()));
    layout->addWidget(m_bars, 1);
    m_answers->setEmptyText(tr("The models see 28 × 28 pixels, white on black. They answer here after training."));
    connect(m_canvas, &DigitCanvas::problem, this, &DrawDock::problem);
    connect(&drawing, &Drawing::changed, this, &DrawDock::showAnswers);
    showAnswers();
}

QWidget* DrawDock::makeTools()
{
    auto* const row = new QWidget;
    auto* const layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(makeLabel(LabelLook::Title, tr("Draw")), 1);
    CanvasDocument& document = m_drawing.document();
    auto* const pen = makeToolButton(Icon::Pen, tr("Pen (P): draw a digit"));
    auto* const eraser = makeToolButton(Icon::Eraser, tr("Eraser (E); the right mouse button erases too"));
    auto* const undo = makeToolButton(Icon::Undo, tr("Undo the last stroke (Ctrl+Z)"));
    auto* const clear = makeToolButton(Icon::Trash, tr("Clear the sheet (Del); can be undone"));
    pen->setCheckable(true);
    eraser->setCheckable(true);
    const auto showTool = [pen, eraser](Tool tool) {
        pen->setChecked(tool == Tool::Pen);
        eraser->setChecked(tool == Tool::Eraser);
    };
    showTool(document.tool());
    connect(&document, &CanvasDocument::toolChanged, this, showTool);
    connect(pen, &QToolButton::clicked, &document, [&document, showTool] {
        document.setTool(Tool::Pen);
        showTool(Tool::Pen);
    });
    connect(eraser, &QToolButton::clicked, &document, [&document, showTool] {
        document.setTool(Tool::Eraser);
        showTool(Tool::Eraser);
    });
    connect(undo, &QToolButton::clicked, &document, &CanvasDocument::undo);
    connect(clear, &QToolButton::clicked, &document, &CanvasDocument::clear);
    const auto showState = [&document, undo, clear] {
        setBlocked(*undo, document.canUndo() ? QString() : tr("Nothing to undo"));
        setBlocked(*clear, document.isEmpty() ? tr("The sheet is empty") : QString());
    };
    connect(&document, &CanvasDocument::stateChanged, this, showState);
    showState();
    for (QToolButton* button : {pen, eraser, undo, clear})
        layout->addWidget(button);
    return row;
}

void DrawDock::showAnswers()
{
    m_answers->setPreview(m_drawing.image(), m_drawing.steps());
    m_answers->setTrueLabel(m_drawing.trueLabel());
    m_answers->setEmptyText(m_drawing.original() || m_drawing.isEmpty()
            ? tr("Draw a digit: this is what the models see of it.")
            : tr("The models answer here after training."));
    m_answers->setAnswers(shortAnswer(m_drawing.original()), shortAnswer(m_drawing.quantized()));
    m_bars->setProbabilities(probabilities(m_drawing.original()), probabilities(m_drawing.quantized()));
}

void DrawDock::chooseWide(std::optional<bool> wide)
{
    m_chosen = wide;
    if (wide)
        setWide(*wide);
    else
        followWindow(window()->width());
}

void DrawDock::followWindow(int windowWidth)
{
    if (!m_chosen)
        setWide(windowWidth >= kWideWindow);
}

void DrawDock::setWide(bool wide)
{
    m_wide = wide;
    setFixedWidth(widthFor(wide));
    m_canvas->setSide(wide ? DigitCanvas::kLargeSide : DigitCanvas::kSmallSide);
}

/// Ten pairs of bars that nobody could read give way to the sheet; the Draw page has them as well.
void DrawDock::resizeEvent(QResizeEvent*)
{
    const int others = layout()->minimumSize().height() - (m_bars->isHidden() ? 0 : m_bars->minimumHeight());
    m_bars->setVisible(height() >= others + m_bars->minimumHeight());
}

void DrawDock::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), themeColor(Token::Surface));
    painter.fillRect(QRect(0, 0, 1, height()), themeColor(Token::Line));
}

bool DrawDock::onHandle(const QPoint& position) const { return position.x() < kHandle; }

void DrawDock::mousePressEvent(QMouseEvent* event) { m_dragging = onHandle(event->pos()); }

void DrawDock::mouseMoveEvent(QMouseEvent* event)
{
    setCursor(m_dragging || onHandle(event->pos()) ? Qt::SplitHCursor : Qt::ArrowCursor);
    if (!m_dragging)
        return;
    const int wanted = width() - event->pos().x(); // the right edge stays
    chooseWide(wanted > (widthFor(false) + widthFor(true)) / 2);
}

void DrawDock::mouseReleaseEvent(QMouseEvent*) { m_dragging = false; }

} // namespace qlab::app
