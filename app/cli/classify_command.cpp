// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"

#include "app/cli/console.h"
#include "app/cli/digit_file.h"
#include "app/cli/models.h"
#include "app/cli/offscreen.h"
#include "app/cli/options.h"
#include "engine/core/text.h"
#include "engine/features/feature_maker.h"
#include "engine/quant/quantized_model.h"

#include <nlohmann/json.hpp>

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
    FeatureMaker(model.steps).make(image, one.mutableImage(0));
    const Evaluation evaluation = evaluate(model, one);
    return {evaluation.predictions[0], softmax(std::span<const float, kClasses>(evaluation.logits.data(), kClasses))};
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

/// Both models' answers for one picture, as JSON and as text.
struct Row {
    nlohmann::ordered_json json;
    std::string text;
};

Row answers(const ModelFile& models, const std::string& path, const DigitImage& image)
{
    Row row{{{"image", path}}, path + "\n"};
    const auto add = [&row](const char* name, const Answer& answer) {
        row.json[name] = toJson(answer);
        row.text += describe(name, answer);
    };
    if (models.original)
        add("original", answer(*models.original, image));
    if (models.quantized)
        add("quantized", answer(*models.quantized, image));
    return row;
}

int classify(const ClassifyOptions& options)
{
    const auto models = readBothModels(options.model, options.common);
    if (!models)
        return fail(models.error());
    auto json = nlohmann::ordered_json::array();
    std::string text;
    OffscreenApplication application;
    if (Status started = application.start(); !started)
        return fail(started.error());
    int status = kDone;
    for (const std::string& path : options.images) {
        const auto image = digitFromFile(path == "-" ? "/dev/stdin" : path);
        if (image) {
            const Row row = answers(*models, path, *image);
            json.push_back(row.json);
            text += row.text;
        } else { // costs its own answer only
            json.push_back({{"image", path}, {"error", image.error().message}});
            status = fail(image.error());
        }
    }
    print(options.common.json ? printable(json) : text);
    return status;
}

} // namespace

void addClassifyCommand(CLI::App& app, Chosen& chosen)
{
    const auto options = std::make_shared<ClassifyOptions>();
    CLI::App* command = app.add_subcommand("classify", "Both models' digit and probabilities for pictures");
    command
        ->add_option("MODEL", options->model, "a model file (safetensors or .qlm), or the folder that run --out wrote")
        ->required()
        ->check(notEmpty());
    command
        ->add_option("IMAGE", options->images,
            "pictures of one digit each, dark on light or light on dark: PNG, JPEG, GIF, BMP, WebP, TIFF, SVG, PGM. "
            "28 x 28 pixels go into the models as they are, pixel for pixel (dark on light: as their negative). In all "
            "other sizes the digit is found, fitted into 20 x 20 and centred by its mass, as MNIST's were. The name - "
            "is standard input.")
        ->required();
    addSchemeOptions(*command, options->common);
    addNormalizeOption(*command, options->common);
    command->remove_option(command->get_option("--train-quantized")); // needs data
    command->add_flag("--json", options->common.json, "the answers as JSON")->group("Output");
    command->callback([options, &chosen] { chosen = [options] { return classify(*options); }; });
}

} // namespace qlab::app
