// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/schedule.h"

#include "engine/data/digit_generator.h"
#include "engine/train/recipes.h"
#include "engine/train/trainer.h"
#include "tests/support.h"

using namespace qlab;
using Catch::Matchers::WithinAbs;

TEST_CASE("A schedule rises over the warm-up and then falls as its name says", "[train][schedule]")
{
    CHECK(rateFactor(Schedule::Constant, 0, 0) == 1);
    CHECK(rateFactor(Schedule::Constant, 0, 1) == 1);
    for (const Schedule schedule : {Schedule::Constant, Schedule::Linear, Schedule::Cosine, Schedule::Step}) {
        CHECK_THAT(rateFactor(schedule, 0.1, 0.05), WithinAbs(0.5, 1e-12));
        CHECK_THAT(rateFactor(schedule, 0.1, 0.1), WithinAbs(1, 1e-12));
        double before = 1;
        for (double done = 0.1; done <= 1; done += 0.01) {
            const double now = rateFactor(schedule, 0.1, done);
            CHECK(now <= before);
            before = now;
        }
        const auto read = parseSchedule(scheduleName(schedule));
        REQUIRE(read.ok());
        CHECK(*read == schedule);
    }
    CHECK_THAT(rateFactor(Schedule::Linear, 0, 0.25), WithinAbs(0.75, 1e-12));
    CHECK_THAT(rateFactor(Schedule::Linear, 0, 1), WithinAbs(0, 1e-12));
    CHECK_THAT(rateFactor(Schedule::Cosine, 0, 0.5), WithinAbs(0.5, 1e-12));
    CHECK_THAT(rateFactor(Schedule::Step, 0, 0.7), WithinAbs(0.1, 1e-12));
    CHECK_THAT(rateFactor(Schedule::Step, 0, 0.9), WithinAbs(0.01, 1e-12));
    CHECK_FALSE(parseSchedule("sudden").ok());
}

TEST_CASE("The trainer follows the schedule, batch by batch", "[train][schedule]")
{
    const auto data = splitData({"digits", {generateDigits(640, 2), generateDigits(50, 3)}}, {});
    REQUIRE(data.ok());
    TrainConfig config = parseRecipe("best")->config;
    config.epochs = 4;
    Trainer trainer(*data, config);
    while (trainer.state() == Trainer::State::Running)
        trainer.step(std::chrono::milliseconds(5));
    REQUIRE(trainer.epochs().size() == 4);
    for (std::size_t i = 0; i < 4; ++i) { // the last of ten batches, in its middle
        const double done = (static_cast<double>(i) + 0.95) / 4;
        CHECK_THAT(trainer.epochs()[i].learningRate, WithinAbs(0.1 * (1 - done), 1e-7));
    }
}
