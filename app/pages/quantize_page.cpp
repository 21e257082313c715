// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/quantize_page.h"

#include "app/charts/chart_legend.h"
#include "app/charts/chart_menu.h"
#include "app/charts/histogram_chart.h"
#include "app/pages/reasons.h"
#include "app/pages/scheme_form.h"
#include "app/pages/weight_rows.h"
#include "app/present/subject.h"
#include "app/present/weight_charts.h"
#include "app/session/drawing.h"
#include "app/theme/theme.h"
#include "app/widgets/blocked.h"
#include "app/widgets/buttons.h"
#include "app/widgets/card.h"
#include "app/widgets/combo_box.h"
#include "app/widgets/digit_grid.h"
#include "app/widgets/fact_line.h"
#include "app/widgets/form_row.h"
#include "app/widgets/labels.h"
#include "app/widgets/number_text.h"
#include "app/widgets/scale_bar.h"
#include "app/widgets/sentence.h"
#include "app/widgets/tag.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace qlab::app {
namespace {

constexpr int kSettingsWidth = 264;

QString answeredText(double milliseconds)
{
    if (milliseconds > 999)
        return QuantizePage::tr("answered in %1 s").arg(numberText(milliseconds / 1000, 1));
    return QuantizePage::tr("answered in %1 ms").arg(numberText(milliseconds, milliseconds < 100 ? 1 : 0));
}

} // namespace

QuantizePage::QuantizePage(Session& session, Drawing& drawing, QWidget* parent)
    : Page(tr("Quantize"), tr("Every change acts on all weights and test images at once"), parent)
    , m_session(session)
    , m_drawing(drawing)
{
    buildHeader();
    auto* const right = new QVBoxLayout;
    right->setSpacing(kGap);
    right->addWidget(buildHistogram(), 1);
    right->addWidget(buildChanged());
    auto* const top = new QHBoxLayout;
    top->setSpacing(kGap);
    top->addWidget(buildScheme());
    top->addLayout(right, 1);
    rows()->addLayout(top, 1);
    rows()->addWidget(buildWeights());

    connect(&session, &Session::quantChanged, this, &QuantizePage::refreshLater);
    for (auto signal : {&Session::trainingChanged, &Session::quantChanged})
        connect(&session, signal, this, [this] { setBlocked(*m_compare, notComparableBecause(m_session)); });
    // Only the form: all else waits for the answer, a few milliseconds later.
    connect(&session, &Session::settingsChanged, this, [this] {
        m_form->setScheme(m_session.settings().scheme);
        refreshForm();
    });
}

QWidget* QuantizePage::primaryButton() const { return m_compare; }

void QuantizePage::buildHeader()
{
    m_sentence = header().sentence();
    m_answered = makeLabel(LabelLook::Table);
    m_answered->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    // Room for the longest it says: what comes and goes moves nothing.
    const auto keepRoom = [this] {
        m_answered->setFixedWidth(QFontMetrics(textFont(TextRole::Table)).horizontalAdvance(answeredText(888.8)) + 2);
    };
    keepRoom();
    connect(&Theme::instance(), &Theme::changed, m_answered, keepRoom);
    m_answered->setToolTip(tr("Quantizing, classifying and counting, without painting"));
    auto* const reset = makeButton(ButtonKind::Secondary, tr("Reset"));
    reset->setToolTip(tr("Back to the lab report's scheme"));
    m_compare = makeButton(ButtonKind::Primary, tr("Compare"), Icon::Benchmark, QStringLiteral("B"));
    m_compare->setToolTip(tr("Time both models against each other"));
    m_trainOnGrid = makeButton(ButtonKind::Secondary, tr("Train on grid"));
    m_trainOnGrid->setToolTip(
        tr("Trains the weights as the levels that they are stored as, from the original on: twelve "
           "epochs; few bits lose little then"));
    connect(m_trainOnGrid, &QPushButton::clicked, this, &QuantizePage::trainOrRound);
    header().addWidget(m_answered);
    header().addWidget(m_trainOnGrid);
    header().addWidget(reset);
    header().setPrimary(m_compare);
    connect(reset, &QPushButton::clicked, this, [this] { m_session.setScheme(defaultScheme()); });
    connect(m_compare, &QPushButton::clicked, this, [this] {
        Q_EMIT pageRequested(PageId::Compare);
        m_session.compare();
    });
}

QWidget* QuantizePage::buildScheme()
{
    m_schemeCard = new Card(tr("Scheme"));
    keepFormColumn(*m_schemeCard, kSettingsWidth);
    m_form = new SchemeForm;
    m_form->setScheme(m_session.settings().scheme);
    m_schemeCard->body()->addWidget(m_form);
    m_schemeCard->body()->addStretch();
    connect(m_form, &SchemeForm::schemeChanged, &m_session, &Session::setScheme);
    buildTrainingMenu();
    return m_schemeCard;
}

QWidget* QuantizePage::buildHistogram()
{
    auto* const card = m_histogramCard = new Card(tr("Weights and levels"));
    card->setNote(tr("count per bin"));
    m_histogram = new HistogramChart;
    m_histogram->setTitle(tr("Weights and levels"), tr("count per bin"));
    m_rowChoice = new ComboBox;
    m_rowChoice->addItem(tr("all digits"));
    for (int digit = 0; digit < kClasses; ++digit)
        m_rowChoice->addItem(tr("digit %1").arg(digit));
    m_rowChoice->setToolTip(tr("Whose weights are counted; each digit has its own grid if scales are per channel"));
    m_histogramLegend = new LegendBar({{tr("weights"), LegendEntry::Swatch::Bar, SeriesRole::Original, Token::Text},
        {tr("levels"), LegendEntry::Swatch::DashedLine, SeriesRole::Quantized, Token::Text}});
    card->addHeaderWidget(m_histogramLegend);
    setStyleProperty(*m_rowChoice, "kind", QStringLiteral("small"));
    m_rowChoice->setMinimumWidth(scaled(88));
    card->addHeaderWidget(m_rowChoice);
    addChartActions(*card->moreMenu(), *m_histogram);
    m_histogram->setMinimumHeight(110);
    card->body()->addWidget(m_histogram, 1);
    card->body()->addSpacing(8);
    card->body()->addWidget(buildFacts());
    connect(m_rowChoice, &ComboBox::currentIndexChanged, this, &QuantizePage::refreshLater);
    connect(m_histogram, &HistogramChart::clipDragged, this, &QuantizePage::dragClip);
    return card;
}

QWidget* QuantizePage::buildFacts()
{
    m_facts = new FactLine({{tr("%1 dB").arg(numberText(-10, 1)), tr("SQNR")},
        {countText(kClasses * kPixels), tr("of %1 wrapped").arg(countText(kClasses * kPixels))},
        {countText(kClasses * kPixels), tr("become zero (%1)").arg(percentText(1, 0))},
        {numberText(0, 4), tr("largest error")}});
    m_facts->setToolTips({tr("Signal to quantization noise: 10 log₁₀(Σ w² / Σ error²)"),
        tr("Weights whose integer lies outside the grid"), tr("Weights other than 0 that the grid rounds to 0"),
        tr("Largest |quantized − original|")});
    return m_facts;
}

QWidget* QuantizePage::buildChanged()
{
    m_changedCard = new Card(tr("Changed predictions"));
    m_nowWrong = new Tag({}, Tag::Kind::Bad);
    m_nowRight = new Tag({}, Tag::Kind::Good);
    m_stillWrong = new Tag;
    for (Tag* tag : {m_nowWrong, m_nowRight, m_stillWrong})
        m_changedCard->addHeaderWidget(tag);
    m_changed = new DigitGrid(DigitGrid::Badges::Predictions, DigitGrid::Tiles::Strip);
    m_changed->setEmptyText(tr("No prediction changed: both models answer alike on every test image."));
    m_changedCard->body()->addWidget(m_changed);
    connect(m_changed, &DigitGrid::tileActivated, &m_drawing, &Drawing::showTestImage);
    return m_changedCard;
}

QWidget* QuantizePage::buildWeights()
{
    auto* const card = m_weightsCard = new Card(tr("Weight images"));
    card->setNote(tr("digits 0 to 9"));
    m_scale = new ScaleBar;
    m_errorScale = makeLabel(LabelLook::Caption);
    card->addHeaderWidget(m_scale);
    card->addHeaderWidget(m_errorScale);
    m_weights = new HeatMapStrip;
    m_weights->setTextOf([this](const HeatMapStrip::Pixel& pixel) {
        return m_session.quant() ? weightText(*m_session.quant(), pixel) : QString();
    });
    card->body()->addWidget(m_weights);
    return card;
}

int QuantizePage::row() const { return m_rowChoice->currentIndex() - 1; }

/// Taking a handle turns whatever range rule there was into "by hand".
void QuantizePage::dragClip(double limit)
{
    QuantScheme scheme = m_session.settings().scheme;
    scheme.range = QuantScheme::Range::Manual;
    scheme.clip = limit;
    m_session.setScheme(scheme);
}

void QuantizePage::refresh()
{
    const QuantReportPtr report = m_session.quant();
    if (!report)
        return;
    refreshForm();
    const bool late = m_session.quantIsLate();
    header().setSentence(sentenceOf(*report));
    refreshTraining();
    for (Card* const card : {m_histogramCard, m_changedCard, m_weightsCard})
        card->setStale(late);
    m_answered->setText(late ? tr("updating …") : answeredText(report->milliseconds));
    refreshHistogram(*report);
    refreshFacts(*report);
    refreshChanged(*report);
    refreshWeights(*report);
}

QString QuantizePage::sentenceOf(const QuantReport& report) const
{
    if (m_session.quantIsLate())
        return tr("Previous: %1").arg(schemeName(*report.quantized));
    if (!report.quantized->trained)
        return m_sentence;
    const QuantTrainingPtr training = m_session.quantTraining();
    if (training && m_session.quantTrainingActive())
        return tr("Training on the grid: epoch %1 of %2, %3 right")
            .arg(numberText(training->epochsDone, 1), countText(training->config.epochs),
                percentText(report.quantizedEvaluation->accuracy(), 2));
    return tr("The weights were trained as the levels that they are stored as");
}

void QuantizePage::refreshForm()
{
    const int changed = m_form->changedCount();
    m_schemeCard->setNote(changed > 0 ? tr("changed from default: %1").arg(changed) : QString());
}

void QuantizePage::refreshHistogram(const QuantReport& report)
{
    if (!report.quantized->trained && row() < 0 && hasOwnGrids(report.scheme))
        m_histogramCard->setNote(tr("levels: choose a digit"));
    else if (row() >= 0 && report.quantized->widths)
        m_histogramCard->setNote(tr("its %Ln bit(s); count per bin", nullptr, report.quantized->bitsOf(row())));
    else
        m_histogramCard->setNote(tr("count per bin"));
    m_form->setFeatures(report.model->steps.count());
    m_form->setLargestWeight(static_cast<double>(report.model->weights.cwiseAbs().maxCoeff()));
    m_form->setTrainImages(report.data->trainSize());
    m_histogram->setSubject(subjectOf(*report.quantized, *report.data));
    m_histogram->setData(weightsChart(report, row()));
    m_histogramLegend->setEntries(m_histogram->legend());
}

void QuantizePage::refreshFacts(const QuantReport& report)
{
    const WeightError& error = report.error;
    const auto count = [](std::size_t number) { return countText(static_cast<qint64>(number)); };
    const QString sqnr = std::isfinite(error.sqnrDb) ? numberText(error.sqnrDb, 1) : tr("∞");
    const bool wraps = report.scheme.overflow == QuantScheme::Overflow::Wrap && !report.scheme.isCodebook();
    const int weights = kClasses * report.model->steps.count();
    const double zeros = static_cast<double>(error.becomeZero) / weights;
    const QString whole = countText(weights);
    m_facts->setFacts({{tr("%1 dB").arg(sqnr), tr("SQNR")},
        {count(error.outOfRange), (wraps ? tr("of %1 wrapped") : tr("of %1 clipped")).arg(whole)},
        {count(error.becomeZero), tr("become zero (%1)").arg(percentText(zeros, 0))},
        {numberText(error.largest, 4), tr("largest error")}});
}

void QuantizePage::refreshChanged(const QuantReport& report)
{
    std::vector<DigitTile> tiles;
    std::size_t wrong = 0, right = 0;
    for (const ChangedPrediction& change : report.changed) {
        wrong += change.original == change.label;
        right += change.quantized == change.label;
        tiles.push_back({.index = change.image,
            .trueLabel = change.label,
            .original = change.original,
            .quantized = change.quantized,
            .marginOriginal = change.originalMargin,
            .marginQuantized = change.quantizedMargin,
            .tooltip = {}});
    }
    const auto count = [](std::size_t number) { return countText(static_cast<qint64>(number)); };
    m_changedCard->setNote(count(report.changed.size())); // beside its parts; of how many, the scoreboard says
    m_nowWrong->setTag(tr("%1 now wrong").arg(count(wrong)), Tag::Kind::Bad);
    m_nowRight->setTag(tr("%1 now right").arg(count(right)), Tag::Kind::Good);
    m_stillWrong->setTag(tr("%1 still wrong").arg(count(report.changed.size() - wrong - right)), Tag::Kind::Neutral);
    m_changed->setTiles(withoutSteps(m_session.data()->data)->test, std::move(tiles));
}

void QuantizePage::refreshWeights(const QuantReport& report)
{
    WeightRows images = weightRows(report);
    m_scale->setLimit(images.limit);
    m_errorScale->setText(
        images.magnification > 1 ? tr("error shown %1× stronger").arg(images.magnification) : QString());
    m_weights->setSteps(report.model->steps);
    m_weights->setRows(std::move(images.rows));
}

} // namespace qlab::app
