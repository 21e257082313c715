// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/session.h"

#include <QLocale>

#include <utility>

namespace qlab::app {

namespace {

constexpr std::size_t kMostEarlierRuns = 4;

/// Answers that come sooner than this need no mark on the old one: it would only flicker.
constexpr int kPatienceMs = 120;

QString sentence(const Error& error) { return QString::fromStdString(error.message); }

QString seconds(double value) { return QLocale().toString(value, 'f', 2); }

QString percent(double proportion) { return QLocale().toString(proportion * 100, 'f', 2); }

} // namespace

Session::Session(QObject* parent)
    : QObject(parent)
{
    m_patience.setSingleShot(true);
    m_patience.setInterval(kPatienceMs);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        m_quantIsLate = true;
        Q_EMIT quantChanged();
    });
    connectLoading();
    connectTraining();
    connectPreviews();
    connectComparing();
    connectModels();
    connectSweeping();
    connectQuantTraining();
}

void Session::connectLoading()
{
    connect(&m_bridge, &EngineBridge::dataLoaded, this, [this](const DataSummaryPtr& summary) {
        m_loading = false;
        m_bridge.cancelTraining(); // one that was begun meanwhile, on the data before
        keepForUndo();
        takeSettings(*summary);
        m_data = summary;
        forgetResults();
        const auto awaited = std::exchange(m_awaited, std::nullopt);
        if (awaited)
            adopt(*awaited);
        announceAll();
        if (awaited)
            judge(awaited->quantized);
        const auto images = static_cast<double>(summary->data->trainSize() + summary->data->testSize());
        Q_EMIT said(tr("%1: %2 images in %3 s")
                        .arg(QString::fromStdString(summary->data->name), QLocale().toString(images, 'f', 0),
                            seconds(summary->seconds)));
        offerUndo();
    });
    connect(&m_bridge, &EngineBridge::loadFailed, this, [this](const Error& error) {
        m_loading = false;
        m_awaited.reset();
        Q_EMIT dataChanged();
        Q_EMIT failed(QStringLiteral("data"), sentence(error));
    });
    connect(&m_bridge, &EngineBridge::loadCancelled, this, [this] {
        m_loading = false;
        m_awaited.reset();
        Q_EMIT dataChanged();
        Q_EMIT said(tr("Loading cancelled"));
    });
}

/// Features have a mean and a deviation of their own, which count from when they are chosen: as in the command line.
void Session::takeSettings(const DataSummary& summary)
{
    const InputSteps& steps = summary.data->steps;
    if (stepsText(steps) != stepsText(m_settings.steps))
        m_settings.config.normalization = steps.none() ? Normalization::mnist() : summary.normalization;
    m_settings.source = summary.source;
    m_settings.split = summary.data->split;
    m_settings.steps = steps;
}

void Session::connectTraining()
{
    // A late word of a training whose data is gone is not heard.
    connect(&m_bridge, &EngineBridge::trainProgress, this, [this](const TrainSnapshotPtr& snapshot) {
        if (trainingActive() && isOfThisData(snapshot->data))
            takeSnapshot(snapshot, snapshot->paused ? Training::Paused : Training::Running);
    });
    connect(&m_bridge, &EngineBridge::trainDone, this, [this](const TrainSnapshotPtr& snapshot) {
        if (!trainingActive() || !isOfThisData(snapshot->data))
            return;
        takeSnapshot(snapshot, Training::Finished);
        const QString epochs = QLocale().toString(static_cast<qlonglong>(snapshot->epochs.size()));
        Q_EMIT said((snapshot->epochs.size() == 1 ? tr("Trained %1 epoch in %2 s: %3 % of the test images are right")
                                                  : tr("Trained %1 epochs in %2 s: %3 % of the test images are right"))
                        .arg(epochs, seconds(snapshot->seconds), percent(snapshot->test->accuracy())));
    });
    connect(&m_bridge, &EngineBridge::trainCancelled, this, [this](const TrainSnapshotPtr& partial) {
        if (!trainingActive() || (partial && !isOfThisData(partial->data)))
            return;
        takeSnapshot(partial ? partial : m_record.snapshot, Training::Stopped);
        Q_EMIT said(partial
                ? tr("Training stopped after %1 epochs: %2 % of the test images are right")
                      .arg(QLocale().toString(partial->epochsDone, 'f', 1), percent(partial->test->accuracy()))
                : tr("Training stopped before it began"));
    });
    connect(&m_bridge, &EngineBridge::trainFailed, this, [this](const Error& error) {
        takeSnapshot(m_record.snapshot, Training::Stopped);
        Q_EMIT failed(QStringLiteral("train"), sentence(error));
    });
}

void Session::connectPreviews()
{
    connect(&m_bridge, &EngineBridge::previewDone, this, [this](const QuantReportPtr& report) {
        if (!isOfThisData(report->data))
            return;
        m_quant = report;
        if (quantIsCurrent()) {
            m_patience.stop();
            m_quantIsLate = false;
        }
        Q_EMIT quantChanged();
        if (!trainingActive())
            Q_EMIT said(tr("Requantized %1 weights, classified %2 images: %3 ms")
                            .arg(QLocale().toString(kClasses * report->model->steps.count()),
                                QLocale().toString(static_cast<qlonglong>(report->quantizedEvaluation->images())),
                                QLocale().toString(report->milliseconds, 'f', 1)));
    });
    connect(&m_bridge, &EngineBridge::previewFailed, this, [this](const Error& error) {
        m_patience.stop();
        Q_EMIT failed(QStringLiteral("quantize"), sentence(error));
    });
}

void Session::connectComparing()
{
    connect(&m_bridge, &EngineBridge::compareProgress, this, [this](const CompareReportPtr& report, double fraction) {
        if (!isOfThisData(report->data))
            return;
        m_compare = report;
        m_compareFraction = fraction;
        Q_EMIT compareChanged();
    });
    connect(&m_bridge, &EngineBridge::compareDone, this, [this](const CompareReportPtr& report) {
        m_comparing = false;
        m_compareFraction = 1;
        if (isOfThisData(report->data))
            m_compare = report;
        Q_EMIT compareChanged();
        Q_EMIT said(tr("Timed both models on %1 test images")
                        .arg(QLocale().toString(static_cast<qlonglong>(report->comparison.images))));
    });
    connect(&m_bridge, &EngineBridge::compareCancelled, this, [this] {
        m_comparing = false;
        Q_EMIT compareChanged();
        Q_EMIT said(tr("Comparison cancelled"));
    });
    connect(&m_bridge, &EngineBridge::compareFailed, this, [this](const Error& error) {
        m_comparing = false;
        Q_EMIT compareChanged();
        Q_EMIT failed(QStringLiteral("compare"), sentence(error));
    });
}

void Session::setTrainConfig(const TrainConfig& config)
{
    if (config == m_settings.config)
        return;
    if (trainingActive() && config.learningRate != m_settings.config.learningRate)
        m_bridge.setLearningRate(config.learningRate);
    m_settings.config = config;
    Q_EMIT settingsChanged();
}

void Session::restoreSettings(const Experiment& saved)
{
    m_settings.config = saved.config;
    m_settings.scheme = saved.scheme;
    m_settings.steps = saved.steps;
    m_settings.grid = saved.grid;
    Q_EMIT settingsChanged();
}

void Session::restart(const Experiment& saved)
{
    const Experiment before = m_settings;
    restoreSettings(saved);
    load(saved.source, saved.split, saved.steps);
    m_settingsBefore = before;
}

void Session::setScheme(const QuantScheme& scheme)
{
    if (scheme == m_settings.scheme)
        return;
    m_settings.scheme = scheme;
    if (m_comparing)
        m_bridge.cancelCompare(); // it would time a model that nobody asks about any more
    cancelQuantTraining();
    Q_EMIT settingsChanged();
    requestPreview();
}

void Session::load(const DataSource& source, const SplitSpec& split)
{
    InputSteps steps = m_settings.steps;
    steps.strength = 1; // other images have another
    load(source, split, steps);
}

void Session::load(const DataSource& source, const SplitSpec& split, const InputSteps& steps)
{
    // A load waits for whatever runs; a paused training would never end by itself.
    m_settingsBefore = m_settings;
    m_bridge.cancelTraining();
    m_bridge.cancelCompare();
    cancelModels();
    cancelSweep();
    cancelQuantTraining();
    m_awaited.reset();
    // Nothing is read again for other steps alone.
    const bool sameImages = m_data && source == m_settings.source && split == m_settings.split
        && stepsText(steps) != stepsText(m_settings.steps);
    LoadRequest request{source, split, steps, sameImages ? withoutSteps(m_data->data) : nullptr};
    if (Status status = m_bridge.load(std::move(request)); !status) {
        Q_EMIT failed(QStringLiteral("data"), QString::fromStdString(status.error().message));
        return;
    }
    m_loading = true;
    Q_EMIT dataChanged();
}

void Session::cancelLoad() { m_bridge.cancelLoad(); }

void Session::train(bool startPaused)
{
    if (Status status = m_bridge.train(m_data ? m_data->data : nullptr, m_settings.config, startPaused); !status) {
        Q_EMIT failed(QStringLiteral("train"), QString::fromStdString(status.error().message));
        return;
    }
    if (m_comparing)
        m_bridge.cancelCompare();
    cancelSweep();
    cancelQuantTraining();
    keepAsEarlierRun();
    m_before.reset(); // the new model takes its place
    Q_EMIT undoGone();
    m_training = startPaused ? Training::Paused : Training::Running;
    Q_EMIT trainingChanged();
}

void Session::pauseTraining() { m_bridge.pauseTraining(); }

void Session::resumeTraining() { m_bridge.resumeTraining(); }

void Session::stepTraining()
{
    if (!trainingActive())
        train(true);
    m_bridge.stepTraining();
}

void Session::stopTraining() { m_bridge.cancelTraining(); }

void Session::compare()
{
    const bool ready = m_data && m_quant && m_quant->model == model() && !trainingActive();
    Status status = ready ? m_bridge.compare(m_quant->model, m_quant->quantized, m_data->data)
                          : Status(badInput("there are no two models to compare yet: train one first"));
    if (!status) {
        Q_EMIT failed(QStringLiteral("compare"), QString::fromStdString(status.error().message));
        return;
    }
    cancelSweep(); // which would keep the timing waiting
    m_comparing = true;
    m_compareFraction = 0;
    Q_EMIT compareChanged();
}

void Session::cancelCompare() { m_bridge.cancelCompare(); }

void Session::restoreModel(TrainingRecord record)
{
    m_record = std::move(record);
    takeSnapshot(m_record.snapshot, Training::Finished);
}

void Session::restoreTimings(const CompareReportPtr& report)
{
    m_compare = m_earlierTimings = report;
    Q_EMIT compareChanged();
}

void Session::forgetEarlierRuns()
{
    m_record.earlier.clear();
    Q_EMIT trainingChanged();
}

/// The curve of the run that ends here lies under the next one's.
void Session::keepAsEarlierRun()
{
    if (m_record.snapshot && !m_record.snapshot->losses.empty())
        m_record.earlier.push_back({m_record.run, m_record.snapshot->losses});
    if (m_record.earlier.size() > kMostEarlierRuns)
        m_record.earlier.erase(m_record.earlier.begin());
    ++m_record.run;
}

bool Session::quantIsCurrent() const
{
    const bool ofThisModel = m_quant && (m_training == Training::Running || m_quant->model == model());
    return ofThisModel && isOfThisData(m_quant->data) && m_quant->scheme == m_settings.scheme;
}

bool Session::compareIsCurrent() const
{
    return m_compare && !compareIsFromEarlierSession() && quantIsCurrent() && m_compare->data == m_quant->data
        && m_compare->model == m_quant->model && m_compare->model == model()
        && m_compare->quantized->scheme == m_quant->scheme && m_compare->quantized->q == m_quant->quantized->q;
}

void Session::requestPreview() { judge(nullptr); }

/// Null: the model in force, quantized by the scheme in force.
void Session::judge(const QuantizedModelPtr& quantized)
{
    if (!m_data || !m_record.snapshot)
        return;
    m_sincePreview.start();
    if (!m_patience.isActive() && !m_quantIsLate && m_training != Training::Running)
        m_patience.start();
    PreviewRequest request{m_record.snapshot->model, nullptr, m_settings.scheme, m_data->data};
    request.quantized = quantized;
    if (m_quant && m_quant->model == m_record.snapshot->model) {
        request.original = m_quant->originalEvaluation;
        request.curvature = m_quant->curvature;
    }
    if (Status status = m_bridge.preview(std::move(request)); !status)
        Q_EMIT failed(QStringLiteral("quantize"), QString::fromStdString(status.error().message));
}

void Session::takeSnapshot(const TrainSnapshotPtr& snapshot, Training state)
{
    m_record.snapshot = snapshot;
    m_training = snapshot ? state : Training::None;
    Q_EMIT trainingChanged();
    if (m_training != Training::Running || previewIsDue())
        requestPreview();
}

/// The models of a running training get an answer as long as that takes a small part of the time. Without vector
/// kernels the whole test set takes a fifth of a second, thirty times a second: there would be no time left to train.
bool Session::previewIsDue() const
{
    constexpr double kTrainingShare = 4;
    return !m_quant || static_cast<double>(m_sincePreview.elapsed()) >= kTrainingShare * m_quant->milliseconds;
}

void Session::forgetResults()
{
    m_record = {};
    m_quant.reset();
    m_compare.reset();
    if (!m_data || !m_models || m_models->data != withoutSteps(m_data->data))
        m_models.reset();
    if (!m_data || !m_sweep || m_sweep->data != withoutSteps(m_data->data))
        m_sweep.reset(); // a map is of the images before any steps
    m_quantTraining.reset();
    m_quantTrainingActive = false;
    m_patience.stop();
    m_quantIsLate = false;
    m_training = Training::None;
    m_comparing = false;
}

void Session::announceAll()
{
    Q_EMIT settingsChanged();
    Q_EMIT dataChanged();
    Q_EMIT trainingChanged();
    Q_EMIT quantChanged();
    Q_EMIT compareChanged();
    Q_EMIT modelsChanged();
}

} // namespace qlab::app
