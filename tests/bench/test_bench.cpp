// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support.h"

#include "engine/bench/batch_curve.h"
#include "engine/bench/comparison.h"
#include "engine/bench/image_time.h"
#include "engine/bench/inference_bench.h"
#include "engine/bench/training_bench.h"
#include "engine/data/digit_generator.h"

#include <set>

using namespace qlab;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

/// Few rounds: these tests look at what is measured, not at how fast it is.
TimerOptions brief()
{
    TimerOptions options;
    options.rounds = 12;
    options.blocks = 6;
    options.sliceMs = 0.01;
    options.budget = std::chrono::milliseconds(200);
    return options;
}

struct Fixture {
    ImagesPtr images = generateDigits(500, 3);
    LinearModelPtr model;
    QuantizedModelPtr quantized;

    explicit Fixture(const char* scheme = "channel")
    {
        Random random(5);
        model = std::make_shared<LinearModel>(initialModel(Normalization::mnist(), random));
        quantized = std::make_shared<QuantizedModel>(quantize(*model, *parseScheme(scheme)));
    }
    PathSubject subject() const { return {model, quantized, images}; }
    Comparison compared() const { return compare({model, quantized, images, 4000, 1000}, brief()); }
};

} // namespace

TEST_CASE("A timing is the median with its spread", "[bench]")
{
    const std::vector<double> times{5, 1, 4, 2, 3};
    const Timing timing = summarize(times);
    REQUIRE(timing.medianMs == 3);
    REQUIRE(timing.minMs == 1);
    REQUIRE_THAT(timing.p10Ms, WithinAbs(1.4, 1e-12));
    REQUIRE_THAT(timing.p90Ms, WithinAbs(4.6, 1e-12));
    REQUIRE(timing.repetitions == 5);
    REQUIRE(summarize({}).repetitions == 0);
}

TEST_CASE("What is timed is what the models answer", "[bench]")
{
    const Fixture lab;
    BenchRun run(
        lab.subject(), {Path::F32, Path::F32Pixels, Path::DynamicI8, Path::PixelsI8, Path::EigenF32}, 300, brief());
    run.run();
    const auto rows = run.rows(600);
    REQUIRE(rows.size() == 5);
    const double original = evaluate(*lab.model, *lab.images).accuracy();
    REQUIRE(rows[1].accuracy == original);
    REQUIRE(rows[3].accuracy == evaluate(*lab.quantized, *lab.images).accuracy());
    // Normalised floats are rounded differently from folded weights: a near tie may fall either way.
    REQUIRE_THAT(rows[0].accuracy, WithinAbs(original, 1.5 / 500));
    REQUIRE_THAT(rows[4].accuracy, WithinAbs(original, 1.5 / 500));
    for (const BenchRow& row : rows)
        REQUIRE(row.timing.medianMs > 0);
    REQUIRE_THAT(run.rows(300)[0].timing.medianMs * 2, WithinAbs(rows[0].timing.medianMs, 1e-12));
}

TEST_CASE("Every stage of the quantized paths computes what its whole computes", "[bench]")
{
    const Fixture lab("dynamic");
    Random layout(1);
    const auto inputs = std::make_shared<BenchInputs>(*lab.images, 100, 200, lab.model->normalization, layout);
    REQUIRE(inputs->count() == 200);
    REQUIRE(std::equal(inputs->pixels(), inputs->pixels() + 200 * kPixels, lab.images->pixels() + 100 * kPixels));
    const auto accuracy = [&](Path path) {
        PathWork work(path, *lab.model, *lab.quantized, inputs, layout);
        work();
        return work.accuracy();
    };
    const double whole = accuracy(Path::DynamicI8);
    REQUIRE(accuracy(Path::StaticI8) == whole);
    REQUIRE(accuracy(Path::QuantizedI8) == whole);
    REQUIRE_THAT(accuracy(Path::RestoredF32), WithinAbs(accuracy(Path::PixelsI8), 1.5 / 200));
}

TEST_CASE("A scheme with a range for each image is timed with a range for each image", "[bench]")
{
    // One bright pixel makes the common range too wide for all others, few enough for answers of every class.
    ImageSet dim(200);
    Random random(11);
    for (std::size_t i = 0; i < 200 * kPixels; ++i)
        dim.mutablePixels()[i] = random.below(32) == 0 ? 1 : 0;
    dim.mutablePixels()[0] = 255;
    const Fixture lab;
    LinearModel model = *lab.model;
    model.normalization = Normalization::unit();
    model.bias.setZero(); // or it would outweigh such dim images
    const auto quantized = [&](QuantScheme::Input input) {
        QuantScheme scheme = *parseScheme("dynamic");
        scheme.input = input;
        return quantize(model, scheme);
    };
    // The right answers are those of a range for each image.
    const Evaluation wanted = evaluate(quantized(QuantScheme::Input::DynamicRow), dim);
    std::copy(wanted.predictions.begin(), wanted.predictions.end(), dim.mutableLabels().begin());
    const auto timedAccuracy = [&](QuantScheme::Input input) {
        Random layout(1);
        const auto inputs = std::make_shared<BenchInputs>(dim, 0, 200, model.normalization, layout);
        PathWork work(Path::DynamicI8, model, quantized(input), inputs, layout);
        work();
        return work.accuracy();
    };
    CHECK(timedAccuracy(QuantScheme::Input::DynamicRow) == 1);
    CHECK(timedAccuracy(QuantScheme::Input::Dynamic7) < 0.9);
}

TEST_CASE("A static input is timed by the model's own range, without a search for another", "[bench]")
{
    Fixture lab;
    QuantizedModel model = *lab.quantized;
    model.scheme.input = QuantScheme::Input::Static;
    model.input = {0.5F, 1, 255}; // coarse: few levels are left of the digits
    const Evaluation answers = evaluate(model, *lab.images);
    auto images = std::make_shared<ImageSet>(*lab.images); // right answers are those of the model
    std::copy(answers.predictions.begin(), answers.predictions.end(), images->mutableLabels().begin());
    lab.images = images;
    lab.quantized = std::make_shared<QuantizedModel>(model);
    Random layout(1);
    const auto inputs = std::make_shared<BenchInputs>(*lab.images, 0, 500, lab.model->normalization, layout);
    const auto accuracy = [&](Path path) {
        PathWork work(path, *lab.model, *lab.quantized, inputs, layout);
        work();
        return work.accuracy();
    };
    CHECK(accuracy(Path::StaticI8) == 1);
    CHECK(accuracy(Path::QuantizedI8) == 1);
    CHECK(accuracy(Path::DynamicI8) < 1);

    const Comparison comparison = lab.compared();
    CHECK(comparison.fromFloats);
    CHECK(comparison.quantizedAccuracy() == 1);
    CHECK(comparison.quantized.batch.medianMs == comparison.floatInputQuantized.medianMs);
    REQUIRE(comparison.breakdown);
    CHECK(comparison.breakdown->floatsQuantized == comparison.quantized.batch.medianMs);
    CHECK(comparison.breakdown->floatsRange() == 0);
}

TEST_CASE("Pixels of fewer bits are narrowed in the time that is measured, and the breakdown has it apart", "[bench]")
{
    Fixture lab;
    QuantScheme scheme;
    scheme.inputBits = 1;
    const QuantizedModel model = quantize(*lab.model, scheme);
    const Evaluation answers = evaluate(model, *lab.images);
    auto images = std::make_shared<ImageSet>(*lab.images); // right answers are those of the model
    std::copy(answers.predictions.begin(), answers.predictions.end(), images->mutableLabels().begin());
    lab.images = images;
    CHECK(evaluate(*lab.quantized, *images).accuracy() < 1); // of eight bits
    lab.quantized = std::make_shared<QuantizedModel>(model);
    Random layout(1);
    const auto inputs = std::make_shared<BenchInputs>(*lab.images, 0, 500, lab.model->normalization, layout);
    for (const Path path : {Path::PixelsI8, Path::NarrowedI8}) {
        PathWork work(path, *lab.model, *lab.quantized, inputs, layout);
        work();
        CHECK(work.accuracy() == 1);
    }
    const Comparison comparison = lab.compared();
    CHECK_FALSE(comparison.fromFloats);
    CHECK(comparison.quantizedAccuracy() == 1);
    REQUIRE(comparison.breakdown);
    const Breakdown& parts = *comparison.breakdown;
    CHECK(parts.pixelsQuantized == comparison.quantized.batch.medianMs);
    CHECK(parts.pixelsNarrowed > 0);
    CHECK(parts.pixelsNarrow() == std::max(0.0, parts.pixelsQuantized - parts.pixelsNarrowed));
    CHECK(parts.pixelsRescale() == std::max(0.0, parts.pixelsNarrowed - parts.pixelsMultiply));
    const Fixture whole;
    const Breakdown eight = *whole.compared().breakdown;
    CHECK(eight.pixelsNarrowed == eight.pixelsQuantized);
    CHECK(eight.pixelsNarrow() == 0);
}

TEST_CASE("Every block lays images, weights and outputs out anew and takes the next images", "[bench]")
{
    const Fixture lab;
    Random layout(7);
    for (const Path path : {Path::F32Pixels, Path::PixelsI8, Path::F32, Path::EigenF32}) {
        INFO(pathName(path));
        std::array<std::set<std::uintptr_t>, 3> places; // on its page and the fifteen beside it
        for (int block = 0; block < 20; ++block) {
            const auto inputs = std::make_shared<BenchInputs>(*lab.images, 0, 50, lab.model->normalization, layout);
            const PathWork work(path, *lab.model, *lab.quantized, inputs, layout);
            for (std::size_t i = 0; i < places.size(); ++i) {
                const auto address = reinterpret_cast<std::uintptr_t>(work.addresses()[i]);
                CHECK(address % kAlignment == 0);
                places[i].insert(address % (64 * 1024));
            }
        }
        for (const auto& different : places)
            CHECK(different.size() >= 15);
    }
    const auto factory = pathWorks(lab.subject(), {Path::PixelsI8}, 100);
    std::set<const void*> outputs;
    for (std::size_t block = 0; block < 5; ++block) {
        BlockTimer::Works works = factory(block, layout);
        works[0]();
        const auto& work = *works[0].target<PathWork>();
        outputs.insert(work.addresses()[2]);
        std::size_t correct = 0;
        const Evaluation all = evaluate(*lab.quantized, *lab.images);
        for (std::size_t i = block * 100; i < (block + 1) * 100; ++i)
            correct += all.predictions[i] == lab.images->labels()[i];
        CHECK(work.accuracy() == static_cast<double>(correct) / 100);
    }
}

TEST_CASE("Names of the paths are those of the contract", "[bench]")
{
    REQUIRE(pathName(Path::F32) == "f32");
    REQUIRE(pathName(Path::F32Pixels) == "f32-u8");
    REQUIRE(pathName(Path::DynamicI8) == "dynamic-int8");
    REQUIRE(pathName(Path::PixelsI8) == "u8-int8");
    REQUIRE(pathName(Path::EigenF32) == "eigen-f32");
    REQUIRE(pathInput(Path::F32) == "f32");
    REQUIRE(pathInput(Path::PixelsI8) == "u8");
}

TEST_CASE("A comparison counts, sizes and times both models", "[bench]")
{
    const std::string scheme = GENERATE("lab", "dynamic", "channel");
    const Fixture lab(scheme.c_str());
    const Comparison comparison = lab.compared();
    const Evaluation original = evaluate(*lab.model, *lab.images);
    const Evaluation quantized = evaluate(*lab.quantized, *lab.images);
    REQUIRE(comparison.images == 500);
    REQUIRE(comparison.original.correct == original.correct);
    REQUIRE(comparison.quantized.correct == quantized.correct);
    REQUIRE(comparison.sizeRatio() == 4);
    std::size_t changed = 0;
    for (std::size_t i = 0; i < 500; ++i)
        changed += original.predictions[i] != quantized.predictions[i];
    REQUIRE(comparison.accuracy.changed == changed);
    for (const Timing& timing : {comparison.original.batch, comparison.quantized.batch, comparison.original.single,
             comparison.quantized.single, comparison.floatInputOriginal, comparison.floatInputQuantized})
        REQUIRE((timing.medianMs > 0 && timing.wallMs > 0 && timing.repetitions >= 11));
    REQUIRE(comparison.batchRatio.interval.low <= comparison.batchRatio.median);
    REQUIRE(comparison.quality.slices >= 24);
    REQUIRE(comparison.original.streamed.repetitions == 0); // the whole set is one piece
}

TEST_CASE("Table, breakdown and batch curve show one measurement", "[bench]")
{
    const std::string scheme = GENERATE("lab", "dynamic");
    Fixture lab(scheme.c_str());
    lab.images = generateDigits(1200, 3);
    const Comparison comparison = lab.compared();
    REQUIRE(comparison.imagesPerCall == kPieceImages);
    REQUIRE(comparison.breakdown);
    const Breakdown& breakdown = *comparison.breakdown;
    REQUIRE(breakdown.images == 1200);
    REQUIRE(breakdown.floatsOriginal == comparison.floatInputOriginal.medianMs);
    REQUIRE(breakdown.floatsQuantized == comparison.floatInputQuantized.medianMs);
    REQUIRE(comparison.original.batch.medianMs
        == (comparison.fromFloats ? breakdown.floatsOriginal : breakdown.pixelsOriginal));
    REQUIRE(comparison.quantized.batch.medianMs
        == (comparison.fromFloats ? breakdown.floatsQuantized : breakdown.pixelsQuantized));
    if (comparison.fromFloats)
        REQUIRE(comparison.batchRatio.median == comparison.floatInputRatio.median);
    for (double stage :
        {breakdown.pixelsOriginal, breakdown.pixelsQuantized, breakdown.pixelsMultiply, breakdown.floatsOriginal,
            breakdown.floatsQuantized, breakdown.floatsStatic, breakdown.floatsBytes, breakdown.floatsMultiply})
        REQUIRE(stage > 0);
    REQUIRE(breakdown.pixelsRescale() >= 0);
    REQUIRE(breakdown.floatsRescale() >= 0);

    BatchCurveRun run(lab.subject(), comparison, brief());
    while (!run.step(std::chrono::milliseconds(5))) { }
    const std::vector<BatchPoint>& points = run.points();
    std::vector<std::size_t> sizes;
    for (const BatchPoint& point : points) {
        sizes.push_back(point.images);
        REQUIRE(point.originalNs > 0);
        REQUIRE(point.quantizedNs > 0);
    }
    REQUIRE(sizes == std::vector<std::size_t>{1, 4, 16, 64, 256, 1000, 1200});
    REQUIRE(run.roundsDone() == run.roundsPlanned());
    if (!comparison.fromFloats) {
        REQUIRE_THAT(points[0].originalNs, WithinRel(comparison.original.single.medianMs * 1e6, 1e-12));
        REQUIRE_THAT(points[5].quantizedNs, WithinRel(comparison.quantized.batch.medianMs * 1e6 / 1200, 1e-12));
        REQUIRE_THAT(points[6].originalNs, WithinRel(comparison.original.streamed.medianMs * 1e6 / 1200, 1e-12));
        REQUIRE(points[6].ratio.median == comparison.streamedRatio.median);
    }
}

TEST_CASE("Break-even is where the quantized model starts to stay ahead", "[bench]")
{
    const auto points = [](std::vector<std::pair<double, double>> times) {
        std::vector<BatchPoint> list;
        std::size_t size = 1;
        for (const auto& [original, quantized] : times)
            list.push_back({size *= 2, original, quantized, {}});
        return list;
    };
    REQUIRE(breakEven(points({{10, 20}, {10, 9}, {10, 5}})) == std::size_t{4});
    REQUIRE(breakEven(points({{10, 9}, {10, 11}, {10, 5}})) == std::size_t{8});
    REQUIRE(breakEven(points({{10, 1}, {10, 1}})) == std::size_t{2});
    REQUIRE_FALSE(breakEven(points({{10, 1}, {10, 11}})).has_value());
    REQUIRE_FALSE(breakEven({}).has_value());
}

TEST_CASE("Training is timed on the images it says", "[bench]")
{
    auto data = std::make_shared<Dataset>();
    data->trainSource = generateDigits(200, 1);
    data->test = data->trainSource;
    for (std::uint32_t i = 0; i < 200; ++i)
        data->trainIndex.push_back(i);
    const TrainingTime time = timeTraining(*data, {});
    REQUIRE(time.images == 200);
    REQUIRE(time.batchSize == 64);
    REQUIRE(time.epoch.repetitions == 15);
    REQUIRE(time.epoch.medianMs > 0);
}

TEST_CASE("The time of an image is that of its steps and of the ten rows", "[bench]")
{
    const Fixture lab;
    const auto measured = [](const ImagesPtr& raw, const ImagesPtr& stepped, const LinearModelPtr& model) {
        ImageTimer timer(raw, stepped, model);
        CHECK_FALSE(timer.time().measured());
        while (!timer.step(std::chrono::milliseconds(5))) { }
        return timer.time();
    };
    const ImageTime plain = measured(lab.images, lab.images, lab.model);
    CHECK(plain.measured());
    CHECK(plain.steps == 0);
    CHECK(plain.ofOriginal() == plain.original);
    LinearModel stepped = *lab.model;
    stepped.steps.align = InputSteps::Align::Moments;
    const ImageTime behind = measured(lab.images, lab.images, std::make_shared<LinearModel>(stepped));
    CHECK(behind.steps > 0);
    CHECK(behind.ofIntegers() == behind.steps + behind.integers);
}

TEST_CASE("Input steps are timed where a model has some", "[bench]")
{
    const Fixture lab;
    ComparisonInput input{lab.model, lab.quantized, lab.images, 1, 1};
    CHECK(compare(input, brief()).steps.repetitions == 0);
    LinearModel stepped = *lab.model;
    stepped.steps.align = InputSteps::Align::Deskew;
    input.model = std::make_shared<LinearModel>(stepped);
    input.beforeSteps = lab.images;
    const Comparison comparison = compare(input, brief());
    CHECK(comparison.steps.repetitions > 0);
    CHECK(comparison.steps.medianMs > 0);
}
