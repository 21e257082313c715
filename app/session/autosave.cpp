// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/autosave.h"

#include "engine/core/atomic_file.h"
#include "engine/formats/model_file.h"

#include <QDir>
#include <QJsonDocument>
#include <QSettings>
#include <QStandardPaths>

#include <utility>

namespace qlab::app {
namespace {

constexpr int kRestMs = 500;
constexpr std::size_t kMostBytes = std::size_t{64} << 20; ///< no file of a session comes near it

std::filesystem::path sessionFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation).toStdString() + "/session";
}

std::filesystem::path sessionFile() { return sessionFolder() / (std::string("experiment.") + kExperimentSuffix); }

QByteArray bytesOf(const char* name)
{
    const auto bytes = readWholeFile(sessionFolder() / name, kMostBytes);
    return bytes ? QByteArray::fromStdString(*bytes) : QByteArray();
}

QJsonObject jsonOf(const char* name) { return QJsonDocument::fromJson(bytesOf(name)).object(); }

/// What versions before this one kept: each part in a file of its own, the settings with those of the window.
ExperimentFile filesOfBefore()
{
    ExperimentFile file;
    const QSettings store;
    for (const ExperimentField& field : experimentFields()) {
        const QString name = QString::fromLatin1(field.name.data(), static_cast<qsizetype>(field.name.size()));
        if (const QVariant value = store.value(QStringLiteral("experiment/") + name); value.isValid())
            file.settings[name] = value.toString();
    }
    file.original = bytesOf(kOriginalFile);
    file.training = jsonOf("training.json");
    file.timings = jsonOf("timings.json");
    file.drawing = jsonOf("drawing.json");
    return file;
}

/// Of the first start: MNIST where it is found.
Experiment usualExperiment()
{
    Experiment usual;
    if (const auto mnist = findMnist())
        usual.source = {DataSource::Kind::Folder, *mnist};
    return usual;
}

} // namespace

Autosave::Autosave(Session& session, Drawing& drawing, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_drawing(drawing)
    , m_opener(session, drawing)
{
    m_later.setSingleShot(true);
    m_later.setInterval(kRestMs);
    connect(&m_later, &QTimer::timeout, this, &Autosave::saveNow);
    for (auto changed : {&Session::settingsChanged, &Session::dataChanged, &Session::trainingChanged,
             &Session::quantChanged, &Session::compareChanged})
        connect(&session, changed, this, &Autosave::saveLater);
    connect(&session, &Session::trainingChanged, this, [this] { m_trainingIsDue = true; });
    connect(&session, &Session::compareChanged, this, [this] { m_timingsAreDue = true; });
    connect(&drawing.document(), &CanvasDocument::stateChanged, this, &Autosave::saveLater);
}

Autosave::~Autosave()
{
    if (m_later.isActive())
        saveNow();
}

void Autosave::saveLater()
{
    if (!m_opener.isOpening())
        m_later.start();
}

bool Autosave::takeParts()
{
    bool changed = putSettings(m_session, m_file);
    changed |= putDrawing(m_drawing, m_file);
    changed |= putQuantized(m_session, m_file);
    if (std::exchange(m_trainingIsDue, false))
        changed |= putTraining(m_session, m_file);
    if (std::exchange(m_timingsAreDue, false))
        changed |= putTimings(m_session, m_file);
    return changed;
}

void Autosave::saveNow()
{
    m_later.stop();
    m_isUnsaved |= takeParts();
    if (!m_isUnsaved)
        return;
    const std::filesystem::path path = sessionFile();
    QDir().mkpath(QString::fromStdString(path.parent_path().string()));
    // Tried again with the next change; what cannot be written is not there next time.
    m_isUnsaved = !writeExperiment(path, m_file);
}

void Autosave::restore()
{
    const auto saved = readExperiment(sessionFile());
    m_file = saved ? *saved : filesOfBefore();
    m_opener.restore(m_file, usualExperiment());
}

} // namespace qlab::app
