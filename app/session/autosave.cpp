// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/autosave.h"

#include "engine/core/atomic_file.h"
#include "engine/export/model_file.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSettings>
#include <QStandardPaths>

namespace qlab::app {
namespace {

constexpr int kRestMs = 500;
const char* const kModelFile = "model-float.safetensors";
const char* const kLogFile = "training.json";

std::filesystem::path sessionFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation).toStdString() + "/session";
}

QString key(const char* name) { return QStringLiteral("experiment/") + QLatin1String(name); }

QJsonObject toJson(const EpochRecord& epoch)
{
    return {{QStringLiteral("epoch"), epoch.epoch}, {QStringLiteral("train_loss"), epoch.trainLoss},
        {QStringLiteral("train_accuracy"), epoch.trainAccuracy}, {QStringLiteral("test_loss"), epoch.testLoss},
        {QStringLiteral("test_accuracy"), epoch.testAccuracy},
        {QStringLiteral("learning_rate"), static_cast<double>(epoch.learningRate)},
        {QStringLiteral("seconds"), epoch.seconds}};
}

EpochRecord epochFromJson(const QJsonObject& json)
{
    EpochRecord epoch;
    epoch.epoch = json[QStringLiteral("epoch")].toInt();
    epoch.trainLoss = json[QStringLiteral("train_loss")].toDouble();
    epoch.trainAccuracy = json[QStringLiteral("train_accuracy")].toDouble();
    epoch.testLoss = json[QStringLiteral("test_loss")].toDouble();
    epoch.testAccuracy = json[QStringLiteral("test_accuracy")].toDouble();
    epoch.learningRate = static_cast<float>(json[QStringLiteral("learning_rate")].toDouble());
    epoch.seconds = json[QStringLiteral("seconds")].toDouble();
    return epoch;
}

/// The data that the log belongs to: a model is only restored on the images it was trained and judged on.
QString dataIdentity(const Dataset& data)
{
    return QStringLiteral("%1|%2|%3|%4|%5")
        .arg(QString::fromStdString(data.name), QString::fromStdString(splitText(data.split)))
        .arg(data.split.seed)
        .arg(data.trainSize())
        .arg(data.testSize());
}

QByteArray logBytes(const TrainSnapshot& snapshot, const Dataset& data)
{
    QJsonArray epochs, losses;
    for (const EpochRecord& epoch : snapshot.epochs)
        epochs.append(toJson(epoch));
    for (const BatchLoss& point : snapshot.losses)
        losses.append(QJsonArray{point.epoch, static_cast<double>(point.loss)});
    return QJsonDocument(
        QJsonObject{{QStringLiteral("data"), dataIdentity(data)}, {QStringLiteral("epochs_done"), snapshot.epochsDone},
            {QStringLiteral("seconds"), snapshot.seconds}, {QStringLiteral("epochs"), epochs},
            {QStringLiteral("losses"), losses}})
        .toJson(QJsonDocument::Compact);
}

void readLog(const QJsonObject& log, TrainSnapshot& snapshot)
{
    snapshot.epochsDone = log[QStringLiteral("epochs_done")].toDouble();
    snapshot.seconds = log[QStringLiteral("seconds")].toDouble();
    for (const QJsonValue& epoch : log[QStringLiteral("epochs")].toArray())
        snapshot.epochs.push_back(epochFromJson(epoch.toObject()));
    for (const QJsonValue& point : log[QStringLiteral("losses")].toArray())
        snapshot.losses.push_back({point.toArray()[0].toDouble(), static_cast<float>(point.toArray()[1].toDouble())});
}

} // namespace

Autosave::Autosave(Session& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
{
    m_later.setSingleShot(true);
    m_later.setInterval(kRestMs);
    connect(&m_later, &QTimer::timeout, this, &Autosave::saveSettings);
    const auto saveLater = [this] {
        if (!m_restoring)
            m_later.start();
    };
    connect(&session, &Session::settingsChanged, this, saveLater);
    connect(&session, &Session::dataChanged, this, saveLater);
    connect(&session, &Session::trainingChanged, this, &Autosave::saveModel);
}

void Autosave::saveSettings() const
{
    const ExperimentSettings& settings = m_session.settings();
    QSettings store;
    const bool folder = settings.source.kind == DataSource::Kind::Folder;
    store.setValue(key("folder"), folder ? QString::fromStdString(settings.source.folder.string()) : QString());
    store.setValue(key("split"), QString::fromStdString(splitText(settings.split)));
    store.setValue(key("scheme"), QString::fromStdString(schemeToText(settings.scheme)));
    store.setValue(key("epochs"), settings.config.epochs);
    store.setValue(key("batchSize"), settings.config.batchSize);
    store.setValue(key("learningRate"), static_cast<double>(settings.config.learningRate));
    store.setValue(key("momentum"), static_cast<double>(settings.config.momentum));
    store.setValue(key("weightDecay"), static_cast<double>(settings.config.weightDecay));
    store.setValue(key("seed"), static_cast<qulonglong>(settings.config.seed));
    store.setValue(key("normalization"), QString::fromStdString(normalizationText(settings.config.normalization)));
}

void Autosave::saveModel()
{
    const TrainSnapshotPtr& snapshot = m_session.snapshot();
    const bool whole =
        m_session.training() == Session::Training::Finished || m_session.training() == Session::Training::Stopped;
    if (!whole || m_restoring || !m_session.data() || m_saved == snapshot->model)
        return;
    const std::filesystem::path folder = sessionFolder();
    QDir().mkpath(QString::fromStdString(folder.string()));
    const Status written = writeFilesAtomically(folder,
        {{kModelFile, encodeModel(*snapshot->model)},
            {kLogFile, logBytes(*snapshot, *m_session.data()->data).toStdString()}});
    if (written)
        m_saved = snapshot->model;
}

void Autosave::restore()
{
    m_restoring = true;
    const QSettings store;
    DataSource source;
    if (const auto mnist = findMnist())
        source = {DataSource::Kind::Folder, *mnist};
    const QString folder = store.value(key("folder")).toString();
    if (!folder.isEmpty() && hasOfficialFiles(folder.toStdString()))
        source = {DataSource::Kind::Folder, folder.toStdString()};
    TrainConfig config;
    config.epochs = store.value(key("epochs"), config.epochs).toInt();
    config.batchSize = store.value(key("batchSize"), config.batchSize).toInt();
    config.learningRate = store.value(key("learningRate"), config.learningRate).toFloat();
    config.momentum = store.value(key("momentum"), config.momentum).toFloat();
    config.weightDecay = store.value(key("weightDecay"), config.weightDecay).toFloat();
    config.seed = store.value(key("seed"), static_cast<qulonglong>(config.seed)).toULongLong();
    if (const auto normalization = parseNormalization(store.value(key("normalization")).toString().toStdString()))
        config.normalization = *normalization;
    m_session.setTrainConfig(config);
    if (store.contains(key("scheme")))
        if (const auto scheme = schemeFromText(store.value(key("scheme")).toString().toStdString()))
            m_session.setScheme(*scheme);
    const auto split = parseSplit(store.value(key("split")).toString().toStdString());
    SplitSpec spec = split ? *split : SplitSpec{};
    spec.seed = config.seed;
    connect(&m_session, &Session::dataChanged, this, &Autosave::restoreModel, Qt::UniqueConnection);
    m_session.load(source, spec);
}

void Autosave::restoreModel()
{
    if (m_session.loading())
        return;
    disconnect(&m_session, &Session::dataChanged, this, &Autosave::restoreModel);
    const auto model = readModelFile(sessionFolder() / kModelFile);
    const auto log = readWholeFile(sessionFolder() / kLogFile);
    if (m_session.data() && model && model->original && log) {
        const QJsonObject json = QJsonDocument::fromJson(QByteArray::fromStdString(*log)).object();
        if (json[QStringLiteral("data")].toString() == dataIdentity(*m_session.data()->data)) {
            auto snapshot = std::make_shared<TrainSnapshot>();
            snapshot->model = m_saved = model->original;
            snapshot->config = m_session.settings().config;
            readLog(json, *snapshot);
            snapshot->config.epochs = std::max(1, static_cast<int>(snapshot->epochs.size()));
            snapshot->test = std::make_shared<Evaluation>(evaluate(*snapshot->model, *m_session.data()->data->test));
            m_session.restoreModel(snapshot);
        }
    }
    m_restoring = false;
}

} // namespace qlab::app
