// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/draw_page.h"

#include "app/pages/drawing_answers.h"
#include "app/pages/evidence.h"
#include "app/theme/theme.h"
#include "app/widgets/answer_panel.h"
#include "app/widgets/blocked.h"
#include "app/widgets/buttons.h"
#include "app/widgets/card.h"
#include "app/widgets/digit_canvas.h"
#include "app/widgets/digit_grid.h"
#include "app/widgets/evidence_map.h"
#include "app/widgets/feature_picture.h"
#include "app/widgets/film_strip.h"
#include "app/widgets/labels.h"
#include "app/widgets/number_text.h"
#include "app/widgets/pixel_image.h"
#include "app/widgets/scale_bar.h"
#include "app/widgets/segmented_control.h"
#include "app/widgets/tag.h"
#include "app/widgets/value_slider.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

namespace qlab::app {
namespace {

int winner(const DrawingAnswer& answer) { return answerFrom(answer.probabilities).digit; }

/// The mean logit is the zero that evidence is measured from.
double overTheMean(const DrawingAnswer& answer, int digit)
{
    double mean = 0;
    for (float logit : answer.logits)
        mean += static_cast<double>(logit) / kClasses;
    return static_cast<double>(answer.logits[static_cast<std::size_t>(digit)]) - mean;
}

QString sureText(const QString& what, const std::optional<DrawingAnswer>& answer)
{
    return answer ? QStringLiteral("%1: a %2").arg(what).arg(winner(*answer)) : what;
}

QString percentSure(const std::optional<DrawingAnswer>& answer)
{
    return answer ? DrawPage::tr("%1 sure").arg(percentText(answerFrom(answer->probabilities).probability, 0))
                  : QString();
}

constexpr int kBesideCanvas = 28;    ///< the card's padding
constexpr int kLeftShare = 30;       ///< percent of the page that the canvas may take
constexpr int kLeastEvidence = 252;  ///< 9 x 28
constexpr int kLowerRow = 218;       ///< the steps, or two rows of test images, and the gap above
constexpr int kAroundCanvas = 60;    ///< its tools, and the card's padding
constexpr int kAroundEvidence = 130; ///< title, choice, scale and sum

/// By its content, whatever width it was given.
int leastWidth(const Card& card) { return card.minimumSizeHint().width(); }

int wholePixels(int side) { return side / kSide * kSide; }

} // namespace

DrawPage::DrawPage(Session& session, Drawing& drawing, QWidget* parent)
    : Page(tr("Draw"), tr("Both models answer while you draw"), parent)
    , m_session(session)
    , m_drawing(drawing)
{
    buildHeader();
    auto* const upper = new QWidget;
    auto* const top = new QHBoxLayout(upper);
    top->setContentsMargins(0, 0, 0, 0);
    top->setSpacing(kGap);
    QWidget* const canvas = buildCanvas();
    top->setSizeConstraint(QLayout::SetMinimumSize); // the canvas never gives way
    top->addWidget(canvas);
    m_explanations = new QBoxLayout(QBoxLayout::LeftToRight);
    m_explanations->setSpacing(kGap);
    m_explanations->addWidget(buildProbabilities(), 1);
    m_explanations->addWidget(buildEvidence());
    top->addLayout(m_explanations, 1);
    auto* const bottom = new QHBoxLayout;
    bottom->setSpacing(kGap);
    bottom->addWidget(buildSteps());
    bottom->addWidget(buildGrid(), 1);
    rows()->addWidget(upper);
    rows()->addLayout(bottom, 1);
    grow();
    connect(&drawing, &Drawing::changed, this, &DrawPage::refreshLater);
    const auto regrid = [this] {
        m_gridStale = true;
        refreshLater();
    };
    connect(&session, &Session::quantChanged, this, regrid);
    connect(&session, &Session::dataChanged, this, regrid);
}

void DrawPage::buildHeader()
{
    auto* const load = makeButton(ButtonKind::Secondary, tr("Load image"), Icon::Folder);
    load->setToolTip(tr("A picture of one digit; dropping it on the canvas or pasting it works too"));
    auto* const save = makeButton(ButtonKind::Secondary, tr("Save"), Icon::Save);
    save->setToolTip(tr("The drawing as a PNG, white on black"));
    auto* const clear = makeButton(ButtonKind::Secondary, tr("Clear"), Icon::Trash, tr("Del"));
    clear->setToolTip(tr("Can be undone"));
    for (ActionButton* button : {load, save, clear})
        header().addWidget(button);
    connect(load, &QPushButton::clicked, this, &DrawPage::loadImage);
    connect(save, &QPushButton::clicked, this, &DrawPage::saveImage);
    connect(clear, &QPushButton::clicked, &m_drawing.document(), &CanvasDocument::clear);
}

QWidget* DrawPage::buildCanvas()
{
    auto* const card = m_canvasCard = new Card;
    m_canvas = new DigitCanvas(&m_drawing.document(), DigitCanvas::kLargeSide);
    card->body()->setSpacing(8);
    card->body()->addWidget(buildTools());
    card->body()->addWidget(m_canvas, 0, Qt::AlignHCenter);
    card->body()->addStretch();
    connect(m_canvas, &DigitCanvas::problem, this,
        [this](const QString& message) { messages().showMessage(MessageBar::Kind::Bad, message); });
    return card;
}

QWidget* DrawPage::buildTools()
{
    CanvasDocument& document = m_drawing.document();
    auto* const row = new QWidget;
    auto* const layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    auto* const pen = makeToolButton(Icon::Pen, tr("Pen (P)"));
    auto* const eraser = makeToolButton(Icon::Eraser, tr("Eraser (E)"));
    auto* const undo = makeToolButton(Icon::Undo, tr("Undo (Ctrl+Z)"));
    auto* const redo = makeToolButton(Icon::Redo, tr("Redo (Ctrl+Shift+Z)"));
    auto* const width = new ValueSlider(
        {CanvasDocument::kLeastPen, CanvasDocument::kMostPen, 1, 0}, ValueSlider::Scale::Linear, tr("px"));
    width->setToolTip(tr("Pen width on the sheet; about an eighth of the digit's height reads best"));
    width->setAccessibleName(tr("Pen width"));
    for (QWidget* part : width->findChildren<QWidget*>())
        part->setAccessibleName(tr("Pen width"));
    width->setValue(document.penWidth());
    for (QToolButton* tool : {pen, eraser})
        tool->setCheckable(true);
    const auto show = [&document, pen, eraser, undo, redo] {
        pen->setChecked(document.tool() == Tool::Pen);
        eraser->setChecked(document.tool() == Tool::Eraser);
        setBlocked(*undo, document.canUndo() ? QString() : tr("Nothing to undo"));
        setBlocked(*redo, document.canRedo() ? QString() : tr("Nothing to redo"));
    };
    const auto choose = [&document, show](Tool tool) {
        return [&document, show, tool] {
            document.setTool(tool);
            show();
        };
    };
    connect(pen, &QToolButton::clicked, this, choose(Tool::Pen));
    connect(eraser, &QToolButton::clicked, this, choose(Tool::Eraser));
    connect(undo, &QToolButton::clicked, &document, &CanvasDocument::undo);
    connect(redo, &QToolButton::clicked, &document, &CanvasDocument::redo);
    connect(&document, &CanvasDocument::stateChanged, this, show);
    connect(&document, &CanvasDocument::toolChanged, this, show);
    connect(&document, &CanvasDocument::penWidthChanged, width, [width](int value) { width->setValue(value); });
    connect(width, &ValueSlider::valueChanged, &document,
        [&document](double value) { document.setPenWidth(qRound(value)); });
    show();
    layout->addWidget(pen);
    layout->addWidget(eraser);
    layout->addSpacing(8);
    layout->addWidget(width, 1);
    layout->addSpacing(8);
    layout->addWidget(undo);
    layout->addWidget(redo);
    return row;
}

QWidget* DrawPage::buildProbabilities()
{
    auto* const card = new Card(tr("Probabilities"));
    card->setNote(QStringLiteral("%"));
    m_answers = new AnswerPanel(AnswerPanel::Look::Large);
    m_bars = new ProbabilityBars;
    card->body()->setSpacing(8);
    card->body()->addWidget(m_answers);
    card->body()->addWidget(m_bars, 1);
    return card;
}

QWidget* DrawPage::buildEvidence()
{
    auto* const card = new Card(tr("Evidence for"));
    QStringList digits;
    for (int digit = 0; digit < kClasses; ++digit)
        digits += QString::number(digit);
    m_evidenceFor = new SegmentedControl(digits, SegmentedControl::Height::Small);
    m_evidenceFor->setToolTip(tr("Which class the map explains; follows the answer until you choose"));
    card->addHeaderWidget(m_evidenceFor);
    m_evidence = new EvidenceMap;
    card->body()->setSpacing(8);
    card->body()->addWidget(m_evidence, 0, Qt::AlignHCenter);
    auto* const line = new QHBoxLayout;
    auto* const scale = new ScaleBar(ScaleBar::Labels::Below);
    scale->setEnds(tr("against"), tr("for"));
    m_sum = makeWrappedLabel(LabelLook::Caption);
    m_sum->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_sum->setTextFormat(Qt::RichText);
    line->addWidget(scale);
    line->addWidget(m_sum, 1);
    card->body()->addLayout(line);
    card->body()->addStretch();
    connect(m_evidenceFor, &SegmentedControl::currentChanged, this, [this] {
        m_followWinner = false;
        refreshEvidence();
    });
    return card;
}

QWidget* DrawPage::buildSteps()
{
    auto* const card = m_stepsCard = new Card(tr("What the models see"));
    m_centre = new QCheckBox(tr("as MNIST does"));
    m_centre->setToolTip(
        tr("Fit the ink into 20 × 20 pixels and move its centre of mass to the middle, as MNIST's makers did"));
    m_centre->setChecked(m_drawing.centred());
    card->addHeaderWidget(m_centre);
    m_steps = new FilmStrip;
    m_stepsHint = makeWrappedLabel(LabelLook::Caption);
    card->body()->setSpacing(6);
    card->body()->addWidget(m_steps);
    card->body()->addWidget(m_stepsHint);
    card->body()->addStretch();
    connect(m_centre, &QCheckBox::toggled, &m_drawing, &Drawing::setCentred);
    return card;
}

/// Canvas and evidence are whole multiples of the model's pixels, as large as the window leaves room for.
void DrawPage::grow()
{
    const int room = height() - header().height() - scaled(kLowerRow + kAroundCanvas);
    const int side = std::max(DigitCanvas::kLargeSide, wholePixels(std::min(width() * kLeftShare / 100, room)));
    m_canvas->setSide(side);
    // Room for the tools and texts where they are bigger.
    const int left = std::max({side + kBesideCanvas, leastWidth(*m_canvasCard), leastWidth(*m_stepsCard)});
    m_canvasCard->setFixedWidth(left);
    m_stepsCard->setFixedWidth(left);
    const int evidence = side + scaled(kAroundCanvas - kAroundEvidence);
    m_evidence->setSide(std::max(kLeastEvidence, wholePixels(evidence)));
    // Side by side while both can be read.
    int together = left + kGap;
    for (int i = 0; i < m_explanations->count(); ++i)
        together += kGap + m_explanations->itemAt(i)->minimumSize().width();
    const bool fits = together <= roomForRows();
    m_explanations->setDirection(fits ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
}

void DrawPage::resizeEvent(QResizeEvent* event)
{
    Page::resizeEvent(event);
    grow();
}

void DrawPage::refresh()
{
    refreshAnswers();
    refreshEvidence();
    refreshSteps();
    if (m_gridStale)
        refreshGrid();
}

void DrawPage::refreshAnswers()
{
    if (m_drawing.isEmpty())
        m_followWinner = true;
    m_answers->setTrueLabel(m_drawing.trueLabel());
    m_answers->setAnswers(shortAnswer(m_drawing.original()), shortAnswer(m_drawing.quantized()));
    m_bars->setProbabilities(probabilities(m_drawing.original()), probabilities(m_drawing.quantized()));
}

void DrawPage::refreshEvidence()
{
    const auto& answer = m_drawing.original();
    if (!answer) {
        m_evidence->clear();
        m_sum->setText(m_session.quant() ? tr("draw a digit first") : tr("after training"));
        return;
    }
    if (m_followWinner)
        m_evidenceFor->setCurrent(winner(*answer));
    const int digit = m_evidenceFor->current();
    const Evidence evidence = evidenceFor(*m_session.quant()->model, m_drawing.image(), digit);
    m_evidence->setSteps(m_session.quant()->model->steps);
    m_evidence->setValues(evidence.pixels, evidence.limit);
    const Answer best = answerFrom(answer->probabilities);
    const int other = digit == best.digit ? best.next : best.digit;
    m_sum->setText((m_drawing.steps().isPicture()
            ? tr("ink %1, paper and bias %2: <b>%3</b><br>over the mean; %4 has %5")
            : tr("edges %1, their absence and bias %2: <b>%3</b><br>over the mean; %4 has %5"))
                       .arg(signedText(evidence.sum - evidence.background, 2), signedText(evidence.background, 2),
                           signedText(evidence.sum, 2))
                       .arg(other)
                       .arg(signedText(overTheMean(*answer, other), 2)));
}

void DrawPage::refreshSteps()
{
    const bool asItIs = m_drawing.isAsItIs();
    m_centre->setEnabled(!asItIs);
    m_stepsHint->setText(!asItIs
            ? tr("The models have only seen digits in the middle of the field: one that lies aside is read worse.")
            : m_drawing.hasSteps()
            ? tr("It goes through the input steps of the data set; once drawn on, it is a drawing.")
            : tr("28 × 28 pixels go into the models as they are; once drawn on, they are a drawing."));
    m_steps->setSteps(asItIs ? stepsOfImage() : stepsOfDrawing());
}

/// What the models make of the picture, as the last of the steps.
FilmStep DrawPage::answered(const QString& title, const DigitImage& image, const std::optional<DrawingAnswer>& answer)
{
    FilmStep step;
    step.title = sureText(title, answer);
    step.caption = percentSure(answer);
    step.image = FeaturePicture(m_drawing.steps()).ink(image).copy();
    return step;
}

std::vector<FilmStep> DrawPage::stepsOfImage()
{
    FilmStep seen =
        answered(m_drawing.hasSteps() ? tr("Seen") : tr("As it is"), m_drawing.image(), m_drawing.original());
    seen.highlighted = true;
    if (!m_drawing.hasSteps())
        return {seen};
    return {{tr("As it is"), tr("28 × 28"), digitImage(m_drawing.imageBefore()).copy()}, seen};
}

std::vector<FilmStep> DrawPage::stepsOfDrawing()
{
    const bool centred = m_drawing.centred(), stepped = m_drawing.hasSteps();
    FilmStep fitted{stepped ? tr("Centred") : tr("Fitted"), stepped ? tr("as MNIST does") : tr("20 × 20 box"),
        digitImage(stepped ? m_drawing.digit().image : m_drawing.digit().boxed).copy()};
    FilmStep middle = answered(stepped ? tr("Seen") : tr("Centred"), m_drawing.stepped(m_drawing.digit().image),
        centred ? m_drawing.original() : m_drawing.otherwise());
    middle.highlighted = centred;
    if (m_drawing.steps().features == InputSteps::Features::Pixels)
        middle.cross = QPointF(14.5, 14.5);
    FilmStep plain = answered(tr("As drawn"), m_drawing.stepped(m_drawing.plainImage()),
        centred ? m_drawing.otherwise() : m_drawing.original());
    plain.highlighted = !centred;
    plain.apart = true;
    return {fitted, middle, plain};
}

void DrawPage::loadImage()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Picture of a digit"), {},
        tr("Pictures (*.png *.jpg *.jpeg *.bmp *.gif *.svg *.webp);;All files (*)"));
    if (path.isEmpty())
        return;
    if (const Status status = m_drawing.document().loadFile(path); !status)
        messages().showMessage(MessageBar::Kind::Bad, QString::fromStdString(status.error().message));
}

void DrawPage::saveImage()
{
    const QString path = QFileDialog::getSaveFileName(this, tr("Save the drawing"), tr("digit.png"), tr("PNG (*.png)"));
    if (path.isEmpty())
        return;
    if (const Status status = m_drawing.document().savePng(path); !status)
        messages().showMessage(MessageBar::Kind::Bad, QString::fromStdString(status.error().message));
    else
        messages().showMessage(MessageBar::Kind::Good, tr("Saved to %1.").arg(path));
}

} // namespace qlab::app
