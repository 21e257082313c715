// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"
#include "engine/lab/experiment.h"

#include <QByteArray>
#include <QJsonObject>

#include <filesystem>

namespace qlab::app {

/// An experiment as it is kept: JSON, so that it can be read without this program, the models in it as base64 of their
/// safetensors files. A part that is empty is not there.
struct ExperimentFile {
    QJsonObject settings; ///< experimentFields() as texts
    QByteArray original;  ///< the float model
    QByteArray quantized; ///< where rounding the original would not give it again: trained on its grid
    QJsonObject training; ///< the log of the original (session/training_file.h)
    QJsonObject timings;  ///< session/timings_file.h
    QJsonObject drawing;  ///< drawing/drawing_file.h

    bool operator==(const ExperimentFile&) const = default;
};

inline constexpr const char* kExperimentSuffix = "qlab";

QByteArray experimentToJson(const ExperimentFile& file);
/// Fails if it is no experiment, or one of a later version. Its parts are judged by those who read them.
Result<ExperimentFile> experimentFromJson(const QByteArray& json);

/// By one rename: there is the old file or the whole new one.
Status writeExperiment(const std::filesystem::path& path, const ExperimentFile& file);
Result<ExperimentFile> readExperiment(const std::filesystem::path& path);

QJsonObject settingsToJson(const Experiment& experiment);
/// What is missing or no value of this program stays as it is in \p usual.
Experiment settingsFromJson(const QJsonObject& settings, Experiment usual);

} // namespace qlab::app
