// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support.h"

#include "engine/bench/batch_curve.h"
#include "engine/bench/breakdown.h"
#include "engine/bench/comparison.h"
#include "engine/bench/inference_bench.h"
#include "engine/bench/training_bench.h"
#include "engine/data/digit_generator.h"

#include <thread>

using namespace qlab;
using Catch::Matchers::WithinAbs;

namespace {

/// Few rounds: these tests look at what is measured, not at how fast it is.
TimerOptions brief()
{
    TimerOptions options;
    options.warmUps = 1;
    options.pairs = 12;
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

TEST_CASE("Works are timed in pairs and their order rotates", "[bench]")
{
    std::vector<int> order;
    TimerOptions options = brief();
    options.callsPerRepetition = 1;
    PairedTimer timer({[&] { order.push_back(0); }, [&] { order.push_back(1); }}, options);
    timer.run();
    REQUIRE(timer.roundsDone() == 12);
    REQUIRE(timer.samples(0).size() == 12);
    REQUIRE(timer.samples(1).size() == 12);
    const std::vector<int> timed(order.begin() + 2, order.end()); // after one warm-up each
    REQUIRE(std::vector<int>(timed.begin(), timed.begin() + 4) == std::vector<int>{0, 1, 1, 0});
}

TEST_CASE("The slower work has the larger time and ratio", "[bench]")
{
    TimerOptions options = brief();
    options.callsPerRepetition = 1;
    const auto sleep = [](int ms) { return [ms] { std::this_thread::sleep_for(std::chrono::milliseconds(ms)); }; };
    PairedTimer timer({sleep(8), sleep(1)}, options);
    timer.run();
    REQUIRE(timer.timing(0).minMs >= 8);
    REQUIRE(timer.ratio(0, 1).median > 1);
    REQUIRE(timer.ratio(0, 1).interval.low <= timer.ratio(0, 1).median);
    REQUIRE(timer.roundsDone() >= 11); // the budget is spent, but an interval needs its rounds
}

TEST_CASE("A stop request ends the timing", "[bench]")
{
    std::stop_source stop;
    int calls = 0;
    TimerOptions options = brief();
    options.pairs = 1'000'000;
    options.callsPerRepetition = 1;
    options.budget = std::chrono::hours(1);
    PairedTimer timer({[&] {
        if (++calls == 50)
            stop.request_stop();
    }},
        options);
    timer.run(stop.get_token());
    REQUIRE(calls == 50);
}

TEST_CASE("What is timed is what the models answer", "[bench]")
{
    const Fixture lab;
    const auto inputs = std::make_shared<BenchInputs>(lab.images, 300, lab.model->normalization);
    BenchRun run(*lab.model, *lab.quantized, inputs,
        {Path::F32, Path::F32Pixels, Path::DynamicI8, Path::PixelsI8, Path::EigenF32}, brief());
    run.run();
    const auto rows = run.rows();
    REQUIRE(rows.size() == 5);

    const auto accuracy = [&](const Evaluation& evaluation) {
        std::size_t correct = 0;
        for (std::size_t i = 0; i < 300; ++i)
            correct += evaluation.predictions[i] == lab.images->labels()[i];
        return static_cast<double>(correct) / 300;
    };
    const double original = accuracy(evaluate(*lab.model, *lab.images));
    REQUIRE(rows[1].accuracy == original);
    REQUIRE(rows[3].accuracy == accuracy(evaluate(*lab.quantized, *lab.images)));
    // Normalised floats are rounded differently from folded weights: a near tie may fall either way.
    REQUIRE_THAT(rows[0].accuracy, WithinAbs(original, 1.5 / 300));
    REQUIRE_THAT(rows[4].accuracy, WithinAbs(original, 1.5 / 300));
    for (const BenchRow& row : rows)
        REQUIRE(row.timing.medianMs > 0);
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
    const Comparison comparison = compare({lab.model, lab.quantized, lab.images, 4000, 1000}, brief());
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
        REQUIRE((timing.medianMs > 0 && timing.repetitions == 12));
    REQUIRE(comparison.batchRatio.interval.low <= comparison.batchRatio.median);
}

TEST_CASE("The breakdown measures every stage", "[bench]")
{
    const Fixture lab;
    const auto inputs = std::make_shared<BenchInputs>(lab.images, 200, lab.model->normalization);
    BreakdownRun run(*lab.model, *lab.quantized, inputs, brief());
    while (!run.step(std::chrono::milliseconds(5))) { }
    const Breakdown breakdown = run.result();
    REQUIRE(breakdown.images == 200);
    for (double stage :
        {breakdown.pixelsOriginal, breakdown.pixelsQuantized, breakdown.pixelsMultiply, breakdown.floatsOriginal,
            breakdown.floatsQuantized, breakdown.floatsStatic, breakdown.floatsBytes, breakdown.floatsMultiply})
        REQUIRE(stage > 0);
    REQUIRE(breakdown.pixelsRescale() >= 0);
    REQUIRE(breakdown.floatsRescale() >= 0);
}

TEST_CASE("The batch curve covers every size up to the set", "[bench]")
{
    const Fixture lab;
    BatchCurveRun run(*lab.model, *lab.quantized, lab.images, brief());
    while (!run.step(std::chrono::milliseconds(5))) { }
    std::vector<std::size_t> sizes;
    for (const BatchPoint& point : run.points()) {
        sizes.push_back(point.images);
        REQUIRE(point.originalNs > 0);
        REQUIRE(point.quantizedNs > 0);
    }
    REQUIRE(sizes == std::vector<std::size_t>{1, 4, 16, 64, 256});
    REQUIRE(run.roundsDone() == run.roundsPlanned());
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
