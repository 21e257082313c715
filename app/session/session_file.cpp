// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/session_file.h"

#include "app/drawing/drawing_file.h"
#include "app/session/timings_file.h"
#include "app/session/training_file.h"
#include "engine/formats/model_file.h"

#include <utility>

namespace qlab::app {
namespace {

template <typename Part> bool replace(Part& part, Part with)
{
    if (part == with)
        return false;
    part = std::move(with);
    return true;
}

/// Integers that rounding the model gives again.
bool isMadeOfModelAlone(const LinearModel& model, const QuantizedModel& quantized)
{
    return !quantized.trained && !needsImages(quantized.scheme) && quantize(model, quantized.scheme).q == quantized.q;
}

} // namespace

bool putSettings(const Session& session, ExperimentFile& file)
{
    return replace(file.settings, settingsToJson(session.settings()));
}

bool putDrawing(const Drawing& drawing, ExperimentFile& file)
{
    return replace(file.drawing, drawingToJson(drawing.document().history()));
}

bool putTraining(const Session& session, ExperimentFile& file)
{
    using Training = Session::Training;
    const bool whole = session.training() == Training::Finished || session.training() == Training::Stopped;
    if (!whole || !session.data() || !session.snapshot())
        return false;
    const std::string model = encodeModel(*session.model());
    const bool other = replace(file.original, QByteArray::fromStdString(model));
    return replace(file.training, trainingToJson(session.record(), identityOf(*session.data(), model))) || other;
}

bool putQuantized(const Session& session, ExperimentFile& file)
{
    const QuantReportPtr& report = session.quant();
    if (!report || report->model != session.model() || session.quantTrainingActive())
        return false;
    return replace(file.quantized,
        report->quantized->trained ? QByteArray::fromStdString(encodeModel(*report->quantized)) : QByteArray());
}

bool putTimings(const Session& session, ExperimentFile& file)
{
    const CompareReportPtr& report = session.compareReport();
    if (!report || !report->complete || !isMadeOfModelAlone(*report->model, *report->quantized))
        return false;
    return replace(file.timings, timingsToJson(*report, digestOf(encodeModel(*report->model))));
}

ExperimentFile experimentOf(const Session& session, const Drawing& drawing)
{
    ExperimentFile file;
    putSettings(session, file);
    putDrawing(drawing, file);
    putTraining(session, file);
    putQuantized(session, file);
    putTimings(session, file);
    return file;
}

} // namespace qlab::app
