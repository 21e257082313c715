// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine_bridge.h"

#include "engine/core/overloaded.h"

#include <QMetaObject>
#include <QThread>

namespace qlab::app {

EngineBridge::EngineBridge(QObject* parent)
    : QObject(parent)
    , m_engine(std::make_unique<Engine>([this](Event event) {
        // On the engine thread. The engine ends before this object does, so the pointer is good; what is still queued
        // then is discarded by Qt with the object.
        QMetaObject::invokeMethod(
            this, [this, event = std::move(event)] { deliver(event); }, Qt::QueuedConnection);
    }))
{
}

EngineBridge::~EngineBridge() { m_engine.reset(); }

Status EngineBridge::submit(Kind kind, Request request)
{
    const auto id = m_engine->submit(std::move(request));
    if (!id)
        return id.error();
    if (kind != Preview && m_newest[kind] != JobId{})
        m_engine->cancel(m_newest[kind]);
    m_newest[kind] = *id;
    return {};
}

void EngineBridge::cancel(Kind kind)
{
    if (m_newest[kind] != JobId{})
        m_engine->cancel(m_newest[kind]);
}

Status EngineBridge::load(LoadRequest request) { return submit(Load, std::move(request)); }

Status EngineBridge::train(const DatasetPtr& data, const TrainConfig& config, bool startPaused)
{
    return submit(Train, TrainRequest{data, config, startPaused});
}

Status EngineBridge::preview(PreviewRequest request) { return submit(Preview, std::move(request)); }

Status EngineBridge::compare(const LinearModelPtr& model, const QuantizedModelPtr& quantized, const DatasetPtr& data)
{
    m_compareFraction = 0;
    return submit(Compare, CompareRequest{model, quantized, data});
}

Status EngineBridge::compareModels(ModelsRequest request) { return submit(Models, std::move(request)); }

Status EngineBridge::sweep(SweepRequest request) { return submit(Sweep, std::move(request)); }

Status EngineBridge::trainQuantized(QuantTrainRequest request) { return submit(QuantTrain, std::move(request)); }

void EngineBridge::pauseSweep() { m_engine->pause(m_newest[Sweep]); }
void EngineBridge::resumeSweep() { m_engine->resume(m_newest[Sweep]); }
void EngineBridge::pauseTraining() { m_engine->pause(m_newest[Train]); }
void EngineBridge::resumeTraining() { m_engine->resume(m_newest[Train]); }
void EngineBridge::stepTraining() { m_engine->stepOnce(m_newest[Train]); }
void EngineBridge::setLearningRate(float rate) { m_engine->setLearningRate(m_newest[Train], rate); }

void EngineBridge::deliver(const Event& event)
{
    Q_ASSERT(QThread::currentThread() == thread());
    std::visit(Overloaded{
                   [this](const DataLoaded& loaded) {
                       if (isNewest(Load, loaded))
                           Q_EMIT dataLoaded(loaded.summary);
                   },
                   [this](const TrainProgress& training) {
                       if (isNewest(Train, training))
                           Q_EMIT trainProgress(training.snapshot);
                   },
                   [this](const TrainDone& trained) {
                       if (isNewest(Train, trained))
                           Q_EMIT trainDone(trained.snapshot);
                   },
                   // While a slider moves, each answer is worth painting, not only the last one.
                   [this](const PreviewDone& preview) { Q_EMIT previewDone(preview.report); },
                   [this](const Progress& progress) {
                       if (isNewest(Compare, progress))
                           m_compareFraction = progress.fraction;
                   },
                   [this](const CompareProgress& comparing) {
                       if (isNewest(Compare, comparing))
                           Q_EMIT compareProgress(comparing.report, m_compareFraction);
                   },
                   [this](const CompareDone& compared) {
                       if (isNewest(Compare, compared))
                           Q_EMIT compareDone(compared.report);
                   },
                   [this](const ModelsCompared& compared) {
                       if (isNewest(Models, compared))
                           Q_EMIT modelsCompared(compared.report);
                   },
                   [this](const QuantTrainProgress& training) {
                       if (isNewest(QuantTrain, training))
                           Q_EMIT quantTrainProgress(training.training);
                   },
                   [this](const QuantTrainDone& trained) {
                       if (isNewest(QuantTrain, trained))
                           Q_EMIT quantTrainProgress(trained.training);
                   },
                   [this](const SweepProgress& sweeping) {
                       if (isNewest(Sweep, sweeping))
                           Q_EMIT sweepProgress(sweeping.report);
                   },
                   [this](const SweepDone& swept) {
                       if (isNewest(Sweep, swept))
                           Q_EMIT sweepProgress(swept.report);
                   },
                   [this](const Cancelled& cancelled) { deliverCancelled(cancelled); },
                   [this](const Failed& failed) { deliverFailed(failed); },
               },
        event);
}

void EngineBridge::deliverCancelled(const Cancelled& event)
{
    if (isNewest(Load, event))
        Q_EMIT loadCancelled();
    else if (isNewest(Train, event))
        Q_EMIT trainCancelled(event.partial);
    else if (isNewest(Compare, event))
        Q_EMIT compareCancelled();
    else if (isNewest(Models, event))
        Q_EMIT modelsCancelled();
    else if (isNewest(Sweep, event))
        Q_EMIT sweepCancelled();
    else if (isNewest(QuantTrain, event))
        Q_EMIT quantTrainCancelled();
    // A preview is only cancelled by a newer one.
}

void EngineBridge::deliverFailed(const Failed& event)
{
    if (isNewest(Load, event))
        Q_EMIT loadFailed(event.error);
    else if (isNewest(Train, event))
        Q_EMIT trainFailed(event.error);
    else if (isNewest(Preview, event))
        Q_EMIT previewFailed(event.error);
    else if (isNewest(Compare, event))
        Q_EMIT compareFailed(event.error);
    else if (isNewest(Models, event))
        Q_EMIT modelsFailed(event.error);
    else if (isNewest(Sweep, event))
        Q_EMIT sweepFailed(event.error);
    else if (isNewest(QuantTrain, event))
        Q_EMIT quantTrainFailed(event.error);
}

} // namespace qlab::app
