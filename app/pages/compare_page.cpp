// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/compare_page.h"

#include "app/charts/chart_export.h"
#include "app/charts/chart_menu.h"
#include "app/pages/comparison_table.h"
#include "app/pages/models_dialog.h"
#include "app/pages/reasons.h"
#include "app/present/compare_charts.h"
#include "app/present/subject.h"
#include "app/present/verdict.h"
#include "app/theme/icons.h"
#include "app/theme/theme.h"
#include "app/widgets/blocked.h"
#include "app/widgets/buttons.h"
#include "app/widgets/card.h"
#include "app/widgets/labels.h"
#include "app/widgets/number_text.h"
#include "app/widgets/table_view.h"
#include "app/widgets/tag.h"
#include "engine/core/atomic_file.h"
#include "engine/formats/compact_file.h"
#include "engine/formats/model_file.h"
#include "engine/quant/packing.h"

#include <QFileDialog>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStandardPaths>

#include <algorithm>

namespace qlab::app {
namespace {

constexpr int kLeastChart = 132; ///< high

QString documents() { return QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation); }

/// "Where the time goes" becomes "where-the-time-goes".
QString fileName(const ChartView& chart) { return chart.title().toLower().replace(QLatin1Char(' '), QLatin1Char('-')); }

/// The frame of a chart with one sentence instead of data.
template <typename Data> Data emptyData(const QString& text)
{
    Data empty;
    empty.emptyText = text;
    return empty;
}

Token toneToken(Tone tone) { return tone == Tone::Good ? Token::Good : tone == Tone::Mixed ? Token::Warn : Token::Bad; }

} // namespace

ComparePage::ComparePage(Session& session, QWidget* parent)
    : Page(tr("Compare"), {}, parent)
    , m_session(session)
{
    buildHeader();
    auto* const top = new QHBoxLayout;
    top->setSpacing(kGap);
    top->addWidget(buildVerdict(), 276);
    top->addWidget(buildTable(), 528);
    rows()->addLayout(top);
    rows()->addWidget(buildCharts(), 208);
    rows()->addWidget(buildDetails(), 214);
    connect(&session, &Session::compareChanged, this, &ComparePage::refreshLater);
    connect(&session, &Session::quantChanged, this, &ComparePage::refreshLater);
    connect(&session, &Session::trainingChanged, this, &ComparePage::refreshLater);
    connect(&Theme::instance(), &Theme::changed, this, &ComparePage::refreshLater);
}

QWidget* ComparePage::primaryButton() const { return m_run; }

void ComparePage::buildHeader()
{
    m_export = makeButton(ButtonKind::Secondary, tr("Export all"), Icon::Save);
    m_export->setToolTip(tr("Every chart as PNG, SVG and CSV, and one picture with all, into a folder (Ctrl+Shift+E)"));
    auto* const others = makeButton(ButtonKind::Secondary, tr("Any two …"));
    others->setToolTip(tr("Any two models on the same test images: those in force, of the map, of files "
                          "(Ctrl+Shift+B)"));
    m_run = makeButton(ButtonKind::Primary, tr("Run"), Icon::Play, QStringLiteral("B"));
    m_run->setToolTip(tr("Times both models in turns on one thread; nothing else runs meanwhile"));
    header().addWidget(others);
    header().addWidget(m_export);
    connect(others, &QPushButton::clicked, this, &ComparePage::compareOthers);
    header().setPrimary(m_run);
    connect(m_export, &QPushButton::clicked, this, &ComparePage::exportAll);
    connect(m_run, &QPushButton::clicked, this, [this] {
        if (m_session.comparing())
            m_session.cancelCompare();
        else
            m_session.compare();
    });
}

QWidget* ComparePage::buildVerdict()
{
    m_verdictCard = new Card;
    m_icon = new QLabel;
    m_headline = makeWrappedLabel(LabelLook::Title);
    m_state = new Tag;
    auto* const line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(m_icon, 0, Qt::AlignTop);
    line->addWidget(m_headline, 1);
    line->addWidget(m_state, 0, Qt::AlignTop);
    m_words = makeWrappedLabel(LabelLook::Body);
    m_words->setTextFormat(Qt::PlainText);
    m_words->setAlignment(Qt::AlignTop);
    m_words->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_verdictCard->body()->addLayout(line);
    m_verdictCard->body()->addSpacing(4);
    m_verdictCard->body()->addWidget(m_words, 1);
    m_verdictCard->body()->addSpacing(6);
    m_verdictCard->body()->addLayout(buildCloseness());
    return m_verdictCard;
}

/// How close the answers are, which accuracy alone does not tell: two models may be right equally often on different
/// images.
QLayout* ComparePage::buildCloseness()
{
    auto* const facts = new QGridLayout;
    facts->setVerticalSpacing(2);
    facts->setColumnStretch(0, 1);
    const std::array captions{tr("Same answer"), tr("KL divergence, mean"), tr("KL divergence, 99th percentile")};
    const std::array tips{tr("Test images to which both models give the same digit, right or wrong"),
        tr("How far the quantized model's probabilities are from the original's, per image, in nats: 0 where they are "
           "the same"),
        tr("The divergence that one test image in a hundred exceeds")};
    for (std::size_t i = 0; i < captions.size(); ++i) {
        auto* const caption = makeWrappedLabel(LabelLook::Caption); // in a narrow card
        caption->setText(captions[i]);
        m_closeness[i] = makeLabel(LabelLook::Table);
        m_closeness[i]->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        for (QLabel* label : {caption, m_closeness[i]})
            label->setToolTip(tips[i]);
        facts->addWidget(caption, static_cast<int>(i), 0);
        facts->addWidget(m_closeness[i], static_cast<int>(i), 1);
    }
    return facts;
}

void ComparePage::refreshCloseness(const CompareReport* report)
{
    QStringList texts{QStringLiteral("–"), QStringLiteral("–"), QStringLiteral("–")};
    if (report && report->comparison.accuracy.images > 0) {
        const McNemar& test = report->comparison.accuracy;
        const Divergence& far = report->comparison.divergence;
        texts = {percentText(static_cast<double>(test.same()) / static_cast<double>(test.images), 2),
            divergenceText(far.mean), divergenceText(far.p99)};
    }
    for (std::size_t i = 0; i < m_closeness.size(); ++i)
        m_closeness[i]->setText(texts[static_cast<int>(i)]);
}

QWidget* ComparePage::buildTable()
{
    auto* const card = new Card;
    m_table = new ComparisonTable(this);
    auto* const table = new TableView;
    table->setModel(m_table);
    table->setColumnLook(ComparisonTable::Original, {.number = true, .color = Token::OriginalText, .strong = true});
    table->setColumnLook(ComparisonTable::Quantized, {.number = true, .color = Token::QuantizedText, .strong = true});
    table->setColumnLook(ComparisonTable::Difference, {.number = true});
    table->setColumnLook(ComparisonTable::IntervalColumn, {.number = true, .color = Token::Text2});
    table->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff); // all rows are in view
    table->setWidest(ComparisonTable::widest());
    table->setAccessibleName(tr("Comparison"));
    const auto fit = [this, table] {
        table->setFixedHeight(TableView::heightForRows(std::max(ComparisonTable::kUsualRows, m_table->rowCount())));
    };
    fit();
    connect(m_table, &QAbstractItemModel::modelReset, table, fit);
    card->body()->addWidget(table);
    card->body()->addStretch();
    return card;
}

template <typename Chart>
Chart* ComparePage::addChart(QLayout& row, const QString& title, const QString& note, const QString& tip)
{
    auto* const card = new Card(title);
    card->setNote(note);
    card->setToolTip(tip);
    auto* const chart = new Chart;
    chart->setTitle(title, note);
    chart->setMinimumHeight(std::max(chart->minimumSizeHint().height(), scaled(kLeastChart)));
    card->body()->addWidget(chart, 1);
    addChartActions(*card->moreMenu(), *chart);
    row.addWidget(card);
    m_charts.push_back(chart);
    return chart;
}

QWidget* ComparePage::buildCharts()
{
    auto* const row = new QWidget;
    auto* const layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGap);
    m_accuracy = addChart<IntervalChart>(*layout, tr("Accuracy"), tr("%, 95 % interval"));
    m_size = addChart<BarChart>(*layout, tr("Size"), tr("file as written, KB"));
    m_time = addChart<BarChart>(*layout, tr("Time"), tr("test set from the cache, ms"),
        tr("CPU time of one thread for as many images as the test set has, in calls that lie in the processor's "
           "caches: "
           "the table's own figures"));
    return row;
}

QWidget* ComparePage::buildDetails()
{
    auto* const row = new QWidget;
    auto* const layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGap);
    m_breakdown = addChart<BreakdownChart>(*layout, tr("Where the time goes"), tr("test set from the cache, ms"),
        tr("Range: smallest and largest value of the input. Quantize: floats to bytes. Multiply: products and their "
           "sums. "
           "Rescale: sums to logits (scale and bias), and the largest of ten. From the same rounds as the table."));
    m_batch = addChart<ScalingChart>(*layout, tr("Batch size"), tr("ns per image, from raw pixels"),
        tr("Images in one call. A single one finds itself and the weights in the nearest cache; images of a large call "
           "are "
           "fetched from farther away, so each can take longer than one alone. What the table has is shown from "
           "there."));
    return row;
}

QString ComparePage::sentence() const
{
    const CompareReportPtr& report = m_session.compareReport();
    if (m_session.comparing())
        return tr("Timing both models in turns on one thread …");
    if (!report)
        return tr("Accuracy, file size and time of both models on the same test images");
    const auto count = [](std::size_t number) { return static_cast<int>(number); };
    const QString scheme = schemeName(*report->quantized);
    const QString text = m_session.compareIsFromEarlierSession() ? tr("%1, from an earlier session: %2 on all %3")
                                                                 : tr("%1: %2 on all %3; CPU time of 1 thread");
    return text.arg(scheme, tr("%Ln round(s)", nullptr, count(report->comparison.original.batch.repetitions)),
        tr("%Ln test image(s)", nullptr, count(report->comparison.images)));
}

void ComparePage::refresh()
{
    const CompareReportPtr& report = m_session.compareReport();
    const bool comparing = m_session.comparing();
    header().setSentence(sentence());
    header().setProgress(comparing ? std::optional(m_session.compareFraction()) : std::nullopt);
    m_run->setText(comparing ? tr("Stop") : report ? tr("Run again") : tr("Run"));
    m_run->setDrawing(comparing ? Icon::Stop : Icon::Play);
    m_run->setShortcutCaption(comparing ? tr("Esc") : QStringLiteral("B"));
    setBlocked(*m_run, comparing ? QString() : notComparableBecause(m_session));
    setBlocked(*m_export,
        comparing    ? tr("Wait for the measurement to end, or stop it.")
            : report ? QString()
                     : tr("The charts are empty: press Run first."));
    refreshVerdict(report.get());
    refreshCloseness(report.get());
    if (!report) {
        m_table->setComparison(std::nullopt);
        showEmptyCharts();
        return;
    }
    for (ChartView* chart : m_charts)
        chart->setSubject(subjectOf(*report->quantized, *report->data));
    m_table->setComparison(report->comparison, compactBytes(*report->quantized));
    m_accuracy->setData(accuracyChart(report->comparison));
    m_size->setData(sizeChart(report->comparison, weightBytes(*report->quantized)));
    m_time->setData(timeChart(report->comparison));
    if (report->comparison.breakdown)
        m_breakdown->setData(breakdownChart(report->comparison));
    else
        m_breakdown->setData(
            emptyData<BreakdownChartData>(comparing ? tr("measured after the table") : tr("not measured: stopped")));
    m_batch->setData(batchChart(report->batchCurve, report->curveQuality));
}

void ComparePage::showEmptyCharts()
{
    const QString text = tr("filled by Run");
    m_accuracy->setData(emptyData<IntervalChartData>(text));
    m_size->setData(emptyData<BarChartData>(text));
    m_time->setData(emptyData<BarChartData>(text));
    m_breakdown->setData(emptyData<BreakdownChartData>(text));
    m_batch->setData(emptyData<ScalingChartData>(text));
}

void ComparePage::refreshVerdict(const CompareReport* report)
{
    const bool timed = report && report->comparison.floatInputOriginal.repetitions > 0;
    m_icon->setVisible(timed);
    m_state->setTag({}, Tag::Kind::Neutral);
    if (!timed) {
        const bool comparing = m_session.comparing();
        m_headline->setText(comparing ? tr("Measuring …") : report ? tr("Stopped") : tr("Not compared yet"));
        m_words->setText(comparing ? tr("The verdict follows when all pairs are timed.")
                : report           ? tr("Too few pairs were timed for a verdict. Run again measures from the start.")
                                   : tr("Run times both models in turns, whole test set and single image, and says in "
                                                  "words what came out."));
        return;
    }
    const Verdict words = verdict(report->comparison);
    // Figures that no longer hold for what is on the screen are not ticked off.
    const bool good = words.tone == Tone::Good && m_session.compareIsCurrent();
    const Token token = m_session.compareIsCurrent() ? toneToken(words.tone) : Token::Text3;
    m_icon->setPixmap(iconPixmap(good ? Icon::Check : Icon::Info, themeColor(token), 18, devicePixelRatioF()));
    m_headline->setText(unbroken(QString::fromStdString(words.headline)));
    m_words->setText(unbroken(QString::fromStdString(words.sentence)));
    if (!m_session.compareIsCurrent())
        m_state->setTag(tr("previous"), Tag::Kind::Warn);
    else if (!report->complete && !m_session.comparing())
        m_state->setTag(tr("partial"), Tag::Kind::Warn);
    else if (!report->comparison.quality.calm())
        m_state->setTag(QString::fromStdString(qualityWord(report->comparison.quality)), Tag::Kind::Warn);
}

void ComparePage::compareOthers()
{
    auto* const dialog = new ModelsDialog(m_session, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->show();
}

void ComparePage::exportAll()
{
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Folder for all charts"), documents());
    if (!folder.isEmpty())
        tell(exportAllTo(folder), tr("All charts are in %1.").arg(folder));
}

void ComparePage::saveModels()
{
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Folder for both models"), documents());
    if (!folder.isEmpty())
        tell(saveModelsTo(folder), tr("Both models are in %1.").arg(folder));
}

Status ComparePage::exportAllTo(const QString& folder) const
{
    const QString base = folder + QLatin1Char('/');
    for (const ChartView* chart : m_charts) {
        const QString name = base + fileName(*chart);
        for (const Status& status : {savePng(*chart, name + QStringLiteral(".png"), {.scale = 2}),
                 saveSvg(*chart, name + QStringLiteral(".svg")), saveCsv(*chart, name + QStringLiteral(".csv"))})
            if (!status)
                return status;
    }
    const std::vector<const ChartView*> charts(m_charts.begin(), m_charts.end());
    return saveSheetPng(charts, 3, base + QStringLiteral("comparison.png"), {.size = {480, 320}, .scale = 2});
}

Status ComparePage::saveModelsTo(const QString& folder) const
{
    if (!m_session.quant())
        return badInput("there is no model yet: train one");
    return writeFilesAtomically(folder.toStdString(),
        {{kOriginalFile, encodeModel(*m_session.quant()->model)},
            {kQuantizedFile, encodeModel(*m_session.quant()->quantized)}});
}

void ComparePage::tell(const Status& status, const QString& done)
{
    if (status)
        messages().showMessage(MessageBar::Kind::Good, done);
    else
        messages().showMessage(MessageBar::Kind::Bad, QString::fromStdString(status.error().message));
}

} // namespace qlab::app
