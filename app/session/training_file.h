// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/session.h"

#include <QJsonObject>

#include <optional>
#include <string_view>

namespace qlab::app {

/// What a training's log belongs to: these images, divided like this, and this very model file.
struct TrainingIdentity {
    QString data;   ///< name, split, seed and sizes
    QString images; ///< a digest of the images; empty in files of versions before it
    QString model;  ///< SHA-256 of the model file; likewise

    /// True if a log that names this identity may be shown with \p present.
    bool fits(const TrainingIdentity& present) const;
};
/// SHA-256 in hexadecimal.
QString digestOf(std::string_view bytes);
TrainingIdentity identityOf(const DataSummary& data, std::string_view modelFile);

/// The log of a training with its earlier runs. The model stands beside it.
QJsonObject trainingToJson(const TrainingRecord& record, const TrainingIdentity& identity);

struct SavedTraining {
    TrainingIdentity identity;
    TrainSnapshot snapshot; ///< without data, model and evaluation
    bool hasConfig = false; ///< files of earlier versions do not say by which recipe
    int run = 1;
    std::vector<EarlierRun> earlier;
};
/// Nothing if any of it is missing.
std::optional<SavedTraining> trainingFromJson(const QJsonObject& log);

} // namespace qlab::app
