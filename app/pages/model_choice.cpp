// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/model_choice.h"

#include "app/present/subject.h"
#include "app/present/sweep_words.h"
#include "app/session/session.h"
#include "app/widgets/number_text.h"
#include "app/widgets/sentence.h"
#include "engine/formats/model_file.h"
#include "engine/lab/frontier.h"

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMimeData>
#include <QSignalBlocker>

#include <algorithm>
#include <utility>

namespace qlab::app {
namespace {

/// The original and the quantized model in force; they come first.
std::vector<NamedModel> inForce(const Session& session)
{
    const QuantReportPtr& report = session.quant();
    if (!report)
        return {};
    const AnyModel original{report->model, nullptr}, quantized{nullptr, report->quantized};
    return {{ModelChoice::tr("Original: %1").arg(modelName(original)), original, encodeModel(*report->model).size()},
        {ModelChoice::tr("Quantized: %1").arg(modelName(quantized)), quantized,
            encodeModel(*report->quantized).size()}};
}

std::vector<NamedModel> onFrontier(const SweepReport& sweep)
{
    std::vector<Candidate> sizes;
    for (const SweepPointPtr& point : sweep.points)
        sizes.push_back({static_cast<double>(point->bytes), point->correct});
    std::vector<NamedModel> models;
    for (const std::size_t at : frontierOf(sizes)) {
        const SweepPoint& point = *sweep.points[at];
        models.push_back({ModelChoice::tr("Map: %1 B, %2, %3")
                              .arg(countText(static_cast<qint64>(point.bytes)), percentText(point.accuracy(), 2),
                                  configurationName(point.configuration)),
            {nullptr, point.model}, point.bytes});
    }
    return models;
}

QString droppedFile(const QMimeData& data)
{
    const QList<QUrl> urls = data.urls();
    return urls.size() == 1 && urls[0].isLocalFile() ? urls[0].toLocalFile() : QString();
}

} // namespace

ModelChoice::ModelChoice(int first, QWidget* parent)
    : ComboBox(parent)
    , m_chosen(first)
{
    setAcceptDrops(true);
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    connect(this, &QComboBox::activated, this, &ModelChoice::activate);
}

void ModelChoice::offer(const Session& session)
{
    std::vector<NamedModel> offered = inForce(session);
    if (session.sweepReport() && !offered.empty())
        std::ranges::move(onFrontier(*session.sweepReport()), std::back_inserter(offered));
    replaceOffered(std::move(offered));
    list();
}

void ModelChoice::replaceOffered(std::vector<NamedModel> offered)
{
    const NamedModel* const before = chosen();
    const AnyModel kept = before ? before->model : AnyModel{};
    const bool ofFile = m_chosen >= static_cast<int>(m_offered.size());
    const int file = m_chosen - static_cast<int>(m_offered.size());
    m_offered = std::move(offered);
    if (before && ofFile) {
        m_chosen = file + static_cast<int>(m_offered.size());
    } else if (m_chosen > 1) {
        const auto same = std::ranges::find(m_offered, kept, &NamedModel::model);
        m_chosen = same == m_offered.end() ? 1 : static_cast<int>(same - m_offered.begin());
    }
}

void ModelChoice::list()
{
    const QSignalBlocker quiet(this);
    clear();
    for (const std::vector<NamedModel>* models : {&m_offered, &m_files})
        for (const NamedModel& each : *models)
            addItem(each.name);
    addItem(tr("A model file …"));
    setCurrentIndex(chosen() ? m_chosen : -1);
    setToolTip(chosen() ? chosen()->name : QString());
}

const NamedModel* ModelChoice::chosen() const
{
    const auto at = static_cast<std::size_t>(m_chosen);
    if (at < m_offered.size())
        return &m_offered[at];
    return at - m_offered.size() < m_files.size() ? &m_files[at - m_offered.size()] : nullptr;
}

Status ModelChoice::open(const std::filesystem::path& path)
{
    const auto file = readModelOfRun(path);
    if (!file)
        return file.error();
    const AnyModel model{file->original, file->quantized};
    const QString name = QFileInfo(QString::fromStdString(path.string())).fileName();
    m_files.push_back({tr("%1: %2").arg(name, modelName(model)), model, file->bytes});
    m_chosen = static_cast<int>(m_offered.size() + m_files.size()) - 1;
    list();
    Q_EMIT chosenChanged();
    return {};
}

void ModelChoice::exchangeWith(ModelChoice& other)
{
    std::swap(m_files, other.m_files);
    std::swap(m_chosen, other.m_chosen);
    for (ModelChoice* each : {this, &other})
        each->list();
    Q_EMIT chosenChanged();
}

void ModelChoice::activate(int index)
{
    if (index == count() - 1) {
        setCurrentIndex(chosen() ? m_chosen : -1); // until a file is there
        askForFile();
        return;
    }
    m_chosen = index;
    setToolTip(chosen()->name);
    Q_EMIT chosenChanged();
}

void ModelChoice::askForFile()
{
    auto* const dialog = new QFileDialog(this, tr("Open model"), {}, tr("Models (*.safetensors *.qlm);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &ModelChoice::tryOpen);
    dialog->open();
}

void ModelChoice::tryOpen(const QString& path)
{
    if (const Status opened = open(path.toStdString()); !opened)
        Q_EMIT failed(sentence(opened.error()));
}

void ModelChoice::dragEnterEvent(QDragEnterEvent* event)
{
    if (!droppedFile(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void ModelChoice::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    tryOpen(droppedFile(*event->mimeData()));
}

} // namespace qlab::app
