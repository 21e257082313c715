// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/trainer.h"
#include "tests/model/reference_files.h"
#include "tests/train/eigen_sgd.h"

#include <numeric>
#include <stop_token>

using namespace qlab;
using namespace std::chrono_literals;
using Catch::Matchers::WithinAbs;
using State = Trainer::State;

namespace {

/// 333 of 500 random images picked out of order, and 70 to test on.
DatasetPtr smallData()
{
    auto data = std::make_shared<Dataset>();
    data->trainSource = test::randomImages(500, 21);
    data->trainIndex.resize(500);
    std::iota(data->trainIndex.begin(), data->trainIndex.end(), 0u);
    Random random(22);
    shuffle(data->trainIndex, random);
    data->trainIndex.resize(333);
    data->test = test::randomImages(70, 23);
    return data;
}

TrainConfig smallConfig()
{
    TrainConfig config;
    config.epochs = 3;
    config.seed = 7;
    return config;
}

void finish(Trainer& trainer)
{
    while (trainer.state() == State::Running)
        trainer.step(1h);
}

bool sameWeights(const LinearModel& a, const LinearModel& b) { return a.weights == b.weights && a.bias == b.bias; }

} // namespace

TEST_CASE("training follows the formulas in every setting", "[train]")
{
    const DatasetPtr data = smallData();
    struct Case {
        int batchSize;
        float momentum, weightDecay;
        Normalization normalization;
    };
    for (const Case& setting : {Case{64, 0, 0, Normalization::mnist()}, Case{0, 0, 0, Normalization::mnist()},
             Case{1, 0, 0, Normalization::unit()}, Case{333, 0.5f, 0, Normalization::unit()},
             Case{50, 0.9f, 0.01f, Normalization::half()}, Case{7, 0, 0.1f, Normalization::unit()}}) {
        INFO("batch " << setting.batchSize << ", momentum " << setting.momentum << ", decay " << setting.weightDecay);
        TrainConfig config = smallConfig();
        config.batchSize = setting.batchSize;
        config.momentum = setting.momentum;
        config.weightDecay = setting.weightDecay;
        config.normalization = setting.normalization;
        Trainer trainer(data, config);
        test::EigenSgd expected(*data, config);
        CHECK(expected.largestDifference(trainer.model()) == 0);
        for (int epoch = 0; epoch < config.epochs; ++epoch) {
            const double loss = expected.epoch();
            trainer.step(1h);
            REQUIRE(trainer.epochs().size() == static_cast<std::size_t>(epoch) + 1);
            CHECK_THAT(trainer.epochs().back().trainLoss, WithinAbs(loss, 1e-4));
            CHECK(expected.largestDifference(trainer.model()) < 1e-4);
        }
        CHECK(trainer.state() == State::Finished);
    }
}

TEST_CASE("slicing does not change a bit of the weights", "[train]")
{
    const DatasetPtr data = smallData();
    TrainConfig config = smallConfig();
    config.momentum = 0.9f;
    Trainer whole(data, config);
    finish(whole);

    Trainer batches(data, config);
    int steps = 0;
    for (; batches.state() == State::Running; ++steps)
        batches.stepBatch();
    CHECK(steps == 18); // six batches an epoch, the last of 13 images
    CHECK(sameWeights(batches.model(), whole.model()));

    Trainer slices(data, config);
    for (auto budget = 0us; slices.state() == State::Running; budget += 10us)
        slices.step(budget);
    CHECK(sameWeights(slices.model(), whole.model()));
    CHECK(slices.losses().size() == whole.losses().size());
    CHECK((slices.lastEvaluation()->logits == whole.lastEvaluation()->logits));

    config.seed = 8;
    Trainer other(data, config);
    finish(other);
    CHECK_FALSE(sameWeights(other.model(), whole.model()));
}

TEST_CASE("a slice ends at its budget, at a stop and at the epoch's end", "[train]")
{
    Trainer trainer(smallData(), smallConfig());
    CHECK(trainer.epochsDone() == 0);
    trainer.step(0ns);
    CHECK(trainer.epochsDone() == 64.0 / 333);
    std::stop_source stop;
    stop.request_stop();
    trainer.step(1h, stop.get_token());
    CHECK(trainer.epochsDone() == 128.0 / 333);
    trainer.step(std::chrono::nanoseconds::max());
    CHECK(trainer.epochsDone() == 1);
    CHECK(trainer.state() == State::Running);
    CHECK(trainer.epochs().size() == 1);
    CHECK(trainer.losses().size() == 6);
    CHECK(trainer.losses()[5].epoch == 1);
}

TEST_CASE("a batch too big for a slice goes on in the next one", "[train]")
{
    auto data = std::make_shared<Dataset>(*smallData());
    data->trainSource = test::randomImages(5000, 24);
    data->trainIndex.resize(5000);
    std::iota(data->trainIndex.begin(), data->trainIndex.end(), 0u);
    TrainConfig config = smallConfig();
    config.batchSize = 0; // all images
    Trainer sliced(data, config);
    const LinearModel initial = sliced.model();
    sliced.step(0ns);
    CHECK(sliced.epochsDone() == 0);
    CHECK(sameWeights(sliced.model(), initial));
    sliced.setLearningRate(10); // from the next batch on
    sliced.stepBatch();
    CHECK(sliced.epochsDone() == 1);
    CHECK_FALSE(sameWeights(sliced.model(), initial));

    Trainer whole(data, config);
    whole.stepBatch();
    CHECK(sameWeights(sliced.model(), whole.model()));
    CHECK(sliced.epochs().front().trainLoss == whole.epochs().front().trainLoss);
}

TEST_CASE("an epoch's record holds what was measured", "[train]")
{
    const DatasetPtr data = smallData();
    Trainer trainer(data, smallConfig());
    const EvaluationPtr initial = trainer.lastEvaluation();
    REQUIRE(initial);
    CHECK((initial->logits == evaluate(trainer.model(), *data->test).logits));
    trainer.step(1h);
    REQUIRE(trainer.epochs().size() == 1);
    const EpochRecord& record = trainer.epochs().front();
    const Evaluation after = evaluate(trainer.model(), *data->test);
    CHECK(record.epoch == 1);
    CHECK(record.testLoss == meanCrossEntropy(after.logits, data->test->labels()));
    CHECK(record.testAccuracy == after.accuracy());
    CHECK((trainer.lastEvaluation()->predictions == after.predictions));
    CHECK(trainer.lastEvaluation() != initial);
    CHECK(record.learningRate == 0.01f);
    CHECK(record.seconds > 0);
    const double right = record.trainAccuracy * 333;
    CHECK_THAT(right, WithinAbs(std::round(right), 1e-9));

    // The curve's points, each for its share of the images, have the epoch's mean.
    double start = 0;
    double mean = 0;
    for (const BatchLoss& point : trainer.losses()) {
        mean += point.loss * (point.epoch - start);
        start = point.epoch;
    }
    CHECK_THAT(mean, WithinAbs(record.trainLoss, 1e-6));
}

TEST_CASE("the learning rate changes on the way", "[train]")
{
    Trainer trainer(smallData(), smallConfig());
    trainer.step(1h);
    trainer.setLearningRate(1e-30f);
    const LinearModel before = trainer.model();
    trainer.step(1h);
    CHECK(sameWeights(trainer.model(), before)); // a step too small to move a float
    CHECK(trainer.config().learningRate == 1e-30f);
    CHECK(trainer.epochs()[0].learningRate == 0.01f);
    CHECK(trainer.epochs()[1].learningRate == 1e-30f);
    trainer.setLearningRate(0.01f);
    trainer.stepBatch();
    CHECK_FALSE(sameWeights(trainer.model(), before));
}

TEST_CASE("epochs are added and dropped on the way", "[train]")
{
    const DatasetPtr data = smallData();
    Trainer trainer(data, smallConfig());
    trainer.step(1h);
    trainer.stepBatch();
    trainer.setEpochs(1); // the second has begun
    CHECK(trainer.config().epochs == 2);
    trainer.step(1h);
    CHECK(trainer.state() == State::Finished);
    trainer.setEpochs(1);
    CHECK(trainer.config().epochs == 2);
    trainer.setEpochs(3);
    CHECK(trainer.state() == State::Running);
    trainer.step(1h);
    CHECK(trainer.state() == State::Finished);

    Trainer planned(data, smallConfig());
    finish(planned);
    CHECK(sameWeights(trainer.model(), planned.model()));
    Trainer fresh(data, smallConfig());
    fresh.setEpochs(-4);
    CHECK(fresh.config().epochs == 1);
}

TEST_CASE("the weights of the training's end are averaged", "[train]")
{
    const DatasetPtr data = smallData();
    TrainConfig config = smallConfig();
    config.batchSize = 50; // seven batches an epoch
    Trainer plain(data, config);
    config.averaging = 0.5f; // of three epochs: the last one and a half
    Trainer averaged(data, config);

    Eigen::MatrixXd weights = Eigen::MatrixXd::Zero(kClasses, kPixels);
    Eigen::VectorXd bias = Eigen::VectorXd::Zero(kClasses);
    int counted = 0;
    while (plain.state() == State::Running) {
        plain.stepBatch();
        averaged.stepBatch();
        const double done = plain.epochsDone();
        if (done <= 1.5) {
            REQUIRE(sameWeights(averaged.model(), plain.model()));
            continue;
        }
        weights += plain.model().weights.cast<double>();
        bias += plain.model().bias.cast<double>();
        ++counted;
        REQUIRE((averaged.model().weights.cast<double>() - weights / counted).cwiseAbs().maxCoeff() < 1e-7);
        REQUIRE((averaged.model().bias.cast<double>() - bias / counted).cwiseAbs().maxCoeff() < 1e-7);
    }
    CHECK(counted == 11);
    CHECK_FALSE(sameWeights(averaged.model(), plain.model()));
    CHECK(averaged.lastEvaluation()->predictions == evaluate(averaged.model(), *data->test).predictions);

    Trainer sliced(data, config); // however it is sliced
    while (sliced.state() == State::Running)
        sliced.step(1us);
    CHECK(sameWeights(sliced.model(), averaged.model()));
}

TEST_CASE("one image makes a training set", "[train]")
{
    auto data = std::make_shared<Dataset>(*smallData());
    data->trainIndex = {499};
    TrainConfig config = smallConfig();
    config.batchSize = 1;
    config.epochs = 200;
    Trainer trainer(data, config);
    finish(trainer);
    CHECK(trainer.epochs().back().trainAccuracy == 1);
    CHECK(trainer.epochs().back().trainLoss < trainer.epochs().front().trainLoss);
}

TEST_CASE("a training that diverges ends in a model that says so", "[train]")
{
    TrainConfig config = smallConfig();
    config.epochs = 20;
    config.learningRate = 100;
    config.weightDecay = 1; // each step multiplies the weights by -99
    Trainer trainer(smallData(), config);
    finish(trainer);
    CHECK_FALSE(isFinite(trainer.model()));
    CHECK_FALSE(std::isfinite(trainer.epochs().back().trainLoss));
    for (const std::uint8_t prediction : trainer.lastEvaluation()->predictions)
        CHECK(prediction < kClasses);
}
