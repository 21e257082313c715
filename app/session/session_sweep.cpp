// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/session.h"

#include <QLocale>

#include <algorithm>

namespace qlab::app {

void Session::connectSweeping()
{
    connect(&m_bridge, &EngineBridge::sweepProgress, this, [this](const SweepReportPtr& report) {
        if (!m_data || report->data != withoutSteps(m_data->data))
            return;
        m_sweep = report;
        m_sweeping = report->complete ? Sweeping::None : report->paused ? Sweeping::Paused : Sweeping::Running;
        Q_EMIT sweepChanged();
        if (report->complete)
            Q_EMIT said(tr("%1 models in %2 s")
                            .arg(QLocale().toString(static_cast<qlonglong>(report->points.size())),
                                QLocale().toString(report->seconds, 'f', 1)));
    });
    connect(&m_bridge, &EngineBridge::sweepCancelled, this, [this] {
        m_sweeping = Sweeping::None;
        Q_EMIT sweepChanged();
        Q_EMIT said(tr("Map stopped"));
    });
    connect(&m_bridge, &EngineBridge::sweepFailed, this, [this](const Error& error) {
        m_sweeping = Sweeping::None;
        Q_EMIT sweepChanged();
        Q_EMIT failed(QStringLiteral("map"), QString::fromStdString(error.message));
    });
}

void Session::sweep()
{
    const bool ready = m_data && model() && !trainingActive();
    const Status status = ready ? m_bridge.sweep({withoutSteps(m_data->data), model(), {}})
                                : Status(badInput("there is no model yet: train one first"));
    if (!status) {
        Q_EMIT failed(QStringLiteral("map"), QString::fromStdString(status.error().message));
        return;
    }
    m_sweep = nullptr;
    m_sweeping = Sweeping::Running;
    Q_EMIT sweepChanged();
}

void Session::pauseSweep() { m_bridge.pauseSweep(); }

void Session::resumeSweep() { m_bridge.resumeSweep(); }

void Session::cancelSweep()
{
    if (m_sweeping != Sweeping::None)
        m_bridge.cancelSweep();
}

bool Session::sweepIsCurrent() const
{
    if (!m_sweep || !m_data || m_sweep->data != withoutSteps(m_data->data))
        return false;
    const auto isPresent = [this](const SweepInput& input) { return input.model == model(); };
    return m_sweep->model == model() || std::ranges::any_of(m_sweep->inputs, isPresent);
}

} // namespace qlab::app
