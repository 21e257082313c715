// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/digit_generator.h"
#include "engine/quant/input_curvature.h"
#include "engine/train/trainer.h"
#include "tests/support.h"

#include <chrono>
#include <memory>

/// A few digits, a model that was trained on them, and what they say of its inputs.
namespace qlab::test {

inline DatasetPtr someDigits(std::size_t train = 250)
{
    auto data = splitData({"digits", {generateDigits(train, 2), generateDigits(500, 3)}}, {});
    REQUIRE(data.ok());
    return *data;
}

inline LinearModelPtr trained(
    const DatasetPtr& data, int epochs = 2, const Normalization& normalization = Normalization::mnist())
{
    TrainConfig config;
    config.epochs = epochs;
    config.batchSize = 16;
    config.normalization = normalization;
    Trainer trainer(data, config);
    while (trainer.state() == Trainer::State::Running)
        trainer.step(std::chrono::seconds(1));
    return std::make_shared<LinearModel>(trainer.model());
}

inline InputCurvaturePtr curvatureOf(const DatasetPtr& data, const LinearModelPtr& model)
{
    InputCurvatureMaker maker(data, model);
    while (!maker.step(std::chrono::milliseconds(1))) { }
    return maker.take();
}

} // namespace qlab::test
