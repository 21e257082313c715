// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/training_file.h"

#include "engine/train/train_fields.h"

#include <QCryptographicHash>
#include <QJsonArray>

#include <limits>

namespace qlab::app {
namespace {

QString key(const char* name) { return QLatin1String(name); }

QJsonObject toJson(const EpochRecord& epoch)
{
    QJsonObject json{{key("epoch"), epoch.epoch}, {key("train_loss"), epoch.trainLoss},
        {key("train_accuracy"), epoch.trainAccuracy}, {key("test_loss"), epoch.testLoss},
        {key("test_accuracy"), epoch.testAccuracy}, {key("learning_rate"), static_cast<double>(epoch.learningRate)},
        {key("seconds"), epoch.seconds}};
    if (epoch.heldOutLoss) // what is no number becomes null
        json[key("held_out_loss")] = *epoch.heldOutLoss;
    if (epoch.restored)
        json[key("restored")] = true;
    return json;
}

EpochRecord epochFromJson(const QJsonObject& json)
{
    EpochRecord epoch;
    epoch.epoch = json[key("epoch")].toInt();
    epoch.trainLoss = json[key("train_loss")].toDouble();
    epoch.trainAccuracy = json[key("train_accuracy")].toDouble();
    epoch.testLoss = json[key("test_loss")].toDouble();
    epoch.testAccuracy = json[key("test_accuracy")].toDouble();
    epoch.learningRate = static_cast<float>(json[key("learning_rate")].toDouble());
    epoch.seconds = json[key("seconds")].toDouble();
    if (const QJsonValue loss = json[key("held_out_loss")]; !loss.isUndefined())
        epoch.heldOutLoss = loss.toDouble(std::numeric_limits<double>::quiet_NaN());
    epoch.restored = json[key("restored")].toBool();
    return epoch;
}

QJsonArray toJson(const std::vector<BatchLoss>& losses)
{
    QJsonArray points;
    for (const BatchLoss& point : losses)
        points.append(QJsonArray{point.epoch, static_cast<double>(point.loss)});
    return points;
}

std::vector<BatchLoss> lossesFromJson(const QJsonArray& points)
{
    std::vector<BatchLoss> losses;
    for (const QJsonValue& point : points)
        losses.push_back({point.toArray()[0].toDouble(), static_cast<float>(point.toArray()[1].toDouble())});
    return losses;
}

/// As texts: a seed has more digits than a JSON number keeps.
QJsonObject toJson(const TrainConfig& config)
{
    QJsonObject json;
    for (const TrainField& field : trainFields())
        json[key(field.name.data())] = QString::fromStdString(field.write(config));
    return json;
}

/// What is missing or no value of this program keeps its default.
TrainConfig configFromJson(const QJsonObject& json)
{
    TrainConfig config;
    for (const TrainField& field : trainFields())
        static_cast<void>(readField(field, json[key(field.name.data())].toVariant().toString().toStdString(), config));
    return config;
}

QJsonArray toJson(const std::vector<EarlierRun>& earlier)
{
    QJsonArray runs;
    for (const EarlierRun& run : earlier)
        runs.append(QJsonObject{{key("run"), run.number}, {key("losses"), toJson(run.losses)}});
    return runs;
}

template <typename T> QByteArrayView bytesOf(const T& values)
{
    return {reinterpret_cast<const char*>(values.data()), static_cast<qsizetype>(values.size() * sizeof(values[0]))};
}

} // namespace

bool TrainingIdentity::fits(const TrainingIdentity& present) const
{
    return data == present.data && (images.isEmpty() || images == present.images)
        && (model.isEmpty() || model == present.model);
}

QString digestOf(std::string_view bytes)
{
    const QByteArray hashed(bytes.data(), static_cast<qsizetype>(bytes.size()));
    return QString::fromLatin1(QCryptographicHash::hash(hashed, QCryptographicHash::Sha256).toHex());
}

TrainingIdentity identityOf(const DataSummary& summary, std::string_view modelFile)
{
    const Dataset& data = *summary.data;
    // The means and the counts of all classes follow from every image; a hash of the images would take longer to tell
    // the same.
    QCryptographicHash images(QCryptographicHash::Sha256);
    images.addData(bytesOf(summary.classMeans));
    images.addData(bytesOf(summary.trainCounts));
    images.addData(bytesOf(summary.testCounts));
    return {QStringLiteral("%1|%2|%3|%4|%5")
                .arg(QString::fromStdString(data.name), QString::fromStdString(splitText(data.split)))
                .arg(data.split.seed)
                .arg(data.trainSize())
                .arg(data.testSize()),
        QString::fromLatin1(images.result().toHex()), digestOf(modelFile)};
}

QJsonObject trainingToJson(const TrainingRecord& record, const TrainingIdentity& identity)
{
    const TrainSnapshot& snapshot = *record.snapshot;
    QJsonArray epochs;
    for (const EpochRecord& epoch : snapshot.epochs)
        epochs.append(toJson(epoch));
    return {{key("data"), identity.data}, {key("images_sha256"), identity.images},
        {key("model_sha256"), identity.model}, {key("config"), toJson(snapshot.config)},
        {key("epochs_done"), snapshot.epochsDone}, {key("seconds"), snapshot.seconds}, {key("epochs"), epochs},
        {key("losses"), toJson(snapshot.losses)}, {key("run"), record.run},
        {key("earlier_runs"), toJson(record.earlier)}};
}

std::optional<SavedTraining> trainingFromJson(const QJsonObject& log)
{
    if (!log[key("data")].isString() || !log[key("epochs")].isArray() || !log[key("losses")].isArray())
        return std::nullopt;
    SavedTraining saved;
    saved.identity = {
        log[key("data")].toString(), log[key("images_sha256")].toString(), log[key("model_sha256")].toString()};
    saved.hasConfig = log[key("config")].isObject();
    saved.snapshot.config = configFromJson(log[key("config")].toObject());
    saved.snapshot.epochsDone = log[key("epochs_done")].toDouble();
    saved.snapshot.seconds = log[key("seconds")].toDouble();
    for (const QJsonValue& epoch : log[key("epochs")].toArray())
        saved.snapshot.epochs.push_back(epochFromJson(epoch.toObject()));
    saved.snapshot.losses = lossesFromJson(log[key("losses")].toArray());
    saved.run = log[key("run")].toInt(1);
    for (const QJsonValue& run : log[key("earlier_runs")].toArray())
        saved.earlier.push_back(
            {run.toObject()[key("run")].toInt(1), lossesFromJson(run.toObject()[key("losses")].toArray())});
    return saved;
}

} // namespace qlab::app
