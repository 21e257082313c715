// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/autosave.h"

#include "app/drawing/drawing_file.h"
#include "app/session/timings_file.h"
#include "app/session/training_file.h"
#include "engine/core/atomic_file.h"
#include "engine/data/data_formats.h"
#include "engine/formats/model_file.h"

#include <QDir>
#include <QSettings>
#include <QStandardPaths>

#include <limits>

namespace qlab::app {
namespace {

constexpr int kRestMs = 500;
constexpr std::size_t kMostBytes = std::size_t{64} << 20; ///< no file of a session comes near it
const char* const kLogFile = "training.json";
const char* const kTimingsFile = "timings.json";
const char* const kDrawingFile = "drawing.json";

std::filesystem::path sessionFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation).toStdString() + "/session";
}

QString key(const ExperimentField& field)
{
    return QStringLiteral("experiment/") + QLatin1String(field.name.data(), static_cast<qsizetype>(field.name.size()));
}

/// The folder, there to be written into as far as it can be.
std::filesystem::path makeFolder()
{
    const std::filesystem::path folder = sessionFolder();
    QDir().mkpath(QString::fromStdString(folder.string()));
    return folder;
}

/// The training that was saved last, if it is whole and was made on these data.
std::optional<TrainingRecord> readTraining(const DataSummary& summary, const TrainConfig& recipe)
{
    const auto bytes = readWholeFile(sessionFolder() / kOriginalFile, kMostBytes);
    const auto model = readModelFile(sessionFolder() / kOriginalFile);
    const auto log = readWholeFile(sessionFolder() / kLogFile, kMostBytes);
    const auto saved = log ? trainingFromJson(QByteArray::fromStdString(*log)) : std::nullopt;
    if (!bytes || !model || !model->original || !saved || !saved->identity.fits(identityOf(summary, *bytes)))
        return std::nullopt;
    auto snapshot = std::make_shared<TrainSnapshot>(saved->snapshot);
    snapshot->data = summary.data;
    snapshot->model = model->original;
    if (!saved->hasConfig)
        snapshot->config = recipe;
    snapshot->config.epochs = std::max(1, static_cast<int>(snapshot->epochs.size()));
    snapshot->test = std::make_shared<Evaluation>(evaluate(*snapshot->model, *summary.data->test));
    return TrainingRecord{snapshot, saved->run, saved->earlier};
}

/// Integers that rounding the model gives again at the next start; others the timings would then be taken for.
bool isMadeOfModelAlone(const LinearModel& model, const QuantizedModel& quantized)
{
    return !quantized.trained && !needsImages(quantized.scheme) && quantize(model, quantized.scheme).q == quantized.q;
}

} // namespace

Autosave::Autosave(Session& session, Drawing& drawing, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_drawing(drawing)
{
    m_later.setSingleShot(true);
    m_later.setInterval(kRestMs);
    connect(&m_later, &QTimer::timeout, this, &Autosave::saveNow);
    connect(&session, &Session::settingsChanged, this, &Autosave::saveLater);
    connect(&session, &Session::dataChanged, this, &Autosave::saveLater);
    connect(&drawing.document(), &CanvasDocument::stateChanged, this, &Autosave::saveLater);
    connect(&session, &Session::trainingChanged, this, &Autosave::saveModel);
    connect(&session, &Session::compareChanged, this, &Autosave::saveTimings);
}

Autosave::~Autosave()
{
    if (m_later.isActive())
        saveNow();
}

void Autosave::saveLater()
{
    if (!m_restoring)
        m_later.start();
}

void Autosave::saveNow()
{
    m_later.stop();
    saveSettings();
    saveDrawing();
}

void Autosave::saveSettings() const
{
    QSettings store;
    for (const ExperimentField& field : experimentFields())
        store.setValue(key(field), QString::fromStdString(field.write(m_session.settings())));
}

void Autosave::saveDrawing()
{
    const QByteArray sheet = drawingToJson(m_drawing.document().history());
    if (sheet == m_savedSheet)
        return;
    if (writeFileAtomically(makeFolder() / kDrawingFile, sheet.toStdString()))
        m_savedSheet = sheet;
}

void Autosave::saveModel()
{
    const TrainSnapshotPtr& snapshot = m_session.snapshot();
    const bool whole =
        m_session.training() == Session::Training::Finished || m_session.training() == Session::Training::Stopped;
    if (!whole || m_restoring || !m_session.data() || !snapshot || m_saved == snapshot->model)
        return;
    const std::string model = encodeModel(*snapshot->model);
    const QByteArray log = trainingToJson(m_session.record(), identityOf(*m_session.data(), model));
    if (writeFilesAtomically(makeFolder(), {{kOriginalFile, model}, {kLogFile, log.toStdString()}}))
        m_saved = snapshot->model;
}

void Autosave::saveTimings()
{
    const CompareReportPtr& report = m_session.compareReport();
    if (m_restoring || !report || !report->complete || report == m_savedTimings
        || !isMadeOfModelAlone(*report->model, *report->quantized))
        return;
    m_savedTimings = report;
    const QByteArray timings = timingsToJson(*report, digestOf(encodeModel(*report->model)));
    // What cannot be written is not there next time.
    static_cast<void>(writeFileAtomically(makeFolder() / kTimingsFile, timings.toStdString()));
}

void Autosave::restore()
{
    m_restoring = true;
    const Experiment saved = savedExperiment();
    m_session.restoreSettings(saved);
    restoreDrawing();
    connect(&m_session, &Session::dataChanged, this, &Autosave::restoreModel, Qt::UniqueConnection);
    m_session.load(saved.source, saved.split, saved.steps);
}

/// What is missing or no value of this program keeps its default: the data MNIST where it is found, the split's seed
/// that of the training.
Experiment Autosave::savedExperiment()
{
    Experiment saved;
    if (const auto mnist = findMnist())
        saved.source = {DataSource::Kind::Folder, *mnist};
    const QSettings store;
    for (const ExperimentField& field : experimentFields())
        if (store.contains(key(field)))
            static_cast<void>(field.read(store.value(key(field)).toString().toStdString(), saved));
    if (!store.contains(key(experimentField("split_seed"))))
        saved.split.seed = saved.config.seed; // the split follows it unless that was changed after loading
    return saved;
}

void Autosave::restoreDrawing()
{
    const auto file = readWholeFile(sessionFolder() / kDrawingFile, kMostBytes);
    auto steps = file ? drawingFromJson(QByteArray::fromStdString(*file)) : std::nullopt;
    if (!steps)
        return;
    m_drawing.document().setSteps(std::move(*steps));
    m_savedSheet = drawingToJson(m_drawing.document().history());
}

void Autosave::restoreModel()
{
    if (m_session.loading())
        return;
    disconnect(&m_session, &Session::dataChanged, this, &Autosave::restoreModel);
    if (m_session.data())
        if (auto record = readTraining(*m_session.data(), m_session.settings().config)) {
            m_saved = record->snapshot->model;
            m_session.restoreModel(std::move(*record));
            restoreTimings();
        }
    m_restoring = false;
}

void Autosave::restoreTimings()
{
    const auto file = readWholeFile(sessionFolder() / kTimingsFile, kMostBytes);
    auto saved = file ? timingsFromJson(QByteArray::fromStdString(*file)) : std::nullopt;
    const LinearModelPtr model = m_session.model();
    const DatasetPtr& data = m_session.data()->data;
    if (!saved || needsImages(saved->scheme) || saved->report.comparison.images != data->testSize()
        || saved->model != digestOf(encodeModel(*model)))
        return;
    saved->report.data = data;
    saved->report.model = model;
    saved->report.quantized = std::make_shared<QuantizedModel>(quantize(*model, saved->scheme));
    m_savedTimings = std::make_shared<CompareReport>(std::move(saved->report));
    m_session.restoreTimings(m_savedTimings);
}

} // namespace qlab::app
