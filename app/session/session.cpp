// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/session.h"

#include <QLocale>

namespace qlab::app {

Session::Session(QObject* parent)
    : QObject(parent)
{
    m_settings.scheme = parseScheme("lab").value();
    connect(&m_bridge, &EngineBridge::dataLoaded, this, [this](const DataSummaryPtr& summary) {
        m_loading = false;
        m_settings.source = m_loadingSettings.source;
        m_settings.split = m_loadingSettings.split;
        m_data = summary;
        forgetResults();
        Q_EMIT dataChanged();
        const auto images = static_cast<double>(summary->data->trainSize() + summary->data->testSize());
        Q_EMIT said(tr("%1: %2 images in %3 s")
                        .arg(QString::fromStdString(summary->data->name), QLocale().toString(images, 'f', 0),
                            QLocale().toString(summary->seconds, 'f', 2)));
    });
    connect(&m_bridge, &EngineBridge::loadFailed, this, [this](const QString& message) {
        m_loading = false;
        Q_EMIT dataChanged();
        Q_EMIT failed(QStringLiteral("data"), message);
    });
    connect(&m_bridge, &EngineBridge::loadCancelled, this, [this] {
        m_loading = false;
        Q_EMIT dataChanged();
    });
    connect(&m_bridge, &EngineBridge::trainProgress, this, [this](const TrainSnapshotPtr& snapshot) {
        if (trainingActive()) // else it is a late word of a training whose data is gone
            takeSnapshot(snapshot, snapshot->paused ? Training::Paused : Training::Running);
    });
    connect(&m_bridge, &EngineBridge::trainDone, this, [this](const TrainSnapshotPtr& snapshot) {
        if (!trainingActive())
            return;
        takeSnapshot(snapshot, Training::Finished);
        Q_EMIT said(tr("Trained %1 epochs in %2 s: %3 % of the test images are right")
                        .arg(snapshot->epochs.size())
                        .arg(QLocale().toString(snapshot->seconds, 'f', 2),
                            QLocale().toString(snapshot->test->accuracy() * 100, 'f', 2)));
    });
    connect(&m_bridge, &EngineBridge::trainCancelled, this, [this](const TrainSnapshotPtr& partial) {
        if (m_data && trainingActive())
            takeSnapshot(partial ? partial : m_snapshot, Training::Stopped);
    });
    connect(&m_bridge, &EngineBridge::jobFailed, this,
        [this](const QString& message) { Q_EMIT failed(QStringLiteral("train"), message); });
    connect(&m_bridge, &EngineBridge::previewDone, this, [this](const QuantReportPtr& report) {
        if (!m_data || report->quantizedEvaluation->images() != m_data->data->testSize())
            return; // of data that is gone
        m_quant = report;
        Q_EMIT quantChanged();
        if (!trainingActive())
            Q_EMIT said(tr("Requantized 7,840 weights, classified %1 images: %2 ms")
                            .arg(QLocale().toString(static_cast<qlonglong>(report->quantizedEvaluation->images())),
                                QLocale().toString(report->milliseconds, 'f', 1)));
    });
    connect(&m_bridge, &EngineBridge::compareProgress, this, [this](const CompareReportPtr& report, double fraction) {
        m_compare = report;
        m_compareFraction = fraction;
        Q_EMIT compareChanged();
    });
    connect(&m_bridge, &EngineBridge::compareDone, this, [this](const CompareReportPtr& report) {
        m_compare = report;
        m_comparing = false;
        m_compareFraction = 1;
        Q_EMIT compareChanged();
    });
    connect(&m_bridge, &EngineBridge::compareCancelled, this, [this] {
        m_comparing = false;
        Q_EMIT compareChanged();
    });
}

void Session::setTrainConfig(const TrainConfig& config)
{
    if (config == m_settings.config)
        return;
    if (trainingActive() && config.learningRate != m_settings.config.learningRate)
        m_bridge.setLearningRate(config.learningRate);
    m_settings.config = config;
    Q_EMIT settingsChanged();
}

void Session::setScheme(const QuantScheme& scheme)
{
    if (scheme == m_settings.scheme)
        return;
    m_settings.scheme = scheme;
    if (m_comparing)
        m_bridge.cancelCompare(); // it would time a model that nobody asks about any more
    Q_EMIT settingsChanged();
    requestPreview();
}

void Session::load(const DataSource& source, const SplitSpec& split)
{
    // A load waits for whatever runs; a paused training would never end by itself.
    m_bridge.cancelTraining();
    m_bridge.cancelCompare();
    m_loadingSettings.source = source;
    m_loadingSettings.split = split;
    if (Status status = m_bridge.load(source, split); !status) {
        Q_EMIT failed(QStringLiteral("data"), QString::fromStdString(status.error().message));
        return;
    }
    m_loading = true;
    Q_EMIT dataChanged();
}

void Session::cancelLoad() { m_bridge.cancelLoad(); }

void Session::train(bool startPaused)
{
    if (Status status = m_bridge.train(m_data ? m_data->data : nullptr, m_settings.config, startPaused); !status) {
        Q_EMIT failed(QStringLiteral("train"), QString::fromStdString(status.error().message));
        return;
    }
    if (m_comparing)
        m_bridge.cancelCompare();
    m_training = startPaused ? Training::Paused : Training::Running;
    Q_EMIT trainingChanged();
}

void Session::pauseTraining() { m_bridge.pauseTraining(); }

void Session::resumeTraining() { m_bridge.resumeTraining(); }

void Session::stepTraining()
{
    if (!trainingActive())
        train(true);
    m_bridge.stepTraining();
}

void Session::stopTraining() { m_bridge.cancelTraining(); }

void Session::compare()
{
    const bool ready = m_data && m_quant && m_quant->model == model() && !trainingActive();
    Status status = ready ? m_bridge.compare(m_quant->model, m_quant->quantized, m_data->data)
                          : Status(badInput("there are no two models to compare yet: train one first"));
    if (!status) {
        Q_EMIT failed(QStringLiteral("compare"), QString::fromStdString(status.error().message));
        return;
    }
    m_comparing = true;
    m_compareFraction = 0;
    Q_EMIT compareChanged();
}

void Session::cancelCompare() { m_bridge.cancelCompare(); }

void Session::restoreModel(const TrainSnapshotPtr& snapshot) { takeSnapshot(snapshot, Training::Finished); }

bool Session::compareIsCurrent() const
{
    return m_compare && m_quant && m_compare->model == m_quant->model && m_compare->quantized == m_quant->quantized
        && m_quant->model == model();
}

void Session::requestPreview()
{
    if (!m_data || !m_snapshot)
        return;
    m_sincePreview.start();
    PreviewRequest request{m_snapshot->model, nullptr, m_settings.scheme, m_data->data};
    if (m_quant && m_quant->model == m_snapshot->model)
        request.original = m_quant->originalEvaluation;
    if (Status status = m_bridge.preview(std::move(request)); !status)
        Q_EMIT failed(QStringLiteral("quantize"), QString::fromStdString(status.error().message));
}

void Session::takeSnapshot(const TrainSnapshotPtr& snapshot, Training state)
{
    m_snapshot = snapshot;
    m_training = snapshot ? state : Training::None;
    Q_EMIT trainingChanged();
    if (m_training != Training::Running || previewIsDue())
        requestPreview();
}

/// The models of a running training get an answer as long as that takes a small part of the time. Without vector
/// kernels the whole test set takes a fifth of a second, thirty times a second: there would be no time left to train.
bool Session::previewIsDue() const
{
    constexpr double kTrainingShare = 4;
    return !m_quant || static_cast<double>(m_sincePreview.elapsed()) >= kTrainingShare * m_quant->milliseconds;
}

void Session::forgetResults()
{
    m_snapshot.reset();
    m_quant.reset();
    m_compare.reset();
    m_training = Training::None;
    m_comparing = false;
    Q_EMIT trainingChanged();
    Q_EMIT quantChanged();
    Q_EMIT compareChanged();
}

} // namespace qlab::app
