// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/lab/sample_record.h"

#include "engine/formats/model_file.h"
#include "tests/model/random_model.h"

namespace qlab::test {
namespace {

constexpr std::size_t kImages = 200;

ImagesPtr randomImages(Random& random)
{
    auto images = std::make_shared<ImageSet>(kImages);
    for (std::size_t i = 0; i < kImages; ++i) {
        for (std::uint8_t& pixel : images->mutableImage(i))
            pixel = static_cast<std::uint8_t>(random.below(256));
    }
    return images;
}

/// The labels are what the model answers, but for every tenth image.
void label(ImageSet& images, const LinearModel& model)
{
    const auto answers = evaluate(model, images).predictions;
    for (std::size_t i = 0; i < kImages; ++i) {
        const int wrong = i % 10 == 0 ? 1 : 0;
        images.mutableLabels()[i] = static_cast<std::uint8_t>((answers[i] + wrong) % kClasses);
    }
}

DatasetPtr makeData(const LinearModel& model, Random& random)
{
    const auto images = randomImages(random);
    auto labelled = std::make_shared<ImageSet>(*images);
    label(*labelled, model);
    auto data = std::make_shared<Dataset>();
    data->name = "test <digits> & \"more\"";
    data->trainSource = labelled;
    data->trainIndex = {0, 1, 2, 3, 4, 5, 6, 7};
    data->test = labelled;
    return data;
}

ModelFigures figuresOf(const Evaluation& evaluation, std::size_t bytes, double batchMs)
{
    ModelFigures figures;
    figures.correct = evaluation.correct;
    figures.accuracy95 = wilson95(evaluation.correct, evaluation.images());
    figures.bytes = bytes;
    figures.batch = {batchMs, batchMs * 0.9, batchMs * 1.2, batchMs * 0.85, 101, batchMs * 1.01};
    figures.streamed = {batchMs * 1.1, batchMs, batchMs * 1.3, batchMs * 0.95, 101, batchMs * 1.12};
    figures.single = {batchMs / 2000, batchMs / 2100, batchMs / 1900, batchMs / 2200, 101};
    return figures;
}

Comparison compareSample(const RunRecord& record)
{
    Comparison comparison;
    comparison.images = kImages;
    comparison.imagesPerCall = kImages / 2;
    comparison.quality.slices = 202;
    comparison.quality.cpuMs = comparison.quality.wallMs = 50;
    comparison.original = figuresOf(*record.originalEvaluation, encodeModel(*record.original).size(), 0.66);
    comparison.quantized = figuresOf(*record.quantizedEvaluation, encodeModel(*record.quantized).size(), 0.21);
    comparison.accuracy = compareOnSameImages(
        record.originalEvaluation->predictions, record.quantizedEvaluation->predictions, record.data->test->labels());
    comparison.batchRatio = {3.14, {3.05, 3.25}};
    comparison.singleRatio = {1.04, {0.98, 1.1}};
    comparison.streamedRatio = {2.9, {2.8, 3.0}};
    comparison.floatInputOriginal = {1.04, 1.0, 1.2, 0.99, 101};
    comparison.floatInputQuantized = {1.65, 1.6, 1.8, 1.55, 101};
    comparison.breakdown = Breakdown{kImages, 0.66, 0.21, 0.16, 1.04, 1.65, 1.35, 0.35, 0.25};
    comparison.floatInputRatio = {0.63, {0.6, 0.66}};
    return comparison;
}

} // namespace

RunRecord sampleRecord(const QuantScheme& scheme)
{
    RunRecord record;
    record.version = "1.2.3";
    record.started = "2026-07-31T14:02:11Z";
    record.machine = {"Test CPU", 8, "Test OS", "AVX2", "GCC 12.2.0", "release"};
    Random random(7);
    record.original = std::make_shared<LinearModel>(randomModel(5));
    record.data = makeData(*record.original, random);
    record.config.epochs = 2;
    record.epochs = {{1, 0.5, 0.88, 0.4, 0.9, 0.01f, 0.1}, {2, 0.375, 0.9, 0.3125, 0.91, 0.01f, 0.2}};
    record.losses = {{0.25, 1.5f}, {0.5, 0.75f}, {1.0, 0.5f}, {1.5, 0.4f}, {2.0, 0.3f}};
    record.scheme = scheme;
    record.quantized = std::make_shared<QuantizedModel>(quantize(*record.original, scheme));
    record.originalEvaluation = std::make_shared<Evaluation>(evaluate(*record.original, *record.data->test));
    record.quantizedEvaluation = std::make_shared<Evaluation>(evaluate(*record.quantized, *record.data->test));
    record.comparison = compareSample(record);
    return record;
}

} // namespace qlab::test
