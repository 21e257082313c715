// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/data_page.h"

#include "app/charts/chart_legend.h"
#include "app/pages/class_balance.h"
#include "app/pages/data_facts.h"
#include "app/pages/source_choice.h"
#include "app/pages/steps_form.h"
#include "app/session/drawing.h"
#include "app/store/mnist_download.h"
#include "app/theme/theme.h"
#include "app/widgets/blocked.h"
#include "app/widgets/buttons.h"
#include "app/widgets/card.h"
#include "app/widgets/combo_box.h"
#include "app/widgets/form_row.h"
#include "app/widgets/labels.h"
#include "app/widgets/number_text.h"
#include "app/widgets/progress_strip.h"
#include "app/widgets/segmented_control.h"
#include "app/widgets/spin_box.h"
#include "engine/data/data_formats.h"

#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QStandardPaths>

namespace qlab::app {
namespace {

constexpr int kSettingsWidth = 260;
enum Source { Builtin, Mnist, Own };

Normalization normalizationAt(int index)
{
    const Normalization choices[] = {Normalization::mnist(), Normalization::half(), Normalization::unit()};
    return choices[index];
}

constexpr int kOwnNormalization = 3; ///< after these: what was measured

QString count(std::size_t number) { return countText(static_cast<qint64>(number)); }

} // namespace

DataPage::DataPage(Session& session, Drawing& drawing, QWidget* parent)
    : Page(tr("Data"), tr("What the models learn from and are judged on; a folder can be dropped here"), parent)
    , m_session(session)
    , m_drawing(drawing)
{
    setAcceptDrops(true);
    buildHeader();
    auto* const left = new QVBoxLayout;
    left->setSpacing(kGap);
    left->addWidget(buildSource());
    left->addWidget(buildFacts(), 1);
    auto* const right = new QVBoxLayout;
    right->setSpacing(kGap);
    right->addWidget(buildSamples(), 348);
    right->addWidget(buildClasses(), 226);
    auto* const halves = new QHBoxLayout;
    halves->setSpacing(kGap);
    halves->addLayout(left);
    halves->addLayout(right, 1);
    rows()->addLayout(halves);
    connect(&session, &Session::dataChanged, this, [this] {
        showSamples();
        m_classes->setData(m_session.data());
        refreshLater();
    });
    connect(&session, &Session::settingsChanged, this, &DataPage::refreshLater);
    connect(&session, &Session::trainingChanged, this, &DataPage::refreshLater);
}

QWidget* DataPage::primaryButton() const { return m_train; }

void DataPage::buildHeader()
{
    m_open = makeButton(ButtonKind::Secondary, tr("Open folder"), Icon::Folder);
    m_open->setToolTip(tr(
        "A folder with four IDX files, CSV tables or PNG pictures (Ctrl+O); a file, CSV or npz, can be dropped here"));
    m_train = makeButton(ButtonKind::Primary, tr("Train"), Icon::Play, tr("Space"));
    header().addWidget(m_open);
    m_train->setToolTip(tr("Train on these images by the recipe of the next page"));
    header().setPrimary(m_train);
    connect(m_open, &QPushButton::clicked, this, &DataPage::openFolder);
    connect(m_train, &QPushButton::clicked, this, [this] {
        Q_EMIT pageRequested(PageId::Train);
        if (!m_session.trainingActive())
            m_session.train();
    });
}

QWidget* DataPage::buildSource()
{
    auto* const card = new Card(tr("Source"));
    keepFormColumn(*card, kSettingsWidth);
    m_source = new SourceChoice({tr("Built-in digits"), tr("MNIST"), tr("Own folder")});
    m_source->setLine(Builtin, tr("%1 drawn from strokes").arg(count(kBuiltinTrain + kBuiltinTest)));
    m_source->setLine(Own, tr("IDX, CSV, npz or PNG files"));
    m_get = makeButton(ButtonKind::Small, tr("Get MNIST, 11.6 MB"), Icon::Save);
    m_get->setToolTip(tr("Downloads the four official files into the program's data folder and checks their content"));
    m_progress = new ProgressStrip(ProgressStrip::Place::Line);
    m_progress->hide();
    card->body()->setSpacing(6);
    card->body()->addWidget(m_source);
    card->body()->addWidget(m_get);
    card->body()->addWidget(m_progress);
    card->body()->addWidget(buildSplit());
    connect(m_source, &SourceChoice::chosen, this, &DataPage::chooseSource);
    connect(m_get, &QPushButton::clicked, this, &DataPage::getMnist);
    return card;
}

QWidget* DataPage::buildSplit()
{
    auto* const form = new QWidget;
    auto* const layout = new QVBoxLayout(form);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->setSpacing(4);
    m_split = new SegmentedControl({tr("official"), tr("80/20"), tr("own")});
    m_split->setSegmentToolTip(0, tr("The source's own training and test files"));
    m_split->setSegmentToolTip(1, tr("A seeded shuffle of the training file, 80 % for training: the lab report's way"));
    m_split->setSegmentToolTip(2, tr("Any share of both files together"));
    m_splitRow = new FormRow(tr("Split"), m_split);
    layout->addWidget(m_splitRow);
    m_share = new SpinBox({1, 99, 1, 0}, QStringLiteral("%"));
    m_share->setValue(80);
    m_share->setToolTip(tr("Share of all images that is for training"));
    m_shareRow = new FormRow(tr("For training"), m_share);
    layout->addWidget(m_shareRow);
    m_steps = new StepsForm;
    layout->addWidget(m_steps);
    m_normalization = new ComboBox({tr("0.1307, 0.3081"), tr("0.5, 0.5"), tr("0, 1")});
    m_normalization->setToolTip(
        tr("MNIST's own mean and deviation; to [−1, 1] as the lab report; to [0, 1]; those of the "
           "features after other input steps"));
    layout->addWidget(new FormRow(tr("Mean, sd"), m_normalization));
    auto* const hint = makeWrappedLabel(LabelLook::Caption,
        tr("x = (pixel / 255 − mean) / sd. It is folded into the weights, so the pixels stay bytes."));
    layout->addWidget(hint);
    connect(m_split, &SegmentedControl::currentChanged, this, &DataPage::reload);
    connect(m_steps, &StepsForm::chosen, this, &DataPage::reload);
    connect(m_share, &SpinBox::editingFinished, this, [this] {
        if (splitText(chosenSplit()) != splitText(m_session.settings().split)) // a seed alone is no reason
            reload();
    });
    connect(m_normalization, &ComboBox::activated, this, [this](int index) {
        TrainConfig config = m_session.settings().config;
        config.normalization = index < kOwnNormalization ? normalizationAt(index) : m_session.data()->normalization;
        m_session.setTrainConfig(config);
    });
    return form;
}

QWidget* DataPage::buildFacts()
{
    m_factsCard = new Card(tr("Facts"));
    keepFormColumn(*m_factsCard, kSettingsWidth);
    m_facts = makeWrappedLabel(LabelLook::Table);
    m_facts->setTextFormat(Qt::RichText);
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_facts->setAlignment(Qt::AlignTop);
    m_factsCard->body()->addWidget(m_facts, 1);
    return m_factsCard;
}

QWidget* DataPage::buildClasses()
{
    auto* const card = new Card(tr("Classes"));
    card->setNote(tr("images of each digit, and their mean"));
    card->addHeaderWidget(
        new LegendBar({{.text = tr("train"), .color = Token::Text2}, {.text = tr("test"), .color = Token::Control}}));
    m_classes = new ClassBalance;
    card->body()->addWidget(m_classes, 1);
    return card;
}

void DataPage::chooseSource(int index)
{
    if (index == Own)
        openFolder();
    else if (index == Mnist)
        getMnist();
    else
        load({});
    refreshSource(); // what is loaded stays chosen until the new data is there
}

void DataPage::openFolder()
{
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Folder with IDX, CSV, npz or PNG files"));
    if (!folder.isEmpty())
        load({DataSource::Kind::Folder, folder.toStdString()});
}

void DataPage::getMnist()
{
    if (const auto folder = findMnist())
        load({DataSource::Kind::Folder, *folder});
    else
        downloadMnist(
            QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/qlab/mnist"));
}

void DataPage::cancelDownload()
{
    if (m_download)
        m_download->cancel();
}

void DataPage::downloadMnist(const QString& folder)
{
    if (m_download)
        return;
    m_download = new MnistDownload(mnistMirrors(), folder, mnistFiles(), this);
    const auto end = [this] {
        m_download->deleteLater();
        m_download = nullptr;
        m_progress->hide();
        refreshLater();
    };
    connect(m_download, &MnistDownload::progress, m_progress, &ProgressStrip::setProgress);
    connect(m_progress, &ProgressStrip::cancelRequested, m_download, &MnistDownload::cancel);
    connect(m_download, &MnistDownload::finished, this, [this, end, folder] {
        end();
        messages().showMessage(MessageBar::Kind::Good, tr("MNIST is here: all four contents are verified."));
        load({DataSource::Kind::Folder, folder.toStdString()});
    });
    connect(m_download, &MnistDownload::cancelled, this, [this, end] {
        end();
        messages().showMessage(MessageBar::Kind::Warn,
            tr("Download cancelled. What has arrived is kept; the next try goes on from there."));
    });
    connect(m_download, &MnistDownload::failed, this, [this, end](const QString& message) {
        end();
        messages().showMessage(MessageBar::Kind::Bad, message);
    });
    m_progress->show();
    m_progress->setProgress(tr("Asking the mirror …"), std::nullopt);
    m_download->start();
    refreshLater();
}

SplitSpec DataPage::chosenSplit() const
{
    SplitSpec split;
    const SplitSpec::Kind kinds[] = {SplitSpec::Kind::Official, SplitSpec::Kind::TrainFile, SplitSpec::Kind::AllImages};
    split.kind = kinds[m_split->current()];
    if (split.kind == SplitSpec::Kind::AllImages)
        split.trainFraction = m_share->value() / 100;
    split.seed = m_session.settings().config.seed;
    return split;
}

/// At the share, where there is one to mend, else at the kind of split.
void DataPage::showSplitError(const QString& error)
{
    const bool own = m_split->current() == 2;
    m_shareRow->setError(own ? error : QString());
    m_splitRow->setError(own ? QString() : error);
}

void DataPage::load(const DataSource& source)
{
    showSplitError({}); // the new choice is judged anew
    m_session.load(source, chosenSplit(), m_steps->steps());
}

void DataPage::reload() { load(m_session.settings().source); }

void DataPage::refresh()
{
    setBlocked(*m_train,
        !m_session.data()                ? tr("There are no images yet: choose a source.")
            : m_session.trainingActive() ? tr("A training is under way: see the Train page.")
                                         : QString());
    refreshNormalization();
    refreshSource();
    refreshFacts();
}

/// Measured ones are a choice where they are another.
void DataPage::refreshNormalization()
{
    const Normalization now = m_session.settings().config.normalization;
    const auto text = [](const Normalization& normalization) {
        return tr("%1, %2").arg(numberText(static_cast<double>(normalization.mean), 4),
            numberText(static_cast<double>(normalization.std), 4));
    };
    int chosen = 0;
    while (chosen < kOwnNormalization && normalizationAt(chosen) != now)
        ++chosen;
    const bool own = chosen == kOwnNormalization || (m_session.data() && !m_session.data()->data->steps.none());
    while (m_normalization->count() > kOwnNormalization)
        m_normalization->removeItem(kOwnNormalization);
    if (own)
        m_normalization->addItem(text(chosen == kOwnNormalization ? now : m_session.data()->normalization));
    m_normalization->setCurrentIndex(chosen);
}

void DataPage::refreshSource()
{
    const Experiment& settings = m_session.settings();
    const auto mnist = findMnist();
    const bool folder = settings.source.kind == DataSource::Kind::Folder;
    const bool isMnist = folder
        && ((mnist && settings.source.folder == *mnist)
            || (m_session.data() && m_session.data()->data->name == "MNIST"));
    m_source->setCurrent(!folder ? Builtin : isMnist ? Mnist : Own);
    m_source->setLine(
        Mnist, mnist || isMnist ? tr("70,000 handwritten digits") : tr("70,000 handwritten digits, to download"));
    m_source->setReady(Mnist, mnist || isMnist ? tr("ready") : QString());
    m_source->setLine(Own,
        folder && !isMnist ? QString::fromStdString(settings.source.folder.string())
                           : tr("IDX, CSV, npz or PNG files"));
    m_get->setVisible(!mnist && !isMnist && !m_download);
    m_split->setCurrent(static_cast<int>(settings.split.kind));
    m_steps->setSteps(settings.steps);
    m_shareRow->setVisible(settings.split.kind == SplitSpec::Kind::AllImages);
    if (settings.split.kind == SplitSpec::Kind::AllImages)
        m_share->setValue(settings.split.trainFraction * 100);
}

void DataPage::refreshFacts()
{
    const DataSummaryPtr& summary = m_session.data();
    m_facts->setText(summary ? dataFacts(*summary) : m_session.loading() ? tr("Loading …") : tr("Nothing is loaded."));
}

void DataPage::dragEnterEvent(QDragEnterEvent* event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    if (urls.size() != 1 || !urls[0].isLocalFile())
        return;
    // A folder is taken as it is: what is missing in it, the load says.
    const QString path = urls[0].toLocalFile();
    if (QFileInfo(path).isDir() || isDataSet(path.toStdString()))
        event->acceptProposedAction();
}

void DataPage::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    load({DataSource::Kind::Folder, event->mimeData()->urls().first().toLocalFile().toStdString()});
}

} // namespace qlab::app
