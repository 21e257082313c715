// SPDX-License-Identifier: GPL-3.0-or-later
// Models that were made elsewhere (on the map, in files) in the place of the present ones.
#include "app/session/session.h"

namespace qlab::app {

void Session::use(const MadeModels& models)
{
    if (!m_data || trainingActive())
        return;
    if (models.original->steps == m_data->data->steps) {
        cancelQuantTraining();
        cancelCompare();
        adopt(models);
        Q_EMIT trainingChanged();
        Q_EMIT settingsChanged();
        return judge(models.quantized);
    }
    load(m_settings.source, m_settings.split, models.original->steps);
    if (m_loading)
        m_awaited = models;
}

/// Without a signal.
void Session::adopt(const MadeModels& models)
{
    m_settings.config.normalization = models.original->normalization;
    m_settings.scheme = models.scheme;
    if (models.original == model())
        return;
    auto snapshot = std::make_shared<TrainSnapshot>();
    snapshot->data = m_data->data;
    snapshot->model = models.original;
    snapshot->test = std::make_shared<Evaluation>(evaluate(*models.original, *m_data->data->test));
    snapshot->config = m_settings.config;
    m_record = {snapshot, m_record.run, {}};
    m_training = Training::Finished;
}

} // namespace qlab::app
