// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/trainer.h"
#include "tests/model/reference_files.h"
#include "tests/train/eigen_sgd.h"

#include <numeric>

using namespace qlab;
using namespace std::chrono_literals;
using Catch::Matchers::WithinAbs;

namespace {

DatasetPtr officialData(const OfficialFiles& files)
{
    auto data = std::make_shared<Dataset>();
    data->name = "MNIST";
    data->trainSource = files.train;
    data->trainIndex.resize(files.train->size());
    std::iota(data->trainIndex.begin(), data->trainIndex.end(), 0u);
    data->test = files.test;
    return data;
}

} // namespace

TEST_CASE("the reference recipe gives the reference weights on MNIST", "[train][mnist]")
{
    const auto files = test::mnist();
    if (!files)
        return;
    Trainer trainer(officialData(*files), TrainConfig{});
    while (trainer.state() == Trainer::State::Running)
        trainer.step(20ms);

    const LinearModel expected = test::referenceModel("float");
    CHECK((trainer.model().weights - expected.weights).cwiseAbs().maxCoeff() <= 1e-4f);
    CHECK((trainer.model().bias - expected.bias).cwiseAbs().maxCoeff() <= 1e-4f);
    CHECK(trainer.lastEvaluation()->correct >= 9220);
    CHECK(trainer.lastEvaluation()->correct <= 9222);

    // Mean training loss and test accuracy of each epoch, as numpy has them.
    constexpr std::array<double, 10> kLosses = {0.4754187487443288, 0.33312999509175617, 0.31152303800582887,
        0.3005160379886627, 0.2931696102142334, 0.28787552324930826, 0.28369470134576164, 0.2804641976912816,
        0.27755874775648115, 0.2753478655497233};
    constexpr std::array<double, 10> kAccuracies = {
        0.9063, 0.9138, 0.9149, 0.9187, 0.9201, 0.9185, 0.9193, 0.9219, 0.9216, 0.9221};
    REQUIRE(trainer.epochs().size() == 10);
    for (std::size_t i = 0; i < 10; ++i) {
        INFO("epoch " << i + 1);
        CHECK_THAT(trainer.epochs()[i].trainLoss, WithinAbs(kLosses[i], 1e-5));
        CHECK_THAT(trainer.epochs()[i].testAccuracy, WithinAbs(kAccuracies[i], 1.5e-4));
    }
    CHECK(trainer.losses().size() > 2000);
    CHECK(trainer.losses().size() < 4500);
}

TEST_CASE("an epoch of MNIST equals one in double matrices", "[train][mnist]")
{
    const auto files = test::mnist();
    if (!files)
        return;
    const DatasetPtr data = officialData(*files);
    TrainConfig config;
    config.epochs = 1;
    config.seed = 2;
    config.momentum = 0.5f;
    config.weightDecay = 1e-4f;
    test::EigenSgd expected(*data, config);
    const double loss = expected.epoch();
    Trainer trainer(data, config);
    while (trainer.state() == Trainer::State::Running)
        trainer.step(20ms);
    CHECK_THAT(trainer.epochs().front().trainLoss, WithinAbs(loss, 1e-5));
    CHECK(expected.largestDifference(trainer.model()) < 1e-4);
}

TEST_CASE("another seed ends within the spread of seeds", "[train][mnist]")
{
    const auto files = test::mnist();
    if (!files)
        return;
    TrainConfig config;
    config.seed = 3;
    Trainer trainer(officialData(*files), config);
    while (trainer.state() == Trainer::State::Running)
        trainer.step(20ms);
    // Mean over seeds, and three standard deviations or more to each side.
    CHECK_THAT(trainer.epochs().front().trainLoss, WithinAbs(0.470, 0.010));
    CHECK_THAT(trainer.epochs().back().trainLoss, WithinAbs(0.2755, 0.0015));
    CHECK(trainer.lastEvaluation()->accuracy() > 0.9185);
    CHECK(trainer.lastEvaluation()->accuracy() < 0.926);
}
