// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/service/recorder.h"

#include <limits>

using namespace qlab;
using namespace qlab::test;
using namespace std::chrono_literals;

TEST_CASE("A training runs to its end and brings its curve", "[service]")
{
    Bench bench;
    const auto id = bench.engine.submit(TrainRequest{bench.data, epochs(3)});
    REQUIRE(id.ok());
    const auto done = bench.recorder.waitFor<TrainDone>(*id);
    REQUIRE(done);
    REQUIRE(done->snapshot->epochs.size() == 3);
    REQUIRE(done->snapshot->epochsDone == 3);
    REQUIRE(done->snapshot->test->images() == 200);
    REQUIRE(done->snapshot->epochs.back().trainLoss < done->snapshot->epochs.front().trainLoss);
}

TEST_CASE("The thread changes nothing: the same weights as a trainer alone", "[service]")
{
    Bench bench;
    const auto id = bench.engine.submit(TrainRequest{bench.data, epochs(2)});
    const auto done = bench.recorder.waitFor<TrainDone>(*id);
    REQUIRE(done);
    Trainer alone(bench.data, epochs(2));
    while (alone.state() == Trainer::State::Running)
        alone.stepBatch();
    REQUIRE(alone.model().weights == done->snapshot->model->weights);
    REQUIRE(alone.model().bias == done->snapshot->model->bias);
}

TEST_CASE("A cancelled training says what it reached, and the next job follows", "[service]")
{
    Bench bench;
    const auto first = bench.engine.submit(TrainRequest{bench.data, endless()});
    const auto second = bench.engine.submit(TrainRequest{bench.data, epochs(1)});
    REQUIRE(bench.recorder.waitFor<TrainProgress>(
        [&](const TrainProgress& progress) { return progress.id == *first && progress.snapshot->epochsDone > 0; }));
    bench.engine.cancel(*first);
    const auto cancelled = bench.recorder.waitFor<Cancelled>(*first);
    REQUIRE(cancelled);
    REQUIRE(cancelled->partial);
    REQUIRE(cancelled->partial->epochsDone > 0);
    REQUIRE(bench.recorder.waitFor<TrainDone>(*second));
}

TEST_CASE("A training pauses, steps one batch at a time and goes on", "[service]")
{
    Bench bench;
    const auto id = bench.engine.submit(TrainRequest{bench.data, epochs(2), true});
    const auto at = [&](double epochsDone) {
        return bench.recorder.waitFor<TrainProgress>([&](const TrainProgress& progress) {
            return progress.snapshot->paused && std::abs(progress.snapshot->epochsDone - epochsDone) < 1e-9;
        });
    };
    REQUIRE(at(0));
    bench.engine.stepOnce(*id);
    REQUIRE(at(64.0 / 600));
    bench.engine.stepOnce(*id);
    REQUIRE(at(128.0 / 600));
    bench.engine.setLearningRate(*id, 0.5f);
    bench.engine.resume(*id);
    const auto done = bench.recorder.waitFor<TrainDone>(*id);
    REQUIRE(done);
    REQUIRE(done->snapshot->config.learningRate == 0.5f);
    REQUIRE(done->snapshot->epochs.back().learningRate == 0.5f);
}

TEST_CASE("A paused training lets others wait but not previews", "[service]")
{
    Bench bench;
    const auto id = bench.engine.submit(TrainRequest{bench.data, epochs(1), true});
    REQUIRE(bench.recorder.waitFor<TrainProgress>(*id));
    const auto preview = bench.engine.submit(PreviewRequest{someModel(), nullptr, {}, bench.data});
    REQUIRE(bench.recorder.waitFor<PreviewDone>(*preview));
    bench.engine.cancel(*id);
    REQUIRE(bench.recorder.waitFor<Cancelled>(*id));
}

TEST_CASE("A training on a grid shows its weights from the beginning, and its curve", "[service]")
{
    Bench bench;
    const auto model = someModel();
    const QuantScheme scheme = parseScheme("ternary").value();
    for (const bool fresh : {false, true}) {
        const auto id = bench.engine.submit(QuantTrainRequest{{model, nullptr, scheme, bench.data}, {1e-4, fresh}});
        const auto begun = bench.recorder.waitFor<QuantTrainProgress>(*id);
        REQUIRE(begun);
        CHECK(begun->training->epochsDone == 0);
        CHECK_FALSE(begun->training->complete);
        const auto done = bench.recorder.waitFor<QuantTrainDone>(*id);
        REQUIRE(done);
        const QuantTraining& training = *done->training;
        CHECK(training.complete);
        CHECK(training.grid == GridTraining{1e-4, fresh});
        REQUIRE(static_cast<int>(training.epochs.size()) == training.config.epochs);
        CHECK(training.epochs.back().trainLoss < training.epochs.front().trainLoss);
        CHECK(training.epochs.back().testAccuracy == training.report->quantizedEvaluation->accuracy());
        CHECK(training.report->model == model);
        CHECK(training.report->quantized->trained);
        CHECK(training.report->quantized->scheme == scheme);
    }
    const auto refused = bench.engine.submit(QuantTrainRequest{{model, nullptr, scheme, bench.data}, {0.5, false}});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().field == "l1");
}

TEST_CASE("A paused or stopped training is judged as it stands", "[service]")
{
    Bench bench;
    const auto training = bench.engine.submit(TrainRequest{bench.data, endless(), true});
    bench.engine.stepOnce(*training);
    const auto stepped = bench.recorder.waitFor<TrainProgress>(
        [](const TrainProgress& event) { return event.snapshot->paused && event.snapshot->epochsDone > 0; });
    REQUIRE(stepped);
    const Evaluation own = evaluate(*stepped->snapshot->model, *bench.data->test);
    REQUIRE(stepped->snapshot->test->predictions == own.predictions);
    bench.engine.cancel(*training);
    const auto stopped = bench.recorder.waitFor<Cancelled>(*training);
    REQUIRE(stopped);
    REQUIRE(stopped->partial->test->predictions == own.predictions);
}
