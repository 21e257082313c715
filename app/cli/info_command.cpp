// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"

#include "app/cli/console.h"
#include "app/cli/options.h"
#include "app/present/scheme_words.h"
#include "app/session/training_file.h"
#include "app/store/experiment_file.h"
#include "engine/bench/machine.h"
#include "engine/core/file_error.h"
#include "engine/core/text.h"
#include "engine/data/data_formats.h"
#include "engine/data/idx_facts.h"
#include "engine/data/split.h"
#include "engine/formats/model_file.h"
#include "engine/kernels/targets.h"
#include "engine/quant/codebook.h"

#include <QtGlobal>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>

namespace qlab::app {
namespace {

using Json = nlohmann::ordered_json;

struct InfoOptions {
    std::string file;
    bool json = false;
};

Json describeProgram()
{
    const Machine machine = describeMachine();
    Json targets = Json::array();
    for (const kernels::Target& target : kernels::availableTargets())
        targets.push_back(target.name);
    const auto mnist = findMnist();
    return {{"version", QLAB_VERSION}, {"build", machine.build}, {"compiler", machine.compiler}, {"qt", qVersion()},
        {"system", machine.system}, {"cpu", machine.cpu}, {"cores", machine.cores}, {"kernels", machine.target},
        {"available", targets}, {"mnist", mnist ? mnist->string() : std::string("not found; set QLAB_DATA")}};
}

Json describeNormalization(const Normalization& normalization)
{
    return normalizationText(normalization) + ": (p / 255 \u2212 " + exactText(normalization.mean) + ") / "
        + exactText(normalization.std);
}

Json describeModel(const ModelFile& file, const std::filesystem::path& path)
{
    const bool quantized = file.quantized != nullptr;
    const InputSteps& steps = quantized ? file.quantized->steps : file.original->steps;
    Json json = {{"file", path.string()}, {"bytes", file.bytes},
        {"kind", quantized ? "quantized model" : "float model"}, {"weights", "10 x " + std::to_string(steps.count())},
        {"steps", stepsText(steps)},
        {"normalization",
            describeNormalization(quantized ? file.quantized->normalization : file.original->normalization)}};
    if (!quantized) {
        json["weights from"] = static_cast<double>(file.original->weights.minCoeff());
        json["weights to"] = static_cast<double>(file.original->weights.maxCoeff());
        return json;
    }
    const QuantizedModel& model = *file.quantized;
    const auto [low, high] = std::minmax_element(model.q.begin(), model.q.end());
    json["scheme"] = schemeText(model.scheme);
    json["scheme text"] = schemeToText(model.scheme);
    json["integers"] = std::to_string(*low) + " \u2026 " + std::to_string(*high);
    json["scales"] = model.scale;
    json["zero points"] = model.zeroPoint;
    if (model.widths)
        json["bits of the rows"] = *model.widths;
    if (model.scheme.input == QuantScheme::Input::Static) {
        json["input scale"] = model.input.scale;
        json["input zero point"] = model.input.zeroPoint;
    }
    if (model.scheme.bias != QuantScheme::Bias::Float) {
        json["bias integers"] = model.biasQ;
        json["bias scales"] = model.biasScale;
    }
    if (!model.scheme.isCodebook())
        return json;
    if (model.scheme.granularity == QuantScheme::Granularity::PerTensor)
        json["levels"] = usedLevels(model, 0);
    else
        for (int k = 0; k < kClasses; ++k)
            json["levels of " + std::to_string(k)] = usedLevels(model, k);
    return json;
}

Json describeImages(const OfficialFiles& files, const std::string& name)
{
    const auto counts = [](const ImageSet& images) {
        std::array<std::size_t, kClasses> count{};
        for (std::uint8_t label : images.labels())
            ++count[label];
        return count;
    };
    return {{"data", name}, {"training images", files.train->size()}, {"test images", files.test->size()},
        {"size", "28 x 28"}, {"training images of 0 \u2026 9", counts(*files.train)},
        {"test images of 0 \u2026 9", counts(*files.test)}};
}

Json describeIdx(const IdxFacts& facts, const std::filesystem::path& path)
{
    char magic[11];
    std::snprintf(magic, sizeof magic, "0x%08x", static_cast<unsigned>(facts.magic));
    Json json = {{"file", path.string()}, {"kind", facts.gzipped ? "IDX file, gzipped" : "IDX file"}, {"magic", magic},
        {"type", facts.type}, {"sizes", facts.sizes}, {"values", facts.values},
        {"complete", facts.whole ? "yes" : "no, its sizes promise another number of values"}};
    if (facts.type != "uint8" || facts.values == 0)
        return json;
    const auto isThere = [](std::uint64_t count) { return count > 0; };
    json["least"] = std::find_if(facts.counts.begin(), facts.counts.end(), isThere) - facts.counts.begin();
    const auto most = facts.counts.rend() - std::find_if(facts.counts.rbegin(), facts.counts.rend(), isThere) - 1;
    json["most"] = most;
    if (facts.sizes.size() == 1)
        json["labels of 0 \u2026 " + std::to_string(most)] =
            std::vector<std::uint64_t>(facts.counts.begin(), facts.counts.begin() + most + 1);
    return json;
}

Json describeExperiment(const ExperimentFile& file, const std::filesystem::path& path)
{
    Json json = {{"file", path.string()}, {"kind", "experiment"}};
    for (const QString& name : file.settings.keys())
        json[name.toStdString()] = file.settings[name].toString().toStdString();
    QStringList parts;
    for (const auto& [name, isThere] :
        {std::pair{"float model", !file.original.isEmpty()}, {"model trained on its grid", !file.quantized.isEmpty()},
            {"timings", !file.timings.isEmpty()}, {"drawing", !file.drawing.isEmpty()}})
        if (isThere)
            parts.append(QString::fromLatin1(name));
    json["holds"] = parts.isEmpty() ? "settings alone" : parts.join(QStringLiteral(", ")).toStdString();
    const auto training = trainingFromJson(file.training);
    if (training && !training->snapshot.epochs.empty()) {
        json["epochs done"] = training->snapshot.epochs.size();
        json["test accuracy"] = training->snapshot.epochs.back().testAccuracy;
    }
    return json;
}

Result<Json> describe(const std::filesystem::path& path)
{
    const auto kind = kindOf(path);
    if (!kind)
        return kind.error();
    if (*kind == PathKind::File)
        if (const auto idx = idxFacts(path); idx && *idx)
            return describeIdx(**idx, path);
    if (*kind == PathKind::File)
        if (const auto experiment = readExperiment(path))
            return describeExperiment(*experiment, path);
    if (*kind != PathKind::Folder && !isDataSet(path)) {
        const auto model = readModelFile(path);
        return model ? Result<Json>(describeModel(*model, path)) : Result<Json>(model.error());
    }
    const auto raw = loadData({DataSource::Kind::Folder, path});
    return raw ? Result<Json>(describeImages(raw->files, raw->name)) : Result<Json>(raw.error());
}

std::string plain(const Json& value)
{
    if (value.is_string())
        return value.get<std::string>();
    if (!value.is_array())
        return value.dump(-1, ' ', false, Json::error_handler_t::replace);
    std::string text;
    for (const Json& item : value)
        text += (text.empty() ? "" : ", ") + plain(item);
    return text;
}

void printRows(const Json& json)
{
    for (const auto& [key, value] : json.items())
        print(padRight(key, 28) + plain(value) + "\n");
}

int info(const InfoOptions& options)
{
    Result<Json> json = options.file.empty() ? Result<Json>(describeProgram()) : describe(options.file);
    if (!json)
        return fail(json.error());
    if (options.json)
        print(printable(*json));
    else
        printRows(*json);
    return kDone;
}

} // namespace

void addInfoCommand(CLI::App& app, Chosen& chosen)
{
    const auto options = std::make_shared<InfoOptions>();
    CLI::App* command = app.add_subcommand("info", "This build and CPU, or what a file or folder holds");
    command
        ->add_option("FILE", options->file,
            "a model file, an experiment of the window (.qlab), an IDX file, or a data set: a folder with the four IDX "
            "files, CSV tables, "
            "mnist.npz or PNG pictures by digit")
        ->check(notEmpty());
    command->add_flag("--json", options->json, "as JSON");
    command->callback([options, &chosen] { chosen = [options] { return info(*options); }; });
}

} // namespace qlab::app
