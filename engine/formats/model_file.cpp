// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/formats/model_file.h"

#include "engine/core/atomic_file.h"
#include "engine/core/file_error.h"
#include "engine/core/text.h"
#include "engine/formats/bias_tensors.h"
#include "engine/formats/compact_file.h"
#include "engine/formats/input_tensors.h"
#include "engine/formats/linear_tensors.h"
#include "engine/formats/tensor_reader.h"
#include "engine/formats/weight_tensors.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iterator>
#include <sstream>

namespace qlab {
namespace {

constexpr auto kNormalizationKey = "normalization";
constexpr auto kSchemeKey = "scheme";
constexpr auto kTrainedKey = "trained"; ///< on its grid: "yes", or not there
constexpr auto kStepsKey = "steps";
constexpr auto kStrengthKey = "edge_strength";
/// Far above any model of the lab, far below what would hurt to read by mistake.
constexpr std::size_t kLargestFile = std::size_t{1} << 24;

std::vector<std::string> words(const std::string& text)
{
    std::istringstream stream(text);
    std::vector<std::string> result;
    for (std::string word; stream >> word;)
        result.push_back(word);
    return result;
}

/// The scheme without the pairs that a default scheme has too (but always with its bits): schemeFromText() puts them
/// back, and a quantized file stays small. So the defaults of QuantScheme are part of the file format.
std::string compactSchemeText(const QuantScheme& scheme)
{
    const auto defaults = words(schemeToText({}));
    std::string text;
    for (const std::string& word : words(schemeToText(scheme))) {
        const bool isDefault = std::find(defaults.begin(), defaults.end(), word) != defaults.end();
        if (!isDefault || word.rfind("bits=", 0) == 0)
            text += (text.empty() ? "" : " ") + word;
    }
    return text;
}

/// Only weights of features are in a file: those behind them have no say.
Shape weightShape(const InputSteps& steps) { return {kClasses, static_cast<std::size_t>(steps.count())}; }
Shape biasShape() { return {kClasses}; }
using AskedNormalization = std::optional<Normalization>;

Result<Normalization> readNormalization(const TensorReader& reader, const AskedNormalization& asked)
{
    const auto text = reader.metadata(kNormalizationKey);
    if (!text)
        return asked.value_or(Normalization::mnist());
    auto named = parseNormalization(*text);
    if (named && asked && *named != *asked)
        return badInput("the model was trained with the normalization " + normalizationText(*named) + ", not with "
            + normalizationText(*asked) + ", and works with its own only");
    return named;
}

/// Images as they are where the file names no steps.
Result<InputSteps> readSteps(const TensorReader& reader)
{
    const auto text = reader.metadata(kStepsKey);
    if (!text)
        return InputSteps();
    auto steps = parseSteps(*text);
    if (!steps || steps->features != InputSteps::Features::Gradients)
        return steps;
    const auto strength = reader.metadata(kStrengthKey);
    char* end = nullptr;
    steps->strength = strength ? std::strtof(strength->c_str(), &end) : 0;
    if (!strength || *end != '\0' || !(steps->strength > 0 && std::isfinite(steps->strength)))
        return badInput("the metadata do not say what strength of an edge 255 stands for");
    return steps;
}

/// What no feature meets stands for 0.
void forgetUnused(QuantizedModel& model)
{
    const int features = model.steps.count();
    for (int k = 0; k < kClasses; ++k)
        std::fill(model.q.begin() + k * kPixels + features, model.q.begin() + (k + 1) * kPixels,
            static_cast<std::int8_t>(model.zeroPoint[static_cast<std::size_t>(k)]));
}

void writeSteps(const InputSteps& steps, TensorFile& file)
{
    if (steps.none())
        return;
    file.metadata[kStepsKey] = stepsText(steps);
    if (steps.features == InputSteps::Features::Gradients)
        file.metadata[kStrengthKey] = exactText(static_cast<double>(steps.strength));
}

/// Of features that are fewer than pixels: only our own files have such.
Result<LinearModel> readFeatureModel(const TensorReader& reader, int features)
{
    const auto weights = reader.floats("weight", {kClasses, static_cast<std::size_t>(features)});
    if (!weights)
        return weights.error();
    const auto bias = reader.floats("bias", biasShape());
    if (!bias)
        return bias.error();
    LinearModel model;
    using Weights = Eigen::Matrix<float, kClasses, Eigen::Dynamic, Eigen::RowMajor>;
    model.weights.leftCols(features) = Weights::Map(weights->data(), kClasses, features);
    model.bias = BiasVector::Map(bias->data());
    return model;
}

Result<ModelFile> readOriginal(const TensorFile& file, const TensorReader& reader, const AskedNormalization& asked)
{
    const auto steps = readSteps(reader);
    if (!steps)
        return steps.error();
    const bool all = steps->count() == kPixels;
    auto model = all ? linearModelFrom(file) : readFeatureModel(reader, steps->count());
    if (!model)
        return model.error();
    const auto normalization = readNormalization(reader, asked);
    if (!normalization)
        return normalization.error();
    model->normalization = *normalization;
    model->steps = *steps;
    if (const Status usable = checkRange(*model); !usable)
        return usable.error();
    return ModelFile{std::make_shared<LinearModel>(*model), nullptr};
}

Result<ModelFile> readQuantized(const TensorReader& reader, const AskedNormalization& asked)
{
    const auto text = reader.metadata(kSchemeKey);
    if (!text)
        return badInput("the metadata do not name the scheme of this quantized model");
    const auto scheme = schemeFromText(*text);
    if (!scheme)
        return scheme.error();
    const auto steps = readSteps(reader);
    if (!steps)
        return steps.error();
    auto model = std::make_shared<QuantizedModel>();
    model->scheme = *scheme;
    model->steps = *steps;
    model->trained = reader.metadata(kTrainedKey) == "yes";
    if (const Status read = readWeights(reader, *model); !read)
        return read.error();
    if (const Status read = readInput(reader, *model); !read)
        return read.error();
    if (const Status read = readBias(reader, *model); !read)
        return read.error();
    std::vector<std::string_view> names = weightTensors(*scheme);
    std::ranges::copy(inputTensors(*scheme), std::back_inserter(names));
    std::ranges::copy(biasTensors(*scheme), std::back_inserter(names));
    if (const Status only = reader.onlyHas(names); !only)
        return only.error();
    if (const Status onGrid = checkOnGrid(*model); !onGrid)
        return onGrid.error();
    const auto normalization = readNormalization(reader, asked);
    if (!normalization)
        return normalization.error();
    model->normalization = *normalization;
    forgetUnused(*model);
    if (const Status usable = checkRange(model->dequantized()); !usable)
        return usable.error();
    return ModelFile{nullptr, std::move(model), 0};
}

} // namespace

std::string encodeModel(const LinearModel& model)
{
    TensorFile file;
    file.metadata[kNormalizationKey] = normalizationText(model.normalization);
    writeSteps(model.steps, file);
    const Eigen::Matrix<float, kClasses, Eigen::Dynamic, Eigen::RowMajor> weights =
        model.weights.leftCols(model.steps.count());
    file.tensors.push_back(makeTensor("weight", weightShape(model.steps), weights.data()));
    file.tensors.push_back(makeTensor("bias", biasShape(), model.bias.data()));
    return encodeSafetensors(file);
}

std::string encodeModel(const QuantizedModel& model)
{
    TensorFile file;
    file.metadata[kNormalizationKey] = normalizationText(model.normalization);
    writeSteps(model.steps, file);
    file.metadata[kSchemeKey] = compactSchemeText(model.scheme);
    if (model.trained)
        file.metadata[kTrainedKey] = "yes";
    writeBias(model, file);
    writeWeights(model, file);
    writeInput(model, file);
    sortByWidth(file);
    return encodeSafetensors(file);
}

namespace {

/// The normalization is in the weights of such a file.
Result<ModelFile> readCompact(std::string_view bytes, const AskedNormalization& asked)
{
    if (asked && *asked != Normalization::unit())
        return badInput("a compact model file has its normalization in its weights: --normalize would change nothing");
    const auto model = decodeCompact({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
    if (!model)
        return model.error();
    return ModelFile{nullptr, std::make_shared<QuantizedModel>(*model), bytes.size()};
}

std::string writeCompact(const QuantizedModel& model)
{
    const std::vector<std::uint8_t> bytes = encodeCompact(model);
    return {bytes.begin(), bytes.end()};
}

Result<ModelFile> readTensors(std::string_view bytes, const AskedNormalization& normalization)
{
    const auto file = decodeSafetensors(bytes);
    if (!file)
        return file.error();
    const TensorReader reader(*file);
    const bool quantized = reader.metadata(kSchemeKey) || reader.has("scale") || reader.has("weight_packed");
    return quantized ? readQuantized(reader, normalization) : readOriginal(*file, reader, normalization);
}

constexpr ModelFormat kFormats[] = {
    {"qlm", isCompact, readCompact, writeCompact},
    {"safetensors", [](std::string_view) { return true; }, readTensors, encodeModel},
};

} // namespace

std::span<const ModelFormat> modelFormats() { return kFormats; }

Result<ModelFile> decodeModel(std::string_view bytes, const AskedNormalization& normalization)
{
    return std::ranges::find_if(kFormats, [&](const ModelFormat& format) {
        return format.isIn(bytes);
    })->decode(bytes, normalization);
}

Result<ModelFile> readModelFile(const std::filesystem::path& path, const AskedNormalization& normalization)
{
    const auto bytes = readWholeFile(path, kLargestFile);
    if (!bytes)
        return bytes.error();
    auto model = decodeModel(*bytes, normalization);
    if (!model)
        return Error{model.error().code, shownPath(path) + ": " + model.error().message};
    model->bytes = bytes->size();
    return model;
}

Result<ModelFile> readModelOfRun(const std::filesystem::path& path, const AskedNormalization& normalization)
{
    const auto kind = kindOf(path);
    return readModelFile(kind && *kind == PathKind::Folder ? path / kQuantizedFile : path, normalization);
}

} // namespace qlab
