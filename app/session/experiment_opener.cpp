// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/drawing/drawing_file.h"
#include "app/session/session_file.h"
#include "app/session/timings_file.h"
#include "app/session/training_file.h"
#include "engine/data/data_formats.h"
#include "engine/formats/model_file.h"

#include <system_error>
#include <utility>

namespace qlab::app {
namespace {

/// The images that the file names. MNIST lies elsewhere on another machine.
Result<DataSource> sourceOf(const ExperimentFile& file)
{
    auto source = parseDataSource(file.settings[QStringLiteral("data")].toString().toStdString());
    if (source)
        return source;
    const auto training = trainingFromJson(file.training);
    const auto mnist = findMnist();
    if (mnist && training && training->identity.data.startsWith(QStringLiteral("MNIST|")))
        return DataSource{DataSource::Kind::Folder, *mnist};
    return source.error();
}

/// The training, if it is whole and was made on these data.
std::optional<TrainingRecord> readTraining(
    const ExperimentFile& file, const DataSummary& summary, const TrainConfig& recipe)
{
    const std::string bytes = file.original.toStdString();
    const auto model = decodeModel(bytes);
    const auto saved = trainingFromJson(file.training);
    if (!model || !model->original || !saved || !saved->identity.fits(identityOf(summary, bytes)))
        return std::nullopt;
    auto snapshot = std::make_shared<TrainSnapshot>(saved->snapshot);
    snapshot->data = summary.data;
    snapshot->model = model->original;
    if (!saved->hasConfig)
        snapshot->config = recipe;
    snapshot->config.epochs = std::max(1, static_cast<int>(snapshot->epochs.size()));
    snapshot->test = std::make_shared<Evaluation>(evaluate(*snapshot->model, *summary.data->test));
    return TrainingRecord{snapshot, saved->run, saved->earlier};
}

} // namespace

ExperimentOpener::ExperimentOpener(Session& session, Drawing& drawing, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_drawing(drawing)
{
    connect(&session, &Session::dataChanged, this, [this] {
        if (m_opening && !m_session.loading())
            goOn();
    });
}

Status ExperimentOpener::open(ExperimentFile file)
{
    const auto source = sourceOf(file);
    if (!source)
        return source.error();
    Experiment wanted = settingsFromJson(file.settings, {});
    wanted.source = *source;
    begin(std::move(file), wanted);
    return {};
}

void ExperimentOpener::restore(ExperimentFile file, const Experiment& usual)
{
    const Experiment wanted = settingsFromJson(file.settings, usual);
    begin(std::move(file), wanted);
    if (m_opening) // no longer than it takes to read the images: there is nothing yet that a failure could cost
        restoreDrawing();
}

void ExperimentOpener::begin(ExperimentFile file, const Experiment& wanted)
{
    m_file = std::move(file);
    m_before = m_session.settings();
    m_dataBefore = m_session.data();
    m_opening = true;
    m_session.restart(wanted);
    if (!m_session.loading()) { // refused at once
        m_opening = false;
        m_session.restoreSettings(m_before);
    }
}

void ExperimentOpener::goOn()
{
    m_opening = false;
    if (!m_session.data() || m_session.data() == m_dataBefore) {
        m_session.restoreSettings(m_before);
        return;
    }
    restoreDrawing();
    if (restoreTraining()) {
        restoreTimings();
        restoreQuantized();
        Q_EMIT opened({});
    } else {
        Q_EMIT opened(
            m_file.original.isEmpty() ? QString() : tr("Its model was left out: it was trained on other images."));
    }
}

void ExperimentOpener::restoreDrawing()
{
    if (auto steps = drawingFromJson(m_file.drawing))
        m_drawing.document().setSteps(std::move(*steps));
}

bool ExperimentOpener::restoreTraining()
{
    auto record = readTraining(m_file, *m_session.data(), m_session.settings().config);
    if (!record)
        return false;
    m_session.restoreModel(std::move(*record));
    return true;
}

void ExperimentOpener::restoreTimings()
{
    auto saved = timingsFromJson(m_file.timings);
    const LinearModelPtr model = m_session.model();
    const DatasetPtr& data = m_session.data()->data;
    if (!saved || needsImages(saved->scheme) || saved->report.comparison.images != data->testSize()
        || saved->model != digestOf(encodeModel(*model)))
        return;
    saved->report.data = data;
    saved->report.model = model;
    saved->report.quantized = std::make_shared<QuantizedModel>(quantize(*model, saved->scheme));
    m_session.restoreTimings(std::make_shared<CompareReport>(std::move(saved->report)));
}

void ExperimentOpener::restoreQuantized()
{
    const auto model = decodeModel(m_file.quantized.toStdString());
    if (model && model->quantized && model->quantized->scheme == m_session.settings().scheme)
        m_session.use({m_session.model(), model->quantized->scheme, model->quantized});
}

} // namespace qlab::app
