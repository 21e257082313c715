// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/lab_bench.h"

#include "app/present/verdict.h"
#include "engine/bench/image_time.h"
#include "engine/bench/path_work.h"
#include "engine/bench/training_bench.h"
#include "engine/core/text.h"
#include "engine/formats/model_file.h"
#include "engine/kernels/inference.h"
#include "engine/kernels/targets.h"
#include "engine/model/changed_predictions.h"
#include "engine/model/statistics.h"
#include "engine/quant/analysis.h"

#include <algorithm>

namespace qlab::lab_bench {
namespace {

TimerOptions patient()
{
    TimerOptions options;
    options.budget = std::chrono::seconds(10);
    return options;
}

/// For works of milliseconds, which stay where they are.
TimerOptions brief()
{
    TimerOptions options;
    options.rounds = 31;
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

/// Works on the next thousand images of the test set, everything laid out anew.
using Make = std::function<BlockTimer::Works(const BenchInputsPtr& inputs, Random& layout)>;
BlockTimer::Factory inPieces(const Lab& lab, Make make)
{
    return [&lab, make = std::move(make)](std::size_t block, Random& layout) {
        const ImageSet& images = *lab.data->test;
        const std::size_t first = block % std::max<std::size_t>(images.size() / kPieceImages, 1) * kPieceImages;
        return make(
            std::make_shared<BenchInputs>(images, first, kPieceImages, lab.model.normalization, layout), layout);
    };
}

/// Of \p images images, of which a call takes a piece.
double callsFor(std::size_t images, const Lab& lab)
{
    return static_cast<double>(images) / static_cast<double>(std::min(kPieceImages, lab.data->testSize()));
}

void printQuality(const BlockTimer& timer)
{
    if (const std::string text = app::qualityText(timer.quality()); !text.empty())
        printNote("", text);
}

void benchPixels(const Lab& lab)
{
    const QuantizedModel stretched = fullRange(lab);
    BlockTimer timer(inPieces(lab,
                         [&](const BenchInputsPtr& inputs, Random& layout) -> BlockTimer::Works {
                             return {PathWork(Path::F32Pixels, lab.model, lab.quantized, inputs, layout),
                                 PathWork(Path::PixelsI8, lab.model, lab.quantized, inputs, layout),
                                 PathWork(Path::PixelsI8, lab.model, stretched, inputs, layout)};
                         }),
        patient());
    timer.run();
    const double calls = callsFor(lab.data->testSize(), lab);
    printLine("f32-u8, pixels and float weights", scaled(timer.timing(0), calls));
    printLine("u8-int8, lab scheme", scaled(timer.timing(1), calls));
    printLine("u8-int8, per channel over the full range", scaled(timer.timing(2), calls));
    printNote("f32-u8 / u8-int8, lab scheme", ratioText(timer.ratio(0, 1)));
    printNote("f32-u8 / u8-int8, per channel", ratioText(timer.ratio(0, 2)));
    printQuality(timer);
}

/// Dynamic quantization with a range for each image.
std::function<void()> dynamicPerRow(const Lab& lab, const BenchInputsPtr& inputs, Random& layout)
{
    const auto weights = std::make_shared<kernels::Int8Weights>(lab.quantized.packed());
    const auto logits = std::make_shared<PlacedArray<float>>(inputs->count() * kClasses, layout);
    const auto digits = std::make_shared<PlacedArray<std::uint8_t>>(inputs->count(), layout);
    const float* const floats = inputs->floats(layout);
    return [=] {
        kernels::classifyDynamicI8(
            floats, inputs->count(), *weights, kernels::DynamicRange::PerRow, 255, logits->data(), digits->data());
    };
}

void benchFloats(const Lab& lab)
{
    BlockTimer timer(inPieces(lab,
                         [&](const BenchInputsPtr& inputs, Random& layout) -> BlockTimer::Works {
                             return {PathWork(Path::F32, lab.model, lab.quantized, inputs, layout),
                                 PathWork(Path::DynamicI8, lab.model, lab.quantized, inputs, layout),
                                 dynamicPerRow(lab, inputs, layout),
                                 PathWork(Path::EigenF32, lab.model, lab.quantized, inputs, layout)};
                         }),
        patient());
    timer.run();
    const double calls = callsFor(lab.data->testSize(), lab);
    printLine("f32, normalised floats and float weights", scaled(timer.timing(0), calls));
    printLine("dynamic-int8, one range for a call", scaled(timer.timing(1), calls));
    printLine("dynamic-int8, a range for each image", scaled(timer.timing(2), calls));
    printLine("eigen-f32", scaled(timer.timing(3), calls));
    printNote("f32 / dynamic-int8", ratioText(timer.ratio(0, 1)));
    printQuality(timer);
}

/// One image a call, the same again and again.
void benchSingle(const Lab& lab)
{
    const PathSubject subject{
        std::make_shared<LinearModel>(lab.model), std::make_shared<QuantizedModel>(lab.quantized), lab.data->test};
    BlockTimer timer(pathWorks(subject, {Path::F32Pixels, Path::PixelsI8}, 1), patient());
    timer.run();
    printLine("one image a call, f32-u8", timer.timing(0), "ns", 1e6);
    printLine("one image a call, u8-int8", timer.timing(1), "ns", 1e6);
    printNote("one image, f32-u8 / u8-int8", ratioText(timer.ratio(0, 1)));
    printQuality(timer);
}

/// Input steps, one image a call.
void benchSteps(const Lab& lab)
{
    for (const char* text :
        {"centre", "deskew", "moments", "moments+pool-20", "none+gradients-16x7x7", "moments+gradients-16x7x7"}) {
        BlockTimer timer(stepsWork(lab.data->test, *parseSteps(text)), brief());
        timer.run();
        printLine(text, timer.timing(0), "us", 1e3);
    }
}

} // namespace

void benchTargets(const Lab& lab)
{
    const std::string before = kernels::activeTarget().name;
    for (const kernels::Target& target : kernels::availableTargets()) {
        if (target.name == "SCALAR" && before != "SCALAR")
            continue; // plain loops: minutes for nothing
        if (!kernels::forceTarget(target.name))
            continue;
        printHeading(target.title + ": " + groupedText(static_cast<std::int64_t>(lab.data->testSize()))
            + " images in calls of " + groupedText(static_cast<std::int64_t>(kPieceImages)) + ", CPU time");
        benchPixels(lab);
        benchFloats(lab);
        benchSingle(lab);
        benchSteps(lab);
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
    BlockTimer timer(std::move(works), brief());
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
    TimerOptions options = brief();
    options.rounds = 11;
    BlockTimer timer(BlockTimer::Works{[&lab] { static_cast<void>(loadData(lab.source).ok()); }}, options);
    timer.run();
    printHeading("Loading");
    printLine(lab.data->name, timer.timing(0));
}

} // namespace qlab::lab_bench
