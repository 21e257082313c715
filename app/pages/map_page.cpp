// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/map_page.h"

#include "app/charts/chart_menu.h"
#include "app/charts/map_chart.h"
#include "app/pages/map_selection.h"
#include "app/present/sweep_charts.h"
#include "app/present/sweep_words.h"
#include "app/session/drawing.h"
#include "app/widgets/blocked.h"
#include "app/widgets/buttons.h"
#include "app/widgets/card.h"
#include "app/widgets/form_row.h"
#include "app/widgets/labels.h"
#include "app/widgets/number_text.h"
#include "app/widgets/segmented_control.h"
#include "app/widgets/sentence.h"
#include "app/widgets/spin_box.h"
#include "engine/core/atomic_file.h"
#include "engine/formats/compact_file.h"

#include <QFileDialog>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStandardPaths>

#include <algorithm>

namespace qlab::app {
namespace {

constexpr InputKind kKinds[] = {InputKind::Pixels, InputKind::Deskewed, InputKind::Moments, InputKind::Gradients};
/// What the map's accuracy stands against.
enum Axis { Size, Time };
constexpr const char* kShapes[] = {"○", "△", "◇", "□"};

QString bytesText(std::size_t bytes) { return countText(static_cast<qint64>(bytes)); }

} // namespace

MapPage::MapPage(Session& session, Drawing& drawing, QWidget* parent)
    : Page(tr("Map"), {}, parent)
    , m_session(session)
    , m_drawing(drawing)
{
    buildHeader();
    auto* const left = new QVBoxLayout;
    left->setSpacing(kGap);
    left->addWidget(buildMap(), 1);
    left->addWidget(buildFinder());
    auto* const side = new QWidget;
    keepFormColumn(*side, 270);
    auto* const right = new QVBoxLayout(side);
    right->setContentsMargins(0, 0, 0, 0);
    right->setSpacing(kGap);
    right->addWidget(buildInputs());
    m_card = new MapSelection(m_drawing);
    right->addWidget(m_card);
    right->addWidget(buildBits(), 1);
    auto* const both = new QHBoxLayout;
    both->setSpacing(kGap);
    both->addLayout(left, 1);
    both->addWidget(side);
    rows()->addLayout(both, 1);
    for (auto signal : {&Session::sweepChanged, &Session::trainingChanged, &Session::dataChanged})
        connect(&session, signal, this, &MapPage::refreshLater);
    connect(&drawing, &Drawing::changed, this, &MapPage::refreshLater);
}

QWidget* MapPage::primaryButton() const { return m_use; }

void MapPage::buildHeader()
{
    m_run = makeButton(ButtonKind::Secondary, tr("Run"), Icon::Play, tr("Space"));
    m_run->setToolTip(
        tr("Makes and judges every model: all widths and ways to round, then those trained for their grid"));
    m_save = makeButton(ButtonKind::Secondary, tr("Save model"), Icon::Save);
    m_save->setToolTip(tr("The selected model as a compact file (.qlm), which classify, compare and info read"));
    m_use = makeButton(ButtonKind::Primary, tr("Use this model"), Icon::ArrowRight);
    m_use->setToolTip(
        tr("The window goes on with the selected model, the float model that it was made from, and their input"));
    header().addWidget(m_run);
    header().addWidget(m_save);
    header().setPrimary(m_use);
    connect(m_run, &QPushButton::clicked, this, &MapPage::startOrPause);
    connect(m_save, &QPushButton::clicked, this, &MapPage::saveModel);
    connect(m_use, &QPushButton::clicked, this, &MapPage::useSelected);
}

QWidget* MapPage::buildMap()
{
    m_mapCard = new Card(tr("Size against accuracy"));
    m_map = new MapChart;
    m_map->setMinimumHeight(260);
    m_mapCard->body()->addWidget(m_map, 1);
    m_axis = new SegmentedControl({tr("size"), tr("time")}, SegmentedControl::Height::Small);
    m_axis->setAccessibleName(tr("What accuracy is drawn against"));
    m_axis->setSegmentToolTip(Size, tr("Bytes of the file"));
    m_axis->setSegmentToolTip(Time, tr("Time of one image, from its pixels to the digit, input steps included"));
    m_mapCard->addHeaderWidget(m_axis);
    addChartActions(*m_mapCard->moreMenu(), *m_map);
    connect(m_axis, &SegmentedControl::currentChanged, this, &MapPage::chooseAxis);
    chooseAxis();
    connect(m_map, &MapChart::chosen, this, [this](int point) {
        m_wasChosen = true;
        select(static_cast<std::size_t>(point));
    });
    return m_mapCard;
}

void MapPage::chooseAxis()
{
    const QString title = m_axis->current() == Time ? tr("Time against accuracy") : tr("Size against accuracy");
    m_mapCard->setTitle(title);
    m_mapCard->setNote(tr("% of the test images"));
    m_map->setTitle(title, tr("% of the test images"));
    refreshLater();
}

QWidget* MapPage::buildFinder()
{
    auto* const card = new Card(tr("Find the smallest"));
    m_loss = new SpinBox({-10, 50, 0.1, 1}, tr("pp lost"));
    m_loss->setValue(0.5);
    m_loss->setToolTip(
        tr("The smallest model that answers at most so many percent fewer test images right than the original"));
    m_loss->setAccessibleName(tr("Percentage points lost at most"));
    m_bytes = new SpinBox({10, 50'000, 10, 0}, tr("B"));
    m_bytes->setValue(100);
    m_bytes->setToolTip(tr("The best model whose file has at most so many bytes"));
    m_bytes->setAccessibleName(tr("Bytes at most"));
    m_found = makeLabel(LabelLook::Body);
    auto* const line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(makeLabel(LabelLook::FormLabel, tr("with at most")));
    line->addWidget(m_loss);
    line->addSpacing(8);
    line->addWidget(makeLabel(LabelLook::FormLabel, tr("or")));
    line->addWidget(m_bytes);
    line->addStretch(1);
    card->body()->addLayout(line);
    card->addHeaderWidget(m_found);
    connect(m_loss, &SpinBox::valueChanged, this, &MapPage::findSmallest);
    connect(m_bytes, &SpinBox::valueChanged, this, &MapPage::findBest);
    return card;
}

QWidget* MapPage::buildInputs()
{
    auto* const card = new Card(tr("Input"));
    card->setNote(tr("best float model, %"));
    auto* const grid = new QGridLayout;
    grid->setVerticalSpacing(4);
    grid->setHorizontalSpacing(8);
    for (std::size_t i = 0; i < std::size(kKinds); ++i) {
        const int row = static_cast<int>(i);
        grid->addWidget(makeLabel(LabelLook::Body, QString::fromUtf8(kShapes[i])), row, 0);
        grid->addWidget(makeLabel(LabelLook::Body, inputKindName(kKinds[i])), row, 1);
        m_inputs[i] = makeLabel(LabelLook::Table);
        m_inputs[i]->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        grid->addWidget(m_inputs[i], row, 2);
    }
    grid->setColumnStretch(1, 1);
    card->body()->addLayout(grid);
    return card;
}

QWidget* MapPage::buildBits()
{
    auto* const card = new Card(tr("Bits"));
    card->setNote(tr("best of each input, %"));
    m_bits = new MapChart;
    m_bits->setTitle(tr("Bits against accuracy"), tr("best of each input, %"));
    card->body()->addWidget(m_bits, 1);
    addChartActions(*card->moreMenu(), *m_bits);
    return card;
}

const SweepPoint* MapPage::point() const
{
    return m_shown && m_selected && *m_selected < m_shown->points.size() ? m_shown->points[*m_selected].get() : nullptr;
}

void MapPage::beginIfNew()
{
    if (m_session.model() && !m_session.trainingActive() && !m_session.comparing() && !m_session.sweepIsCurrent()
        && m_session.sweeping() == Session::Sweeping::None)
        m_session.sweep();
}

void MapPage::startOrPause()
{
    if (!m_run->isEnabled())
        return;
    switch (m_session.sweeping()) {
    case Session::Sweeping::Running:
        return m_session.pauseSweep();
    case Session::Sweeping::Paused:
        return m_session.resumeSweep();
    case Session::Sweeping::None:
        m_wasChosen = false;
        return m_session.sweep();
    }
}

void MapPage::useSelected()
{
    const SweepPoint* const chosen = point();
    if (chosen == nullptr)
        return;
    const bool trained = chosen->configuration.trained;
    m_session.use({chosen->original, chosen->configuration.scheme, trained ? chosen->model : nullptr});
    Q_EMIT pageRequested(PageId::Quantize);
}

void MapPage::saveModel()
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    const QString path = QFileDialog::getSaveFileName(
        this, tr("Save model"), folder + QStringLiteral("/model.qlm"), tr("Compact model (*.qlm)"));
    if (path.isEmpty())
        return;
    if (const Status saved = saveModelTo(path); !saved)
        messages().showMessage(MessageBar::Kind::Bad, app::sentence(saved.error()));
    else
        Q_EMIT said(tr("The model is in %1.").arg(path));
}

Status MapPage::saveModelTo(const QString& path) const
{
    const SweepPoint* const chosen = point();
    if (chosen == nullptr)
        return badInput("no model is selected");
    const std::vector<std::uint8_t> bytes = encodeCompact(*chosen->model);
    return writeFileAtomically(path.toStdString(), {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

void MapPage::select(std::optional<std::size_t> point)
{
    m_selected = point;
    refreshLater();
}

void MapPage::findSmallest()
{
    m_wasChosen = true;
    if (m_shown)
        select(smallestLosing(*m_shown, m_loss->value()));
}

void MapPage::findBest()
{
    m_wasChosen = true;
    if (m_shown)
        select(bestWithin(*m_shown, static_cast<std::size_t>(m_bytes->intValue())));
}

void MapPage::refresh()
{
    if (m_session.sweepReport() != m_shown) {
        const bool isNew = !m_shown || !m_session.sweepReport() || m_shown->model != m_session.sweepReport()->model;
        m_shown = m_session.sweepReport();
        if (isNew)
            m_wasChosen = false;
        if (m_shown && !m_wasChosen)
            m_selected = bestWithin(*m_shown, static_cast<std::size_t>(m_bytes->intValue()));
        else if (!m_shown)
            m_selected.reset();
    }
    header().setSentence(sentence());
    const bool runs = m_session.sweeping() != Session::Sweeping::None;
    header().setProgress(runs && m_shown
            ? std::optional(static_cast<double>(m_shown->points.size()) / static_cast<double>(m_shown->planned))
            : std::nullopt);
    refreshButtons();
    refreshCharts();
    refreshInputs();
    m_card->showPoint(point());
    refreshFinder();
}

QString MapPage::sentence() const
{
    if (!m_shown)
        return tr("Every width, every way to round and every kind of input as size against accuracy");
    const QString models = countText(static_cast<qint64>(m_shown->points.size()));
    const QString planned = countText(static_cast<qint64>(m_shown->planned));
    if (m_session.sweeping() == Session::Sweeping::Running)
        return tr("%1 of %2 models: every width, range and input; trained ones appear as they finish")
            .arg(models, planned);
    if (m_session.sweeping() == Session::Sweeping::Paused)
        return tr("Paused at %1 of %2 models").arg(models, planned);
    if (!m_session.sweepIsCurrent())
        return tr("%1 models of an earlier original: run again for the present one").arg(models);
    if (!m_shown->complete)
        return tr("Stopped at %1 of %2 models").arg(models, planned);
    QStringList budgets;
    for (const std::size_t bytes : {100, 1000})
        if (const auto best = bestWithin(*m_shown, bytes))
            budgets.append(
                tr("%1 bytes read %2").arg(bytesText(bytes), percentText(m_shown->points[*best]->accuracy(), 1)));
    return tr("%1 models in %2 s: %3").arg(models, numberText(m_shown->seconds, 0), budgets.join(QStringLiteral(", ")));
}

void MapPage::refreshButtons()
{
    const auto state = m_session.sweeping();
    using Sweeping = Session::Sweeping;
    m_run->setText(state == Sweeping::Running ? tr("Pause")
            : state == Sweeping::Paused       ? tr("Resume")
            : m_shown                         ? tr("Run again")
                                              : tr("Run"));
    m_run->setDrawing(state == Sweeping::Running ? Icon::Pause : Icon::Play);
    setBlocked(*m_run,
        !m_session.model()               ? tr("There is no model yet: train one first.")
            : m_session.trainingActive() ? tr("Wait for the training to end, or stop it.")
                                         : QString());
    const SweepPoint* const chosen = point();
    setBlocked(*m_save, chosen ? QString() : tr("Click a model on the map first."));
    setBlocked(*m_use,
        !chosen                          ? tr("Click a model on the map first.")
            : m_session.trainingActive() ? tr("Wait for the training to end, or stop it.")
            : state != Sweeping::None && chosen->original->steps != m_session.settings().steps
            ? tr("It sees other inputs, which are made when the map has ended: wait, or stop it.")
            : QString());
}

void MapPage::refreshCharts()
{
    if (!m_shown) {
        MapChartData empty;
        empty.emptyText = m_session.model() ? tr("filled by Run") : tr("train a model first");
        empty.scale = m_axis->current() == Time ? MapScale::Microseconds : MapScale::Bytes;
        m_map->setData(empty);
        empty.scale = MapScale::Bits;
        m_bits->setData(empty);
        return;
    }
    for (MapChart* chart : {m_map, m_bits})
        chart->setSubject(QString::fromStdString(m_shown->data->name));
    m_map->setData(
        m_axis->current() == Time ? timeMap(*m_shown, m_selected) : sizeMap(*m_shown, m_selected, m_bytes->value()));
    m_bits->setData(bitsMap(*m_shown));
}

void MapPage::refreshInputs()
{
    for (std::size_t i = 0; i < std::size(kKinds); ++i) {
        double best = 0;
        if (m_shown)
            for (const SweepInput& input : m_shown->inputs)
                if (inputKind(input.model->steps) == kKinds[i])
                    best = std::max(best, input.accuracy());
        m_inputs[i]->setText(best > 0 ? numberText(100 * best, 2) : QStringLiteral("–"));
    }
}

void MapPage::refreshFinder()
{
    const SweepPoint* const chosen = point();
    m_found->setText(chosen
            ? tr("<b>%1</b> in <b>%2 B</b>").arg(percentText(chosen->accuracy(), 2), bytesText(chosen->bytes))
            : m_shown ? tr("no model is that small")
                      : QString());
}

} // namespace qlab::app
