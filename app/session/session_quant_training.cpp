// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/session.h"

#include <QLocale>

namespace qlab::app {

void Session::connectQuantTraining()
{
    connect(&m_bridge, &EngineBridge::quantTrainProgress, this, [this](double fraction) {
        if (m_quantTraining) {
            m_quantTraining = fraction;
            Q_EMIT quantChanged();
        }
    });
    connect(&m_bridge, &EngineBridge::quantTrainDone, this, [this](const QuantReportPtr& report) {
        m_quantTraining.reset();
        // The scheme or the model may have moved on.
        if (isOfThisData(report->data) && report->model == model() && report->scheme == m_settings.scheme)
            m_quant = report;
        Q_EMIT quantChanged();
        Q_EMIT said(tr("Trained on the grid in %1 s: %2 % of the test images are right")
                        .arg(QLocale().toString(report->milliseconds / 1000, 'f', 2),
                            QLocale().toString(100 * report->quantizedEvaluation->accuracy(), 'f', 2)));
    });
    connect(&m_bridge, &EngineBridge::quantTrainCancelled, this, [this] {
        m_quantTraining.reset();
        Q_EMIT quantChanged();
        Q_EMIT said(tr("Training on the grid stopped"));
    });
    connect(&m_bridge, &EngineBridge::quantTrainFailed, this, [this](const Error& error) {
        m_quantTraining.reset();
        Q_EMIT quantChanged();
        Q_EMIT failed(QStringLiteral("quantize"), QString::fromStdString(error.message));
    });
}

void Session::trainQuantized()
{
    const bool ready = m_data && model() && !trainingActive();
    PreviewRequest request{model(), nullptr, m_settings.scheme, m_data ? m_data->data : nullptr};
    if (m_quant && m_quant->model == model())
        request.original = m_quant->originalEvaluation;
    const Status status = ready ? m_bridge.trainQuantized(std::move(request))
                                : Status(badInput("there is no model yet: train one first"));
    if (!status) {
        Q_EMIT failed(QStringLiteral("quantize"), QString::fromStdString(status.error().message));
        return;
    }
    if (m_comparing)
        m_bridge.cancelCompare();
    cancelSweep(); // which would keep this waiting
    m_quantTraining = 0;
    Q_EMIT quantChanged();
}

void Session::cancelQuantTraining()
{
    if (m_quantTraining)
        m_bridge.cancelQuantTraining();
}

void Session::roundAgain()
{
    cancelQuantTraining();
    requestPreview();
}

} // namespace qlab::app
