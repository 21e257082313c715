// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/session.h"

#include <QLocale>

namespace qlab::app {

void Session::connectQuantTraining()
{
    connect(&m_bridge, &EngineBridge::quantTrainProgress, this, &Session::takeQuantTraining);
    connect(&m_bridge, &EngineBridge::quantTrainCancelled, this, [this] {
        m_quantTrainingActive = false;
        Q_EMIT quantChanged();
        Q_EMIT said(tr("Training on the grid stopped"));
    });
    connect(&m_bridge, &EngineBridge::quantTrainFailed, this, [this](const Error& error) {
        m_quantTrainingActive = false;
        Q_EMIT quantChanged();
        Q_EMIT failed(QStringLiteral("quantize"), QString::fromStdString(error.message));
    });
}

/// The weights as they stand are the quantized model, unless scheme or original have moved on.
void Session::takeQuantTraining(const QuantTrainingPtr& training)
{
    const QuantReport& report = *training->report;
    const bool isWanted = isOfThisData(report.data) && report.model == model() && report.scheme == m_settings.scheme;
    if (training->complete || !isWanted)
        m_quantTrainingActive = false;
    if (isWanted) {
        m_quantTraining = training;
        m_quant = training->report;
    }
    Q_EMIT quantChanged();
    if (training->complete && isWanted)
        Q_EMIT said(tr("Trained on the grid in %1 s: %2 % of the test images are right")
                        .arg(QLocale().toString(training->seconds, 'f', 2),
                            QLocale().toString(100 * report.quantizedEvaluation->accuracy(), 'f', 2)));
}

QuantTrainingPtr Session::quantTraining() const
{
    return m_quantTraining && m_quantTraining->report->model == model() ? m_quantTraining : nullptr;
}

void Session::setGridTraining(const GridTraining& grid)
{
    m_settings.grid = grid;
    Q_EMIT settingsChanged();
}

void Session::trainQuantized()
{
    const bool ready = m_data && model() && !trainingActive();
    PreviewRequest request{model(), nullptr, m_settings.scheme, m_data ? m_data->data : nullptr};
    if (m_quant && m_quant->model == model())
        request.original = m_quant->originalEvaluation;
    const Status status = ready ? m_bridge.trainQuantized({std::move(request), m_settings.grid})
                                : Status(badInput("there is no model yet: train one first"));
    if (!status) {
        Q_EMIT failed(QStringLiteral("quantize"), QString::fromStdString(status.error().message));
        return;
    }
    if (m_comparing)
        m_bridge.cancelCompare();
    cancelSweep(); // which would keep this waiting
    m_quantTrainingActive = true;
    Q_EMIT quantChanged();
}

void Session::cancelQuantTraining()
{
    if (m_quantTrainingActive)
        m_bridge.cancelQuantTraining();
}

void Session::roundAgain()
{
    cancelQuantTraining();
    requestPreview();
}

} // namespace qlab::app
