// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lab/sweep.h"

#include "engine/data/digit_generator.h"
#include "engine/data/stepped_data.h"
#include "engine/formats/compact_file.h"
#include "engine/quant/data_aware.h"
#include "engine/quant/quant_trainer.h"
#include "engine/train/trainer.h"
#include "tests/support.h"

#include <set>

using namespace qlab;

namespace {

DatasetPtr someDigits()
{
    auto data = splitData({"digits", {generateDigits(600, 2), generateDigits(400, 3)}}, {});
    REQUIRE(data.ok());
    return *data;
}

LinearModelPtr trained(const DatasetPtr& data)
{
    Trainer trainer(data, {});
    while (trainer.state() == Trainer::State::Running)
        trainer.step(std::chrono::seconds(1));
    return std::make_shared<LinearModel>(trainer.model());
}

} // namespace

TEST_CASE("A plan has every width, over a hundred roundings, and no model twice", "[lab]")
{
    const auto plan = sweepPlan({});
    CHECK(modelsOf(sweepPlan({false, false})) >= 100);
    std::set<std::string> seen;
    std::set<int> widths;
    for (const SweepStage& stage : plan) {
        REQUIRE(validate(stage.steps).ok());
        for (const QuantScheme& scheme : stage.rounded) {
            CHECK(validate(scheme).ok());
            widths.insert(scheme.bits);
            CHECK(seen.insert(stepsText(stage.steps) + ' ' + schemeToText(scheme)).second);
        }
        for (const TrainedGrid& grid : stage.trained) {
            CHECK(validateForTraining(grid.scheme, grid.l1).ok());
            CHECK(
                seen.insert(stepsText(stage.steps) + " trained " + std::to_string(grid.l1) + schemeToText(grid.scheme))
                    .second);
        }
    }
    CHECK(widths.size() == 8);
    CHECK(seen.size() == modelsOf(plan));
}

TEST_CASE("A sweep judges each model as its file stands", "[lab]")
{
    const DatasetPtr data = someDigits();
    const LinearModelPtr original = trained(data);
    Sweep sweep(data, original, {});
    int slices = 0;
    while (!sweep.step(std::chrono::milliseconds(20)))
        ++slices;
    CHECK(slices > 5);
    REQUIRE(sweep.points().size() == sweep.planned());
    CHECK(sweep.inputs().size() == sweepPlan({}).size());
    CHECK(sweep.inputs()[0].model == original);
    const std::vector<std::uint8_t> first = evaluate(*original, *data->test).predictions;
    for (std::size_t i = 0; i < sweep.points().size(); i += 7) {
        const SweepPoint& point = *sweep.points()[i];
        INFO(stepsText(point.configuration.steps) << ", " << schemeToText(point.configuration.scheme));
        const auto bytes = encodeCompact(*point.model);
        CHECK(bytes.size() == point.bytes);
        const auto read = decodeCompact(bytes);
        REQUIRE(read.ok());
        const DatasetPtr stepped = withSteps(data, read->steps);
        const Evaluation answers = evaluate(*read, *stepped->test);
        CHECK(answers.correct == point.correct);
        CHECK(point.images == 400);
        CHECK(point.time.integers > 0);
        CHECK((point.time.steps > 0) == !point.configuration.steps.none());
        const McNemar against = compareOnSameImages(first, answers.predictions, data->test->labels());
        CHECK(against.onlyFirst == point.against.onlyFirst);
        CHECK(against.onlySecond == point.against.onlySecond);
        CHECK(point.accuracy95.low <= point.accuracy());
        CHECK(point.accuracy() <= point.accuracy95.high);
        if (!point.configuration.trained)
            CHECK(quantizeOn(stepped, point.original, point.configuration.scheme).q == point.model->q);
    }
}

TEST_CASE("A sweep that is stopped stands still and goes on", "[lab]")
{
    const DatasetPtr data = someDigits();
    Sweep sweep(data, trained(data), {false, false});
    std::stop_source source;
    source.request_stop();
    CHECK_FALSE(sweep.step(std::chrono::seconds(10), source.get_token()));
    CHECK(sweep.points().empty());
    CHECK(sweep.step(std::chrono::seconds(60)));
    CHECK(sweep.points().size() == sweep.planned());
}
