// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/experiment_file.h"

#include "engine/core/atomic_file.h"

#include <QJsonDocument>

namespace qlab::app {
namespace {

constexpr std::size_t kMostBytes = std::size_t{64} << 20; ///< no experiment comes near it
constexpr int kVersion = 1;
const QString kFormat = QStringLiteral("format"), kName = QStringLiteral("quantization-lab-experiment"),
              kVersionKey = QStringLiteral("version");

/// One place for the names of the parts.
template <typename File, typename Visit> void visitParts(File& file, const Visit& visit)
{
    visit(QStringLiteral("settings"), file.settings);
    visit(QStringLiteral("original"), file.original);
    visit(QStringLiteral("quantized"), file.quantized);
    visit(QStringLiteral("training"), file.training);
    visit(QStringLiteral("timings"), file.timings);
    visit(QStringLiteral("drawing"), file.drawing);
}

QJsonValue toValue(const QJsonObject& part) { return part; }
QJsonValue toValue(const QByteArray& part) { return QString::fromLatin1(part.toBase64()); }

void fromValue(const QJsonValue& value, QJsonObject& part) { part = value.toObject(); }
void fromValue(const QJsonValue& value, QByteArray& part)
{
    const auto bytes = QByteArray::fromBase64Encoding(
        value.toString().toLatin1(), QByteArray::Base64Encoding | QByteArray::AbortOnBase64DecodingErrors);
    part = bytes ? *bytes : QByteArray();
}

QString key(const ExperimentField& field)
{
    return QString::fromLatin1(field.name.data(), static_cast<qsizetype>(field.name.size()));
}

} // namespace

QByteArray experimentToJson(const ExperimentFile& file)
{
    QJsonObject json{{kFormat, kName}, {kVersionKey, kVersion}};
    visitParts(file, [&json](const QString& name, const auto& part) {
        if (!part.isEmpty())
            json[name] = toValue(part);
    });
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

Result<ExperimentFile> experimentFromJson(const QByteArray& bytes)
{
    const QJsonObject json = QJsonDocument::fromJson(bytes).object();
    if (json[kFormat].toString() != kName)
        return badInput("it is no experiment of Quantization Lab, or damaged");
    if (json[kVersionKey].toInt() != kVersion)
        return badInput("it is of version " + std::to_string(json[kVersionKey].toInt())
            + ", and this program reads version " + std::to_string(kVersion));
    ExperimentFile file;
    visitParts(file, [&json](const QString& name, auto& part) { fromValue(json[name], part); });
    return file;
}

Status writeExperiment(const std::filesystem::path& path, const ExperimentFile& file)
{
    return writeFileAtomically(path, experimentToJson(file).toStdString());
}

Result<ExperimentFile> readExperiment(const std::filesystem::path& path)
{
    const auto bytes = readWholeFile(path, kMostBytes);
    if (!bytes)
        return bytes.error();
    auto file = experimentFromJson(QByteArray::fromStdString(*bytes));
    if (!file)
        return badInput(path.string() + ": " + file.error().message);
    return file;
}

QJsonObject settingsToJson(const Experiment& experiment)
{
    QJsonObject settings;
    for (const ExperimentField& field : experimentFields())
        settings[key(field)] = QString::fromStdString(field.write(experiment));
    return settings;
}

Experiment settingsFromJson(const QJsonObject& settings, Experiment usual)
{
    for (const ExperimentField& field : experimentFields())
        if (settings.contains(key(field)))
            static_cast<void>(field.read(settings[key(field)].toString().toStdString(), usual));
    if (!settings.contains(key(experimentField("split_seed"))))
        usual.split.seed = usual.config.seed; // the split follows it unless that was changed after loading
    return usual;
}

} // namespace qlab::app
