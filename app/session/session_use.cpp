// SPDX-License-Identifier: GPL-3.0-or-later
// Models that were made elsewhere (on the map, in files) in the place of the present ones.
#include "app/session/session.h"

#include "engine/formats/model_file.h"

namespace qlab::app {

void Session::use(const MadeModels& models)
{
    if (!m_data || trainingActive())
        return;
    if (models.original->steps == m_data->data->steps) {
        cancelQuantTraining();
        cancelCompare();
        const bool replaces = models.original != model();
        m_settingsBefore = m_settings;
        if (replaces)
            keepForUndo();
        adopt(models);
        Q_EMIT trainingChanged();
        Q_EMIT settingsChanged();
        judge(models.quantized);
        if (replaces)
            offerUndo();
        return;
    }
    load(m_settings.source, m_settings.split, models.original->steps);
    if (m_loading)
        m_awaited = models;
}

Status Session::openModel(const std::filesystem::path& path)
{
    const auto file = readModelFile(path);
    if (!file)
        return file.error();
    if (file->original) {
        use({file->original, m_settings.scheme, nullptr});
        return {};
    }
    const QuantizedModelPtr& quantized = file->quantized;
    const bool fits = model() && model()->steps == quantized->steps;
    use({fits ? model() : std::make_shared<LinearModel>(quantized->dequantized()), quantized->scheme, quantized});
    return {};
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
