// SPDX-License-Identifier: GPL-3.0-or-later
// Any two models beside each other.
#include "app/session/session.h"

namespace qlab::app {

void Session::connectModels()
{
    connect(&m_bridge, &EngineBridge::modelsCompared, this, [this](const ModelsReportPtr& report) {
        m_comparingModels = false;
        if (m_data && report->data == withoutSteps(m_data->data))
            m_models = report;
        Q_EMIT modelsChanged();
    });
    connect(&m_bridge, &EngineBridge::modelsCancelled, this, [this] {
        m_comparingModels = false;
        Q_EMIT modelsChanged();
    });
    connect(&m_bridge, &EngineBridge::modelsFailed, this, [this](const Error& error) {
        m_comparingModels = false;
        Q_EMIT modelsChanged();
        Q_EMIT failed(QStringLiteral("compare"), QString::fromStdString(error.message));
    });
}

void Session::compareModels(const AnyModel& first, const AnyModel& second)
{
    const Status status = m_bridge.compareModels({first, second, m_data ? withoutSteps(m_data->data) : nullptr});
    if (!status) {
        Q_EMIT failed(QStringLiteral("compare"), QString::fromStdString(status.error().message));
        return;
    }
    m_comparingModels = true;
    Q_EMIT modelsChanged();
}

void Session::cancelModels()
{
    if (m_comparingModels)
        m_bridge.cancelModels();
}

} // namespace qlab::app
