// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/options.h"

#include "engine/train/recipes.h"

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
            "not, or with CSV tables (label, pixels);"
            " default: mnist where it is found, else builtin")
        ->group(group);
    command
        .add_option("--split", options.split,
            "official, a training share such as 0.8 (of the training file), or all:0.8 (of both files together)")
        ->check(parsedBy(parseSplit))
        ->group(group);
}

void addTrainingOptions(CLI::App& command, CommonOptions& options)
{
    const std::string group = "Training";
    const auto add = [&](const char* name, auto& value, const char* text) {
        return command.add_option(name, value, text)->group(group);
    };
    add("--preset", options.preset, "default or report (the lab report's settings)")->check(parsedBy(parseRecipe));
    add("--normalize", options.normalize, "mnist (0.1307, 0.3081), half (0.5, 0.5) or unit ([0, 1])")
        ->check(parsedBy(parseNormalization));
    add("--epochs", options.epochs, "passes over the training images; default 10")->check(CLI::Range(1, 10'000));
    add("--batch-size", options.batchSize, "images a step, 0 = all at once; default 64")->check(CLI::NonNegativeNumber);
    add("--lr", options.learningRate, "learning rate, above 0; default 0.01")->check(CLI::Range(1e-9, 100.0));
    add("--momentum", options.momentum, "0 up to below 1; default 0")->check(CLI::Range(0.0, 0.999999));
    add("--weight-decay", options.weightDecay, "L2 penalty, 0 ... 1; default 0")->check(CLI::Range(0.0, 1.0));
    add("--seed", options.seed, "of split, initial weights and shuffling; default 1");
    add("--threads", options.threads, "computing threads; this version uses 1")->check(CLI::Range(1, 1));
    add("--model", options.model, "a float model (safetensors) to use instead of training one");
}

void addSchemeOptions(CLI::App& command, CommonOptions& options)
{
    const std::string group = "Quantization";
    command.add_option("--scheme", options.scheme, "one of " + schemeKeys() + "; default lab")
        ->check(parsedBy(parseScheme))
        ->group(group);
    command.add_option("--bits", options.bits, "bits a weight, 1 ... 8; default: the scheme's")
        ->check(CLI::Range(1, 8))
        ->group(group);
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
    experiment.scheme = *parseScheme(options.scheme.empty() ? "lab" : options.scheme);
    if (options.bits)
        experiment.scheme = withBits(experiment.scheme, *options.bits);
    if (Status status = validate(experiment.scheme); !status)
        return status.error();
    const auto source = dataSource(options.data);
    if (!source)
        return source.error();
    experiment.source = *source;
    return experiment;
}

} // namespace qlab::app
