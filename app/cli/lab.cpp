// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/lab.h"

#include "app/cli/models.h"
#include "engine/core/file_error.h"
#include "engine/core/text.h"
#include "engine/data/stepped_data.h"
#include "engine/lab/feature_normalization.h"
#include "engine/quant/data_aware.h"
#include "engine/quant/quant_trainer.h"

namespace qlab::app {
namespace {

Error interrupted() { return {Error::Code::Io, "interrupted; nothing was written"}; }

Result<DatasetPtr> loadDataset(const Experiment& experiment, const Interruption& interruption, ProgressLine& progress)
{
    progress.show(experiment.source.kind == DataSource::Kind::Builtin ? std::string("drawing the built-in digits")
                                                                      : "reading " + experiment.source.folder.string());
    auto raw = loadData(experiment.source, interruption.token());
    if (interruption.requested())
        return interrupted();
    if (!raw)
        return raw.error();
    return splitData(std::move(*raw), experiment.split);
}

Status trainModel(Lab& lab, const Interruption& interruption, ProgressLine& progress,
    const std::function<void(const EpochRecord&)>& onEpoch)
{
    if (Status status = validate(lab.config, lab.data->trainSize()); !status)
        return status;
    Trainer trainer(lab.data, lab.config);
    std::size_t told = 0;
    while (trainer.state() == Trainer::State::Running && !interruption.requested()) {
        trainer.step(std::chrono::milliseconds(20), interruption.token());
        for (; told < trainer.epochs().size(); ++told)
            if (onEpoch) {
                progress.clear();
                onEpoch(trainer.epochs()[told]);
            }
        progress.show(
            "training, epoch " + fixedText(trainer.epochsDone(), 1) + " of " + std::to_string(lab.config.epochs));
    }
    if (interruption.requested())
        return interrupted();
    lab.epochs = trainer.epochs();
    lab.losses = trainer.losses();
    lab.original = std::make_shared<LinearModel>(trainer.model());
    if (!isFinite(*lab.original))
        return badInput("the training diverged: its weights are no longer finite; pass a lower --lr");
    return {};
}

Status takeModel(Lab& lab, const CommonOptions& options)
{
    auto file = readModel(options.model, options);
    if (!file)
        return file.error();
    if (!file->original)
        return badInput(shownPath(options.model) + " is a quantized model: --model wants the float original");
    lab.original = file->original;
    lab.config.normalization = file->original->normalization;
    lab.trained = false;
    return {};
}

Status trainOnGrid(Lab& lab, const GridTraining& grid, const Interruption& interruption, ProgressLine& progress)
{
    if (Status status = validateForTraining(lab.scheme, grid.l1); !status)
        return status;
    TrainConfig config = quantTrainConfig(lab.original->normalization);
    config.batchSize =
        static_cast<int>(std::min<std::size_t>(static_cast<std::size_t>(config.batchSize), lab.data->trainSize()));
    QuantTrainer trainer(lab.data, lab.scheme, config, grid.fresh ? nullptr : lab.original, grid.l1);
    trainer.leaveEpochsUnjudged();
    while (!trainer.finished() && !interruption.requested()) {
        trainer.step(std::chrono::milliseconds(20), interruption.token());
        progress.show("training on the grid, epoch " + fixedText(trainer.epochsDone(), 1) + " of "
            + std::to_string(config.epochs));
    }
    if (interruption.requested())
        return interrupted();
    lab.quantized = std::make_shared<QuantizedModel>(trainer.model());
    return {};
}

/// The data go through the steps that were asked for, or those of the model that was read. Features have a mean and a
/// deviation of their own, which count unless a normalization was asked for.
Status takeSteps(Lab& lab, const Experiment& experiment, const CommonOptions& options, const Interruption& interruption,
    ProgressLine& progress)
{
    const InputSteps steps = lab.original ? lab.original->steps : calibrated(experiment.steps, *lab.data);
    if (steps.none())
        return {};
    progress.show("putting the images through " + stepsText(steps));
    lab.data = withSteps(lab.data, steps, interruption.token());
    if (!lab.data)
        return interrupted();
    if (lab.trained && !askedNormalization(options))
        lab.config.normalization = featureNormalization(*lab.data);
    return {};
}

} // namespace

Result<DatasetPtr> loadedData(const CommonOptions& options, const Interruption& interruption, ProgressLine& progress)
{
    const auto experiment = understand(options);
    return experiment ? loadDataset(*experiment, interruption, progress) : Result<DatasetPtr>(experiment.error());
}

Result<Lab> prepareLab(const CommonOptions& options, const Interruption& interruption, ProgressLine& progress,
    const std::function<void(const EpochRecord&)>& onEpoch)
{
    const auto experiment = understand(options);
    if (!experiment)
        return experiment.error();
    Lab lab;
    lab.config = experiment->config;
    lab.scheme = experiment->scheme;
    if (!options.model.empty()) // before the data: a wrong path should not cost a wait
        if (Status status = takeModel(lab, options); !status)
            return status.error();
    auto data = loadDataset(*experiment, interruption, progress);
    if (!data)
        return data.error();
    lab.data = *data;
    if (Status status = takeSteps(lab, *experiment, options, interruption, progress); !status)
        return status.error();
    if (lab.trained)
        if (Status status = trainModel(lab, interruption, progress, onEpoch); !status)
            return status.error();
    if (!options.trainQuantized)
        lab.quantized = std::make_shared<QuantizedModel>(quantizeOn(lab.data, lab.original, lab.scheme));
    else if (Status status = trainOnGrid(lab, experiment->grid, interruption, progress); !status)
        return status.error();
    return lab;
}

} // namespace qlab::app
