// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/present/train_charts.h"
#include "app/present/train_words.h"
#include "tests/support.h"

#include <limits>

using namespace qlab;
using namespace qlab::app;

namespace {

std::vector<EpochRecord> epochsWith(std::initializer_list<double> losses)
{
    std::vector<EpochRecord> epochs;
    for (const double loss : losses) {
        EpochRecord record;
        record.epoch = static_cast<int>(epochs.size()) + 1;
        record.testLoss = 7;
        record.heldOutLoss = loss;
        epochs.push_back(record);
    }
    return epochs;
}

std::string text(const std::vector<EpochRecord>& epochs, int patience)
{
    return earlyStopText(epochs, patience).toStdString();
}

} // namespace

TEST_CASE("a training with a patience says what became of it", "[training]")
{
    auto epochs = epochsWith({0.5, 0.4, 0.45, 0.41});
    CHECK(earlyStopText({}, 3).isEmpty());
    CHECK(earlyStopText(epochs, 3).isEmpty()); // it runs
    epochs[1].restored = true;
    CHECK(text(epochs, 3) == "Weights of epoch 2, the best on the held-out images");
    CHECK(text(epochs, 2) == "Stopped after epoch 4: no better since epoch 2, whose weights it has");
    auto hasty = epochsWith({0.5, 0.6});
    hasty[0].restored = true;
    CHECK(text(hasty, 1) == "Stopped after epoch 2: no better since epoch 1, whose weights it has");
    const double nan = std::numeric_limits<double>::quiet_NaN();
    CHECK(text(epochsWith({nan, nan}), 2) == "Stopped after epoch 2: the loss on the held-out images is not a number");

    for (EpochRecord& record : epochs) { // a log of an earlier version, beside today's recipe
        record.heldOutLoss.reset();
        record.restored = false;
    }
    CHECK(earlyStopText(epochs, 2).isEmpty());
}

TEST_CASE("charts leave no room for epochs that early stopping left out", "[training]")
{
    TrainConfig config;
    config.epochs = 60;
    config.patience = 2;
    CHECK(shownEpochs(epochsWith({0.5, 0.4, 0.45}), config) == 60); // it runs
    CHECK(shownEpochs(epochsWith({0.5, 0.4, 0.45, 0.41}), config) == 4);
    CHECK(shownEpochs({}, config) == 60);
}

TEST_CASE("the held-out loss is a curve of its own where there is one", "[training]")
{
    const std::vector<BatchLoss> losses = {{0.5, 2}, {1, 1}};
    auto epochs = epochsWith({0.5, 0.25});
    const LineChartData with = lossData({losses, epochs}, 3, 0, {});
    REQUIRE(with.curves.size() == 3);
    CHECK(with.curves[2].role == SeriesRole::HeldOut);
    CHECK(with.curves[2].x == std::vector<double>{1, 2});
    CHECK(with.curves[2].y == std::vector<double>{0.5, 0.25});
    for (EpochRecord& record : epochs)
        record.heldOutLoss.reset();
    CHECK(lossData({losses, epochs}, 3, 0, {}).curves.size() == 2);
}
