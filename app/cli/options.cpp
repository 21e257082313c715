// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/options.h"

#include "engine/train/recipes.h"

#include <array>

namespace qlab::app {
namespace {

std::string schemeKeys()
{
    std::string keys;
    for (const SchemePreset& preset : schemePresets())
        keys += (keys.empty() ? "" : ", ") + std::string(preset.key);
    return keys;
}

/// Accepts what \p parse accepts, and says why it does not accept the rest.
template <typename Parse> CLI::Validator parsedBy(Parse parse)
{
    return CLI::Validator(
        [parse](std::string& text) {
            const auto result = parse(text);
            return result ? std::string() : result.error().message;
        },
        "");
}

} // namespace

void addDataOptions(CLI::App& command, CommonOptions& options)
{
    const std::string group = "Data";
    command
        .add_option("--data", options.data,
            "builtin, mnist (QLAB_DATA or the user's data folder), or a folder with the four IDX files, gzipped or "
            "not, CSV tables (label, pixels), mnist.npz or PNG pictures by digit, or one such CSV or npz file;"
            " default: mnist where it is found, else builtin")
        ->check(notEmpty())
        ->group(group);
    command
        .add_option("--split", options.split,
            "official, a training share such as 0.8 (of the training file), or all:0.8 (of both files together)")
        ->check(parsedBy(parseSplit))
        ->group(group);
}

void addStepsOption(CLI::App& command, CommonOptions& options)
{
    command
        .add_option("--steps", options.steps,
            "what images go through first: none, centre, deskew or moments, and behind a + features: pool-20,"
            " gradients-16x7x7")
        ->check(parsedBy(parseSteps))
        ->group("Data");
}

void addNormalizeOption(CLI::App& command, CommonOptions& options)
{
    command
        .add_option("--normalize", options.normalize,
            "mnist (0.1307, 0.3081), half (0.5, 0.5), unit ([0, 1]) or MEAN/STD; of a model file: counts where the file"
            " names none")
        ->check(parsedBy(parseNormalization))
        ->group("Training");
}

void addTrainingOptions(CLI::App& command, CommonOptions& options)
{
    const std::string group = "Training";
    command
        .add_option(
            "--preset", options.preset, "default, report (the lab report's settings) or best (0.1 falling to 0)")
        ->check(parsedBy(parseRecipe))
        ->group(group);
    addNormalizeOption(command, options);
    addWhole(command, "--epochs", options.epochs, 1, 10'000, "passes over the training images; default 10")
        ->group(group);
    addWhole(command, "--batch-size", options.batchSize, 0, 100'000'000, "images a step, 0 = all at once; default 64")
        ->group(group);
    addReal(command, "--lr", options.learningRate, kLearningRates, "learning rate; default 0.01")->group(group);
    command
        .add_option("--schedule", options.schedule,
            "how the rate goes on: constant, linear or cosine (to 0), step (a tenth, a hundredth)")
        ->check(parsedBy(parseSchedule))
        ->group(group);
    addReal(command, "--warmup", options.warmUp, kWarmUps, "share of the training in which the rate rises; default 0")
        ->group(group);
    addReal(command, "--momentum", options.momentum, kMomenta, "0 up to below 1; default 0")->group(group);
    addReal(command, "--weight-decay", options.weightDecay, kDecays, "L2 penalty, 0 to 1; default 0")->group(group);
    addWhole<std::uint64_t>(command, "--seed", options.seed, 0, std::numeric_limits<std::uint64_t>::max(),
        "of split, initial weights and shuffling; default 1")
        ->group(group);
    addWhole(command, "--threads", options.threads, 1, 1, "computing threads; this version uses 1")->group(group);
    command.add_option("--model", options.model, "a float model (safetensors) to use instead of training one")
        ->check(notEmpty())
        ->group(group);
}

void addSchemeOptions(CLI::App& command, CommonOptions& options)
{
    const std::string group = "Quantization";
    command.add_option("--scheme", options.scheme, "one of " + schemeKeys() + "; default lab")
        ->check(parsedBy(parseScheme))
        ->group(group);
    command
        .add_option("--scheme-text", options.schemeText,
            "every setting of a scheme by name, in place of the two: \"bits=4 range=least-squares "
            "granularity=per-channel\";"
            " info of a quantized model prints one")
        ->check(parsedBy(schemeFromText))
        ->excludes("--scheme")
        ->group(group);
    command
        .add_flag("--train-quantized", options.trainQuantized,
            "train the weights as the levels that they are stored as, from the original on, rather than round them")
        ->group(group);
    command
        .add_option("--l1", options.l1,
            "L1 penalty of that training, 0 to 0.01: more weights end on zero, and the .qlm file is smaller; try "
            "0.0001")
        ->check(CLI::Range(0.0, 0.01))
        ->needs("--train-quantized")
        ->group(group);
    addWhole(command, "--bits", options.bits, 1, 8, "bits a weight; default: the scheme's")->group(group);
}

void addOutputOptions(CLI::App& command, CommonOptions& options)
{
    command.add_flag("--quiet", options.quiet, "no progress and no epochs, only the result")->group("Output");
    command.add_flag("--json", options.json, "the result as JSON")->group("Output");
}

namespace {

TrainConfig trainConfig(const CommonOptions& options, TrainConfig config)
{
    if (!options.normalize.empty())
        config.normalization = *parseNormalization(options.normalize);
    config.epochs = options.epochs.value_or(config.epochs);
    config.batchSize = options.batchSize.value_or(config.batchSize);
    config.learningRate = options.learningRate.value_or(config.learningRate);
    if (!options.schedule.empty())
        config.schedule = *parseSchedule(options.schedule);
    config.warmUp = options.warmUp.value_or(config.warmUp);
    config.momentum = options.momentum.value_or(config.momentum);
    config.weightDecay = options.weightDecay.value_or(config.weightDecay);
    config.seed = options.seed.value_or(config.seed);
    return config;
}

Result<DataSource> dataSource(const std::string& text)
{
    if (!text.empty())
        return parseDataSource(text);
    const auto mnist = findMnist();
    return mnist ? DataSource{DataSource::Kind::Folder, *mnist} : DataSource{};
}

} // namespace

Result<QuantScheme> chosenScheme(const CommonOptions& options)
{
    auto scheme = options.schemeText.empty() ? parseScheme(options.scheme.empty() ? "lab" : options.scheme)
                                             : schemeFromText(options.schemeText);
    if (scheme && options.bits)
        scheme = withBits(*scheme, *options.bits);
    if (scheme)
        if (Status status = validate(*scheme); !status)
            return status.error();
    return scheme;
}

void checkCombination(const CLI::App& command)
{
    const auto given = [&command](const char* name) {
        const CLI::Option* const option = command.get_option_no_throw(name);
        return option != nullptr && option->count() > 0;
    };
    if (!given("--model"))
        return;
    for (const char* name : {"--steps", "--preset", "--epochs", "--batch-size", "--lr", "--schedule", "--warmup",
             "--momentum", "--weight-decay"})
        if (given(name))
            throw CLI::ValidationError(
                std::string(name) + " belongs to training, and --model brings a trained model: leave one of them out");
    const std::string split = given("--split") ? command.get_option("--split")->as<std::string>() : "official";
    if (given("--seed") && split == "official")
        throw CLI::ValidationError(
            "--seed would change nothing: --model brings a trained model, and the official split "
            "is not shuffled; leave it out");
}

Result<Experiment> understand(const CommonOptions& options)
{
    Experiment experiment;
    if (!options.preset.empty()) {
        const Recipe recipe = *parseRecipe(options.preset);
        experiment.config = recipe.config;
        experiment.split = recipe.split;
    }
    experiment.config = trainConfig(options, experiment.config);
    if (!options.split.empty())
        experiment.split = *parseSplit(options.split);
    experiment.split.seed = experiment.config.seed;
    const auto scheme = chosenScheme(options);
    if (!scheme)
        return scheme.error();
    experiment.scheme = *scheme;
    const auto source = dataSource(options.data);
    if (!source)
        return source.error();
    experiment.source = *source;
    if (!options.steps.empty())
        experiment.steps = *parseSteps(options.steps);
    return experiment;
}

} // namespace qlab::app
