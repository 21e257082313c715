// SPDX-License-Identifier: GPL-3.0-or-later
// The way back to what a load has put aside.
#include "app/session/session.h"

#include <utility>

namespace qlab::app {

/// A trained model is worth a way back; what was put aside before it is not kept any longer.
void Session::keepForUndo()
{
    m_before.reset();
    if (m_data && m_record.snapshot)
        m_before = Before{m_settingsBefore, m_data, m_record, m_quant, m_compare,
            m_training == Training::Finished ? Training::Finished : Training::Stopped};
    else
        Q_EMIT undoGone();
}

void Session::offerUndo()
{
    if (m_before)
        Q_EMIT modelDropped(
            QString::fromStdString(m_before->data->data->name), m_before->record.snapshot->test->accuracy());
}

void Session::undoLoad()
{
    if (!m_before)
        return;
    m_bridge.cancelLoad();
    m_bridge.cancelTraining();
    m_bridge.cancelCompare();
    const Before before = *std::exchange(m_before, std::nullopt);
    forgetResults();
    m_settings = before.settings;
    m_data = before.data;
    m_record = before.record;
    m_quant = before.quant;
    m_compare = before.compare;
    m_training = before.training;
    announceAll();
    if (!quantIsCurrent())
        requestPreview();
    Q_EMIT undoGone();
    Q_EMIT said(tr("Undone: %1 and its model are back").arg(QString::fromStdString(m_data->data->name)));
}

} // namespace qlab::app
