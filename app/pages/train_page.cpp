// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/train_page.h"

#include "app/charts/chart_menu.h"
#include "app/pages/epoch_table.h"
#include "app/pages/recipe_form.h"
#include "app/present/train_words.h"
#include "app/session/drawing.h"
#include "app/theme/theme.h"
#include "app/widgets/blocked.h"
#include "app/widgets/buttons.h"
#include "app/widgets/card.h"
#include "app/widgets/confusion_view.h"
#include "app/widgets/digit_grid.h"
#include "app/widgets/form_row.h"
#include "app/widgets/heat_map.h"
#include "app/widgets/labels.h"
#include "app/widgets/number_text.h"
#include "app/widgets/scale_bar.h"
#include "app/widgets/segmented_control.h"
#include "app/widgets/table_view.h"
#include "app/widgets/tag.h"
#include "engine/train/recipes.h"

#include <QActionGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>

#include <algorithm>
#include <cmath>

namespace qlab::app {
namespace {

constexpr int kSettingsWidth = 204, kWidestSettings = 460; ///< of the recipe, and of the confusion matrix below it
constexpr int kUsualPage = 848;
constexpr double kShare = 0.4; ///< of what a page is wider than usual: the confusion matrix grows with the charts

QVBoxLayout* column()
{
    auto* const layout = new QVBoxLayout;
    layout->setSpacing(Page::kGap);
    return layout;
}

} // namespace

TrainPage::TrainPage(Session& session, Drawing& drawing, QWidget* parent)
    : Page(tr("Train"), {}, parent)
    , m_session(session)
    , m_drawing(drawing)
{
    buildHeader();
    auto* const left = column();
    left->addWidget(buildRecipe());
    left->addWidget(buildConfusion(), 1);
    auto* const right = column();
    right->addWidget(buildCharts(), 1);
    right->addWidget(buildWeights());
    right->addWidget(buildEpochs());
    auto* const halves = new QHBoxLayout;
    halves->setSpacing(kGap);
    halves->addLayout(left);
    halves->addLayout(right, 1);
    rows()->addLayout(halves);

    placeSettings();
    connect(&Theme::instance(), &Theme::changed, this, &TrainPage::placeSettings);
    connect(&session, &Session::trainingChanged, this, &TrainPage::trainingChanged);
    connect(&session, &Session::quantChanged, this, [this] {
        if (m_session.quantTraining())
            refreshLater();
    });
    connect(&session, &Session::dataChanged, this, [this] {
        refreshSamples();
        refreshButtons(); // at once: the button is to have the focus
        refreshLater();
    });
    connect(&session, &Session::settingsChanged, this, [this] {
        m_recipe->setConfig(m_session.settings().config);
        refreshLater();
    });
    refreshSamples();
    refreshButtons();
}

void TrainPage::placeSettings()
{
    const int more = std::max(0, static_cast<int>(kShare * (width() - scaled(kUsualPage))));
    const int wished = std::min(formColumn(kSettingsWidth) + more, formColumn(kWidestSettings));
    // With a big font in a small window what is beside it may need some of that.
    const int room = roomForRows() - kGap - m_epochsCard->minimumSizeHint().width();
    const int settings = std::max(std::min(wished, room), m_recipeCard->minimumSizeHint().width());
    m_recipeCard->setFixedWidth(settings);
    m_confusionCard->setFixedWidth(settings);
}

void TrainPage::resizeEvent(QResizeEvent* event)
{
    Page::resizeEvent(event);
    placeSettings();
}

QWidget* TrainPage::primaryButton() const { return m_train; }

void TrainPage::buildHeader()
{
    m_stop = makeButton(ButtonKind::Danger, tr("Stop"), Icon::Stop, tr("Esc"));
    m_stop->setToolTip(tr("End this training and keep what it has learnt"));
    m_step = makeButton(ButtonKind::Secondary, tr("Step"), Icon::Step);
    m_step->setToolTip(tr("One mini-batch, then pause (.)"));
    m_train = makeButton(ButtonKind::Primary, tr("Train"), Icon::Play, tr("Space"));
    header().addWidget(m_stop);
    header().addWidget(m_step);
    m_train->setToolTip(tr("Starts a new model, pauses it, or goes on; settings of the recipe apply to a new one"));
    header().setPrimary(m_train);
    connect(m_train, &QPushButton::clicked, this, &TrainPage::startOrPause);
    connect(m_step, &QPushButton::clicked, &m_session, &Session::stepTraining);
    connect(m_stop, &QPushButton::clicked, &m_session, &Session::stopTraining);
}

QWidget* TrainPage::buildRecipe()
{
    m_recipeCard = new Card(tr("Recipe"));
    m_live = new Tag;
    m_recipeCard->addHeaderWidget(m_live);
    m_recipe = new RecipeForm;
    m_recipe->setConfig(m_session.settings().config);
    m_recipeCard->body()->addWidget(m_recipe);
    auto* const hint =
        makeWrappedLabel(LabelLook::Caption, tr("The learning rate acts at once, the rest on the next run."));
    m_recipeCard->body()->addSpacing(6);
    m_recipeCard->body()->addWidget(hint);
    m_recipeCard->body()->addStretch();
    connect(m_recipe, &RecipeForm::configChanged, &m_session, &Session::setTrainConfig);
    connect(m_recipe, &RecipeForm::presetChosen, this, &TrainPage::applyPreset);
    return m_recipeCard;
}

QWidget* TrainPage::buildConfusion()
{
    m_confusionCard = new Card(tr("Confusion"));
    m_confusion = new ConfusionView;
    m_confusion->setEmptyText(tr("fills after the first epoch"));
    m_confusionCard->body()->addWidget(m_confusion, 1);
    connect(m_confusion, &ConfusionView::cellActivated, this, [this] { Q_EMIT pageRequested(PageId::Draw); });
    return m_confusionCard;
}

QWidget* TrainPage::buildCharts()
{
    auto* const lossCard = new Card(tr("Loss"));
    lossCard->setNote(tr("mean cross-entropy"));
    m_loss = new LineChart;
    m_loss->setTitle(tr("Loss"), tr("mean cross-entropy"));
    lossCard->body()->addWidget(m_loss, 1);
    auto* const scale = new SegmentedControl({tr("linear"), tr("log")}, SegmentedControl::Height::Small);
    scale->setToolTip(tr("Scale of the loss axis"));
    connect(
        scale, &SegmentedControl::currentChanged, m_loss, [this](int index) { m_loss->setLogarithmic(index == 1); });
    lossCard->addHeaderWidget(scale);
    buildLossMenu(*lossCard);

    auto* const accuracyCard = new Card(tr("Accuracy"));
    accuracyCard->setNote(QStringLiteral("%"));
    m_accuracy = new LineChart;
    m_accuracy->setTitle(tr("Accuracy"), QStringLiteral("%"));
    accuracyCard->body()->addWidget(m_accuracy, 1);
    addChartActions(*accuracyCard->moreMenu(), *m_accuracy);

    auto* const pair = new QWidget;
    auto* const layout = new QHBoxLayout(pair);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGap);
    layout->addWidget(lossCard, 366);
    layout->addWidget(accuracyCard, 222);
    pair->setMinimumHeight(220);
    return pair;
}

void TrainPage::buildLossMenu(Card& card)
{
    QMenu& menu = *card.moreMenu();
    auto* const smoothing = menu.addMenu(tr("Smoothing"));
    auto* const choices = new QActionGroup(smoothing);
    for (double weight : {0.0, 0.5, 0.8, 0.9, 0.97}) {
        QAction* const choice = smoothing->addAction(weight == 0 ? tr("None") : numberText(weight, 2));
        choice->setCheckable(true);
        choice->setChecked(weight == m_smoothing);
        choices->addAction(choice);
        connect(choice, &QAction::triggered, this, [this, weight] {
            m_smoothing = weight;
            refreshLater();
        });
    }
    QAction* const overlay = menu.addAction(tr("Show earlier runs"));
    overlay->setCheckable(true);
    overlay->setChecked(m_overlay);
    connect(overlay, &QAction::toggled, this, [this](bool on) {
        m_overlay = on;
        refreshLater();
    });
    connect(menu.addAction(tr("Forget earlier runs")), &QAction::triggered, &m_session, &Session::forgetEarlierRuns);
    menu.addSeparator();
    addChartActions(menu, *m_loss);
}

QWidget* TrainPage::buildWeights()
{
    m_weightsCard = new Card(tr("Weights"));
    m_scale = new ScaleBar;
    m_weightsCard->addHeaderWidget(m_scale);
    m_weights = new HeatMapStrip;
    m_weightsCard->body()->addWidget(m_weights);
    return m_weightsCard;
}

QWidget* TrainPage::buildEpochs()
{
    m_epochsCard = new Card(tr("Epochs"));
    auto* const copy = makeButton(ButtonKind::Small, tr("Copy"), Icon::Copy);
    copy->setToolTip(tr("Copy the table as tab-separated text"));
    m_epochsCard->addHeaderWidget(copy);
    m_epochs = new EpochTable(this);
    auto* const table = new TableView;
    table->setModel(m_epochs);
    for (int column = 0; column < EpochTable::ColumnCount; ++column)
        table->setColumnLook(column, {.number = column != EpochTable::Epoch});
    table->setWidest(EpochTable::widest());
    table->setAccessibleName(tr("Epochs"));
    m_epochsCard->body()->addWidget(table, 1);
    connect(copy, &QPushButton::clicked, table, [table] {
        table->clearSelection();
        table->copySelection();
    });

    m_samplesCard = new Card(tr("What it will learn from"));
    m_samples = new DigitGrid(DigitGrid::Badges::None);
    m_samplesCard->body()->addWidget(m_samples, 1);
    connect(m_samples, &DigitGrid::tileActivated, &m_drawing, &Drawing::showTrainingImage);

    auto* const both = new QWidget;
    auto* const layout = new QVBoxLayout(both);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_epochsCard);
    layout->addWidget(m_samplesCard);
    both->setMinimumHeight(150);
    return both;
}

void TrainPage::startOrPause()
{
    switch (m_session.training()) {
    case Session::Training::Running:
        m_session.pauseTraining();
        break;
    case Session::Training::Paused:
        m_session.resumeTraining();
        break;
    default:
        m_session.train();
    }
}

void TrainPage::applyPreset(const QString& key)
{
    const auto recipe = parseRecipe(key.toStdString());
    if (!recipe)
        return;
    // The seed of the split only matters when there is another reason to divide the images anew.
    if (splitText(m_session.settings().split) != splitText(recipe->split))
        m_session.load(m_session.settings().source, recipe->split);
    m_session.setTrainConfig(recipe->config);
}

void TrainPage::trainingChanged()
{
    refreshButtons();
    refreshLater();
}

void TrainPage::refreshButtons()
{
    const Session::Training state = m_session.training();
    const bool active = m_session.trainingActive();
    m_stop->setVisible(active);
    const QString noData = m_session.data() ? QString() : tr("There are no images yet: choose data first.");
    setBlocked(*m_train, noData);
    setBlocked(*m_step, state == Session::Training::Running ? tr("Pause the training to go on step by step.") : noData);
    m_train->setText(state == Session::Training::Running ? tr("Pause")
            : state == Session::Training::Paused         ? tr("Resume")
                                                         : tr("Train"));
    m_train->setDrawing(state == Session::Training::Running ? Icon::Pause : Icon::Play);
    m_live->setTag(active ? tr("live") : QString(), Tag::Kind::Neutral);
}

QString TrainPage::sentence() const
{
    const TrainSnapshotPtr& run = m_session.snapshot();
    if (!run || m_session.training() == Session::Training::None) {
        const int inputs = m_session.settings().steps.count();
        return tr("A softmax regression: %1 inputs, 10 digits, %2 numbers to learn")
            .arg(countText(inputs), countText(10 * inputs + 10));
    }
    if (run->epochsDone == 0 && m_session.training() == Session::Training::Finished)
        return tr("This model was not trained here: it has no curves");
    const double perEpoch = run->epochsDone > 0 ? run->seconds / run->epochsDone : 0;
    const QString stop = earlyStopText(run->epochs, run->config.patience);
    if (!stop.isEmpty())
        return tr("%1 · %2 s, %3 ms per epoch").arg(stop, numberText(run->seconds, 2), numberText(perEpoch * 1000, 0));
    QString text = tr("Epoch %1 of %2 · %3 s so far, %4 ms per epoch")
                       .arg(countText(static_cast<qint64>(run->epochsDone)), countText(run->config.epochs),
                           numberText(run->seconds, 2), numberText(perEpoch * 1000, 0));
    if (m_session.training() == Session::Training::Running)
        text += tr(" · %1 s left").arg(numberText(perEpoch * (run->config.epochs - run->epochsDone), 1));
    if (m_session.training() == Session::Training::Stopped)
        text += tr(" · stopped, partial result kept");
    return text;
}

void TrainPage::refresh()
{
    const TrainSnapshot* const run = m_session.snapshot().get();
    refreshButtons();
    header().setSentence(sentence());
    const int planned = run ? run->config.epochs : m_session.settings().config.epochs;
    header().setProgress(m_session.trainingActive() && run ? std::optional(run->epochsDone / planned) : std::nullopt);
    refreshErrors();
    const int changed = m_recipe->changedCount();
    m_recipeCard->setNote(changed > 0 ? tr("changed: %1").arg(changed) : QString());
    std::vector<PastRun> past;
    if (m_overlay)
        for (const EarlierRun& earlier : m_session.record().earlier)
            past.push_back({tr("run %1").arg(earlier.number), earlier.losses});
    const TrainingCurves curves = run ? TrainingCurves{run->losses, run->epochs} : TrainingCurves{};
    const TrainSnapshotPtr& snapshot = m_session.snapshot();
    for (ChartView* chart : {static_cast<ChartView*>(m_loss), static_cast<ChartView*>(m_accuracy)})
        chart->setSubject(snapshot ? QString::fromStdString(snapshot->data->name) : QString());
    const QuantTrainingPtr grid = m_session.quantTraining();
    const TrainingCurves onGrid = grid ? TrainingCurves{grid->losses, grid->epochs} : TrainingCurves{};
    const int room = run ? shownEpochs(run->epochs, run->config) : planned;
    const int shown = grid ? std::max(room, grid->config.epochs) : room;
    m_loss->setData(lossData(curves, shown, m_smoothing, past, onGrid));
    m_accuracy->setData(accuracyData(curves, shown, onGrid));
    m_epochs->setEpochs(run ? run->epochs : std::vector<EpochRecord>{});
    m_epochsCard->setVisible(run);
    m_samplesCard->setVisible(!run);
    refreshConfusion();
    refreshWeights();
}

/// While a training runs the test is of the last whole epoch, at rest of the model as it stands.
void TrainPage::refreshConfusion()
{
    const TrainSnapshot* const run = m_session.snapshot().get();
    const bool runs = m_session.training() == Session::Training::Running;
    const bool madeElsewhere = run && run->epochsDone == 0 && m_session.training() == Session::Training::Finished;
    const bool tested = run && run->test && (madeElsewhere || !run->epochs.empty());
    m_confusion->setCounts(tested ? std::optional(run->test->confusion) : std::nullopt);
    if (!tested || madeElsewhere)
        return m_confusionCard->setNote(tested ? tr("test") : QString());
    const auto restored = std::ranges::find(run->epochs, true, &EpochRecord::restored);
    const double epoch = restored != run->epochs.end() ? restored->epoch
        : runs                                         ? run->epochs.back().epoch
                                                       : run->epochsDone;
    m_confusionCard->setNote(tr("test, epoch %1").arg(numberText(epoch, epoch == std::floor(epoch) ? 0 : 1)));
}

/// Beside the field while it is wrong, also before anybody presses Train; the message of a refused training goes as
/// soon as its reason is mended.
void TrainPage::refreshErrors()
{
    const Status recipe =
        m_session.data() ? validate(m_session.settings().config, m_session.data()->data->trainSize()) : Status();
    m_recipe->showError(recipe);
    if (recipe && m_recipeIsWrong && messages().kind() == MessageBar::Kind::Bad)
        messages().clear();
    m_recipeIsWrong = !recipe;
}

} // namespace qlab::app
