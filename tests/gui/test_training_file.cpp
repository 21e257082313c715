// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/training_file.h"
#include "tests/support.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>
#include <limits>

using namespace qlab;
using namespace qlab::app;

namespace {

/// A training with a patience that has gone back to its first epoch; the loss of its third was no number.
TrainingRecord stoppedEarly()
{
    auto snapshot = std::make_shared<TrainSnapshot>();
    snapshot->config.patience = 2;
    snapshot->config.learningRate = 0.5F;
    snapshot->epochsDone = 3;
    for (const double loss : {1.0 / 3, 0.75, std::numeric_limits<double>::quiet_NaN()}) {
        EpochRecord epoch;
        epoch.epoch = static_cast<int>(snapshot->epochs.size()) + 1;
        epoch.trainLoss = loss / 2;
        epoch.heldOutLoss = loss;
        epoch.restored = epoch.epoch == 1;
        snapshot->epochs.push_back(epoch);
    }
    TrainingRecord record;
    record.snapshot = snapshot;
    return record;
}

/// As a file gives it back: what is no number is null there.
QJsonObject throughText(const QJsonObject& json)
{
    return QJsonDocument::fromJson(QJsonDocument(json).toJson()).object();
}

QString key(const char* name) { return QLatin1String(name); }

} // namespace

TEST_CASE("The log of a training that stopped early comes back as it was", "[autosave][training-file]")
{
    const TrainingRecord record = stoppedEarly();
    const auto read = trainingFromJson(throughText(trainingToJson(record, {})));
    REQUIRE(read);
    CHECK(read->snapshot.config == record.snapshot->config);
    REQUIRE(read->snapshot.epochs.size() == 3);
    CHECK(read->snapshot.epochs[0].heldOutLoss == 1.0 / 3);
    CHECK(read->snapshot.epochs[1].heldOutLoss == 0.75);
    REQUIRE(read->snapshot.epochs[2].heldOutLoss); // there was one, and it was no number
    CHECK(std::isnan(*read->snapshot.epochs[2].heldOutLoss));
    CHECK(read->snapshot.epochs[0].restored);
    CHECK_FALSE(read->snapshot.epochs[1].restored);
}

TEST_CASE("Logs of versions that held no images out are read, and new ones without a patience look like them",
    "[autosave][training-file]")
{
    TrainingRecord record = stoppedEarly();
    auto snapshot = std::make_shared<TrainSnapshot>(*record.snapshot);
    snapshot->config.patience = 0;
    for (EpochRecord& epoch : snapshot->epochs) {
        epoch.heldOutLoss.reset();
        epoch.restored = false;
    }
    record.snapshot = snapshot;
    QJsonObject log = throughText(trainingToJson(record, {}));
    CHECK(log[key("epochs")].toArray()[0].toObject().keys()
        == QStringList{key("epoch"), key("learning_rate"), key("seconds"), key("test_accuracy"), key("test_loss"),
            key("train_accuracy"), key("train_loss")});
    QJsonObject config = log[key("config")].toObject();
    config.remove(key("patience"));
    log[key("config")] = config;
    const auto old = trainingFromJson(log);
    REQUIRE(old);
    CHECK(old->snapshot.config == snapshot->config);
    REQUIRE(old->snapshot.epochs.size() == 3);
    for (const EpochRecord& epoch : old->snapshot.epochs) {
        CHECK_FALSE(epoch.heldOutLoss);
        CHECK_FALSE(epoch.restored);
    }
}
