// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/lab_bench.h"

#include "engine/bench/inference_bench.h"
#include "engine/bench/training_bench.h"
#include "engine/core/text.h"
#include "engine/export/model_file.h"
#include "engine/kernels/inference.h"
#include "engine/kernels/targets.h"
#include "engine/model/changed_predictions.h"
#include "engine/model/statistics.h"
#include "engine/quant/analysis.h"

namespace qlab::lab_bench {
namespace {

TimerOptions patient()
{
    TimerOptions options;
    options.budget = std::chrono::seconds(10);
    return options;
}

TimerOptions brief()
{
    TimerOptions options;
    options.pairs = 31;
    options.budget = std::chrono::seconds(5);
    return options;
}

std::string ratioText(const MedianInterval& ratio)
{
    return fixedText(ratio.median, 2) + "x  (95 % interval " + fixedText(ratio.interval.low, 2) + " ... "
        + fixedText(ratio.interval.high, 2) + ")";
}

/// The quantized work with weights stretched to the full range of int8, where products of bytes must be widened first.
QuantizedModel fullRange(const Lab& lab) { return quantize(lab.model, *parseScheme("channel")); }

void benchPixels(const Lab& lab, const BenchInputsPtr& inputs)
{
    const PathWork original(Path::F32Pixels, lab.model, lab.quantized, inputs);
    const PathWork quantized(Path::PixelsI8, lab.model, lab.quantized, inputs);
    const PathWork stretched(Path::PixelsI8, lab.model, fullRange(lab), inputs);
    PairedTimer timer({original, quantized, stretched}, patient());
    timer.run();
    printLine("f32-u8, pixels and float weights", timer.timing(0));
    printLine("u8-int8, lab scheme", timer.timing(1));
    printLine("u8-int8, per channel over the full range", timer.timing(2));
    printNote("f32-u8 / u8-int8, lab scheme", ratioText(timer.ratio(0, 1)));
    printNote("f32-u8 / u8-int8, per channel", ratioText(timer.ratio(0, 2)));
}

void benchFloats(const Lab& lab, const BenchInputsPtr& inputs)
{
    auto weights = std::make_shared<kernels::Int8Weights>(lab.quantized.packed());
    auto logits = std::make_shared<AlignedVector<float>>(inputs->count() * kClasses);
    auto digits = std::make_shared<std::vector<std::uint8_t>>(inputs->count());
    const auto perRow = [=] {
        kernels::classifyDynamicI8(inputs->floats(), inputs->count(), *weights, kernels::DynamicRange::PerRow, 255,
            logits->data(), digits->data());
    };
    PairedTimer timer({PathWork(Path::F32, lab.model, lab.quantized, inputs),
                          PathWork(Path::DynamicI8, lab.model, lab.quantized, inputs), perRow,
                          PathWork(Path::EigenF32, lab.model, lab.quantized, inputs)},
        patient());
    timer.run();
    printLine("f32, normalised floats and float weights", timer.timing(0));
    printLine("dynamic-int8, one range for all images", timer.timing(1));
    printLine("dynamic-int8, a range for each image", timer.timing(2));
    printLine("eigen-f32", timer.timing(3));
    printNote("f32 / dynamic-int8", ratioText(timer.ratio(0, 1)));
}

/// One image a call, a thousand images in turn: what one costs.
void benchSingle(const Lab& lab, const BenchInputsPtr& inputs)
{
    auto floats = std::make_shared<kernels::FloatWeights>(
        kernels::packFloatForPixels({lab.model.weights.data(), std::size_t{kClasses} * kPixels},
            {lab.model.bias.data(), kClasses}, lab.model.normalization.mean, lab.model.normalization.std));
    auto integers = std::make_shared<kernels::Int8Weights>(lab.quantized.packed());
    constexpr std::size_t kImages = 1000;
    const auto eachImage = [&](auto classify) {
        return [=] {
            float logits[kClasses];
            std::uint8_t digit = 0;
            for (std::size_t i = 0; i < std::min(kImages, inputs->count()); ++i)
                classify(inputs->pixels() + i * kPixels, logits, &digit);
        };
    };
    PairedTimer timer({eachImage([floats](const std::uint8_t* image, float* logits, std::uint8_t* digit) {
                           kernels::classifyU8F32(image, 1, *floats, logits, digit);
                       }),
                          eachImage([integers](const std::uint8_t* image, float* logits, std::uint8_t* digit) {
                              kernels::classifyU8I8(image, 1, *integers, logits, digit);
                          })},
        patient());
    timer.run();
    const double nsPerImage = 1e6 / static_cast<double>(std::min(kImages, inputs->count()));
    printLine("one image a call, f32-u8", timer.timing(0), "ns", nsPerImage);
    printLine("one image a call, u8-int8", timer.timing(1), "ns", nsPerImage);
    printNote("one image, f32-u8 / u8-int8", ratioText(timer.ratio(0, 1)));
}

} // namespace

void benchTargets(const Lab& lab)
{
    const auto inputs = std::make_shared<BenchInputs>(lab.data->test, 10'000, lab.model.normalization);
    const std::string before = kernels::activeTarget().name;
    for (const kernels::Target& target : kernels::availableTargets()) {
        if (target.name == "SCALAR" && before != "SCALAR")
            continue; // plain loops: minutes for nothing
        if (!kernels::forceTarget(target.name))
            continue;
        printHeading(target.title + ": " + groupedText(static_cast<std::int64_t>(inputs->count())) + " images");
        benchPixels(lab, inputs);
        benchFloats(lab, inputs);
        benchSingle(lab, inputs);
        const TrainingTime training = timeTraining(*lab.data, TrainConfig{});
        printLine("training, " + groupedText(static_cast<std::int64_t>(training.images)) + " images, batch "
                + std::to_string(training.batchSize),
            training.epoch);
    }
    static_cast<void>(kernels::forceTarget(before).ok());
}

namespace {

/// The first 12,000 images of the training data: a test set of the size of the report's.
ImagesPtr twelveThousand(const Lab& lab)
{
    const ImageSet& source = *lab.data->trainSource;
    auto images = std::make_shared<ImageSet>(std::min<std::size_t>(12'000, source.size()));
    std::copy_n(source.pixels(), images->size() * kPixels, images->mutablePixels());
    std::copy_n(source.labels().begin(), images->size(), images->mutableLabels().begin());
    return images;
}

} // namespace

void benchSlider(const Lab& lab)
{
    const ImagesPtr images = twelveThousand(lab);
    const Evaluation original = evaluate(lab.model, *images);
    auto evaluation = std::make_shared<Evaluation>();
    std::vector<std::function<void()>> works;
    for (const int bits : {8, 4, 2})
        works.emplace_back([&lab, images, evaluation, bits, scheme = lab.quantized.scheme] {
            *evaluation = evaluate(quantize(lab.model, withBits(scheme, bits)), *images);
        });
    works.emplace_back([&lab, images, evaluation, &original] {
        const QuantizedModel quantized = quantize(lab.model, withBits(lab.quantized.scheme, 4));
        *evaluation = evaluate(quantized, *images);
        compareOnSameImages(original.predictions, evaluation->predictions, images->labels());
        weightError(lab.model, quantized);
        encodeModel(quantized);
        changedPredictions(original, *evaluation, images->labels());
    });
    PairedTimer timer(std::move(works), brief());
    timer.run();
    printHeading("A step of a slider: 7,840 weights quantized, "
        + groupedText(static_cast<std::int64_t>(images->size())) + " images classified and counted");
    printLine("8 bits", timer.timing(0));
    printLine("4 bits", timer.timing(1));
    printLine("2 bits", timer.timing(2));
    printLine("4 bits, and all that the window shows", timer.timing(3));
}

void benchLoading(const Lab& lab)
{
    PairedTimer timer({[&lab] { static_cast<void>(loadData(lab.source).ok()); }}, [] {
        TimerOptions options = brief();
        options.warmUps = 1;
        options.pairs = 11;
        return options;
    }());
    timer.run();
    printHeading("Loading");
    printLine(lab.data->name, timer.timing(0));
}

} // namespace qlab::lab_bench
