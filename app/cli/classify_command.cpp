// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"

#include "app/cli/console.h"
#include "app/cli/offscreen.h"
#include "app/cli/options.h"
#include "app/widgets/ink_image.h"
#include "engine/core/text.h"
#include "engine/data/digit_normalizer.h"
#include "engine/export/model_file.h"
#include "engine/quant/quantized_model.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <cstring>

namespace qlab::app {
namespace {

struct ClassifyOptions {
    CommonOptions common;
    std::string model;
    std::vector<std::string> images;
};

/// Digit and probabilities of one model on one image.
struct Answer {
    int digit = 0;
    std::array<double, kClasses> probabilities{};
};

template <typename Model> Answer answer(const Model& model, const DigitImage& image)
{
    ImageSet one(1);
    std::memcpy(one.mutableImage(0).data(), image.data(), kPixels);
    const Evaluation evaluation = evaluate(model, one);
    return {evaluation.predictions[0], softmax(std::span<const float, kClasses>(evaluation.logits.data(), kClasses))};
}

/// Both models: of a results folder, or a float file quantized by the scheme; a quantized file stands alone.
Result<ModelFile> readModels(const ClassifyOptions& options)
{
    const std::filesystem::path path = options.model;
    if (std::filesystem::is_directory(path)) {
        const auto original = readModelFile(path / "model-float.safetensors");
        if (!original)
            return original.error();
        const auto quantized = readModelFile(path / "model-quantized.safetensors");
        if (!quantized)
            return quantized.error();
        return ModelFile{original->original, quantized->quantized};
    }
    auto file = readModelFile(path);
    if (!file || !file->original)
        return file;
    QuantScheme scheme = *parseScheme(options.common.scheme.empty() ? "lab" : options.common.scheme);
    if (options.common.bits)
        scheme = withBits(scheme, *options.common.bits);
    if (Status status = validate(scheme); !status)
        return status.error();
    file->quantized = std::make_shared<QuantizedModel>(quantize(*file->original, scheme));
    return file;
}

std::string describe(const char* name, const Answer& answer)
{
    std::string line = padRight(std::string("  ") + name, 13) + std::to_string(answer.digit) + "  "
        + padLeft(fixedText(answer.probabilities[static_cast<std::size_t>(answer.digit)] * 100, 1), 5) + " %   ";
    for (int k = 0; k < kClasses; ++k)
        line += " " + std::to_string(k) + ": "
            + padLeft(fixedText(answer.probabilities[static_cast<std::size_t>(k)] * 100, 1), 5);
    return line + "\n";
}

nlohmann::ordered_json toJson(const Answer& answer)
{
    return {{"digit", answer.digit}, {"probabilities", answer.probabilities}};
}

/// The 28 x 28 image that the models see: a picture of that very size keeps its pixels, any other goes through MNIST's
/// preprocessing.
Result<DigitImage> digitFromFile(const std::string& path)
{
    const auto picture = readPicture(QString::fromStdString(path));
    if (!picture)
        return picture.error();
    const QImage ink = inkFromImage(*picture);
    GreyPicture grey{ink.width(), ink.height(), {}};
    for (int y = 0; y < ink.height(); ++y)
        grey.pixels.insert(grey.pixels.end(), ink.constScanLine(y), ink.constScanLine(y) + ink.width());
    if (grey.width == kSide && grey.height == kSide) {
        DigitImage image;
        std::copy(grey.pixels.begin(), grey.pixels.end(), image.begin());
        return image;
    }
    const NormalizedDigit digit = normalizeDigit(grey);
    if (digit.empty)
        return badInput(path + " shows no ink: a digit must stand out from its background");
    return digit.image;
}

int classify(const ClassifyOptions& options)
{
    const auto models = readModels(options);
    if (!models)
        return fail(models.error());
    auto json = nlohmann::ordered_json::array();
    std::string text;
    const OffscreenApplication application;
    for (const std::string& path : options.images) {
        const auto image = digitFromFile(path);
        if (!image)
            return fail(image.error());
        nlohmann::ordered_json row = {{"image", path}};
        text += path + "\n";
        if (models->original) {
            const Answer original = answer(*models->original, *image);
            row["original"] = toJson(original);
            text += describe("original", original);
        }
        if (models->quantized) {
            const Answer quantized = answer(*models->quantized, *image);
            row["quantized"] = toJson(quantized);
            text += describe("quantized", quantized);
        }
        json.push_back(row);
    }
    std::fputs(options.common.json ? (json.dump(1) + "\n").c_str() : text.c_str(), stdout);
    return kDone;
}

} // namespace

void addClassifyCommand(CLI::App& app, Chosen& chosen)
{
    const auto options = std::make_shared<ClassifyOptions>();
    CLI::App* command = app.add_subcommand("classify", "Both models' digit and probabilities for pictures");
    command->add_option("MODEL", options->model, "a model file (safetensors), or the folder that run --out wrote")
        ->required();
    command
        ->add_option(
            "IMAGE", options->images, "pictures of one digit each: any format and size, dark on light or light on dark")
        ->required();
    addSchemeOptions(*command, options->common);
    command->add_flag("--json", options->common.json, "the answers as JSON")->group("Output");
    command->callback([options, &chosen] { chosen = [options] { return classify(*options); }; });
}

} // namespace qlab::app
