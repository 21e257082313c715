// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/options.h"

#include "engine/train/recipes.h"
#include "engine/train/train_fields.h"

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

/// The option of a field of the experiment. Its text is kept as it is typed, and refused if the field does not take it;
/// what depends on files (\p later) is asked when they are read.
CLI::Option* addField(
    CLI::App& command, CommonOptions& options, const char* name, const char* group, bool later = false)
{
    const ExperimentField& field = experimentField(name);
    const std::string option(field.option);
    const auto keep = [&options, &field, later, option](const std::string& text) {
        Experiment scratch;
        if (Status status = later ? Status() : field.read(text, scratch); !status)
            throw CLI::ValidationError(option, status.error().message);
        options.fields[field.name] = text;
    };
    return command.add_option_function<std::string>(option, keep, std::string(field.help))
        ->check(notEmpty())
        ->type_name(field.training && field.training->number ? "NUMBER" : "TEXT")
        ->group(group);
}

} // namespace

void addDataOptions(CLI::App& command, CommonOptions& options)
{
    addField(command, options, "data", "Data", true);
    addField(command, options, "split", "Data");
}

void addStepsOption(CLI::App& command, CommonOptions& options) { addField(command, options, "steps", "Data"); }

void addNormalizeOption(CLI::App& command, CommonOptions& options)
{
    addField(command, options, "normalization", "Training");
}

void addTrainingOptions(CLI::App& command, CommonOptions& options)
{
    const char* const group = "Training";
    command
        .add_option(
            "--preset", options.preset, "default, report (the lab report's settings) or best (0.1 falling to 0)")
        ->check(parsedBy(parseRecipe))
        ->group(group);
    for (const TrainField& field : trainFields())
        addField(command, options, field.name.data(), group);
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
    addField(command, options, "scheme", group.c_str())->excludes("--scheme");
    command
        .add_flag("--train-quantized", options.trainQuantized,
            "train the weights as the levels that they are stored as, from the original on, rather than round them")
        ->group(group);
    addField(command, options, "l1", group.c_str())->type_name("NUMBER")->needs("--train-quantized");
    addField(command, options, "train_from", group.c_str())->needs("--train-quantized");
    addWhole(command, "--bits", options.bits, 1, 8, "bits a weight; default: the scheme's")->group(group);
    addWhole(command, "--budget", options.budget, 1, kClasses * kPixels,
        "bytes that all weights may take: each digit's row has its own width, at most that of the scheme")
        ->group(group);
}

void addOutputOptions(CLI::App& command, CommonOptions& options)
{
    command.add_flag("--quiet", options.quiet, "no progress and no epochs, only the result")->group("Output");
    command.add_flag("--json", options.json, "the result as JSON")->group("Output");
}

std::optional<Normalization> askedNormalization(const CommonOptions& options)
{
    const auto asked = options.fields.find("normalization");
    return asked == options.fields.end() ? std::nullopt : std::optional(*parseNormalization(asked->second));
}

Result<QuantScheme> chosenScheme(const CommonOptions& options)
{
    const auto text = options.fields.find("scheme");
    Result<QuantScheme> scheme = defaultScheme();
    if (text != options.fields.end())
        scheme = schemeFromText(text->second);
    else if (!options.scheme.empty())
        scheme = parseScheme(options.scheme);
    if (scheme && options.bits)
        scheme = withBits(*scheme, *options.bits);
    if (scheme && options.budget) {
        scheme->budget = *options.budget;
        if (!scheme->hasRowWidths())
            return badInput("--budget is for schemes with a scale per channel, neither fixed nor of a codebook: choose "
                            "--scheme channel, for example",
                "budget");
    }
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
    if (!options.fields.contains("data"))
        if (const auto mnist = findMnist())
            experiment.source = {DataSource::Kind::Folder, *mnist};
    for (const auto& [name, text] : options.fields)
        if (Status status = experimentField(name).read(text, experiment); !status)
            return status.error();
    experiment.split.seed = experiment.config.seed;
    const auto scheme = chosenScheme(options);
    if (!scheme)
        return scheme.error();
    experiment.scheme = *scheme;
    return experiment;
}

} // namespace qlab::app
