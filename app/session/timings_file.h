// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine_bridge.h"

#include <QJsonObject>

#include <optional>

namespace qlab::app {

/// A comparison as it was measured, without its models.
struct SavedTimings {
    QString model; ///< SHA-256 of the file of the model that was timed
    QuantScheme scheme;
    CompareReport report; ///< data and models are null
};

QJsonObject timingsToJson(const CompareReport& report, const QString& model);
/// Nothing if any figure is missing or impossible: a timing is shown whole or not at all.
std::optional<SavedTimings> timingsFromJson(const QJsonObject& json);

} // namespace qlab::app
