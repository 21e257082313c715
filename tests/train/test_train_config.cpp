// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/train_config.h"
#include "tests/support.h"

#include <functional>
#include <limits>

using namespace qlab;

TEST_CASE("the default recipe is valid", "[train]")
{
    CHECK(validate(TrainConfig{}, 60'000).ok());
    TrainConfig edge;
    edge.epochs = 10'000;
    edge.batchSize = 100;
    edge.learningRate = 100;
    edge.momentum = 0.999f;
    edge.weightDecay = 1;
    CHECK(validate(edge, 100).ok());
    edge.batchSize = 0;
    CHECK(validate(edge, 1).ok());
}

TEST_CASE("every training setting is checked at the door", "[train]")
{
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const float infinity = std::numeric_limits<float>::infinity();
    struct Case {
        const char* field; ///< that the error must name
        const char* word;  ///< what the message must say
        std::function<void(TrainConfig&)> spoil;
    };
    for (const Case& bad : {
             Case{"epochs", "epochs is 0", [](TrainConfig& c) { c.epochs = 0; }},
             Case{"epochs", "epochs is 10001", [](TrainConfig& c) { c.epochs = 10'001; }},
             Case{"batch_size", "batch size is -1", [](TrainConfig& c) { c.batchSize = -1; }},
             Case{"batch_size", "batch size is 1001: use 1 to 1,000", [](TrainConfig& c) { c.batchSize = 1001; }},
             Case{"learning_rate", "learning rate is 0:", [](TrainConfig& c) { c.learningRate = 0; }},
             Case{"learning_rate", "learning rate is -0.1:", [](TrainConfig& c) { c.learningRate = -0.1f; }},
             Case{"learning_rate", "learning rate is 101:", [](TrainConfig& c) { c.learningRate = 101; }},
             Case{"learning_rate", "learning rate is nan", [nan](TrainConfig& c) { c.learningRate = nan; }},
             Case{"learning_rate", "learning rate is inf", [infinity](TrainConfig& c) { c.learningRate = infinity; }},
             Case{"momentum", "momentum is 1:", [](TrainConfig& c) { c.momentum = 1; }},
             Case{"momentum", "momentum is -0.5:", [](TrainConfig& c) { c.momentum = -0.5f; }},
             Case{"momentum", "momentum is nan", [nan](TrainConfig& c) { c.momentum = nan; }},
             Case{"weight_decay", "weight decay is 1.5:", [](TrainConfig& c) { c.weightDecay = 1.5f; }},
             Case{"weight_decay", "weight decay is nan", [nan](TrainConfig& c) { c.weightDecay = nan; }},
             Case{"averaging", "averaging is 0.95:", [](TrainConfig& c) { c.averaging = 0.95f; }},
             Case{"averaging", "averaging is nan", [nan](TrainConfig& c) { c.averaging = nan; }},
             Case{"patience", "patience is -1:", [](TrainConfig& c) { c.patience = -1; }},
             Case{"patience", "patience is 10001:", [](TrainConfig& c) { c.patience = 10'001; }},
             Case{"patience", "set one of them to 0",
                 [](TrainConfig& c) {
                     c.patience = 1;
                     c.averaging = 0.5f;
                 }},
             Case{"batch_size", "batch size is 901: use 1 to 900 (the training images that are not held out)",
                 [](TrainConfig& c) {
                     c.patience = 1;
                     c.batchSize = 901;
                 }},
             Case{"normalization", "mean of the normalization is inf",
                 [infinity](TrainConfig& c) { c.normalization.mean = infinity; }},
             Case{"normalization",
                 "deviation of the normalization is 0:", [](TrainConfig& c) { c.normalization.std = 0; }},
             Case{"normalization", "deviation of the normalization is nan",
                 [nan](TrainConfig& c) { c.normalization.std = nan; }},
         }) {
        TrainConfig config;
        bad.spoil(config);
        INFO(bad.word);
        const Status status = validate(config, 1000);
        REQUIRE_FALSE(status.ok());
        CHECK(status.error().code == Error::Code::BadInput);
        CHECK(status.error().message.find(bad.word) != std::string::npos);
        CHECK(status.error().field == bad.field);
    }
    CHECK_FALSE(validate(TrainConfig{}, 0).ok());
    TrainConfig few;
    few.patience = 1;
    few.batchSize = 0;
    CHECK(validate(few, 10).ok());
    REQUIRE_FALSE(validate(few, 9).ok());
    CHECK(validate(few, 9).error().field == "patience");
}
