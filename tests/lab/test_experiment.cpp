// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lab/experiment.h"

#include "engine/train/train_fields.h"
#include "tests/support.h"

#include <set>

using namespace qlab;

namespace {

/// In which every field differs from its default.
Experiment unusual(const std::filesystem::path& folder)
{
    Experiment experiment;
    experiment.source = {DataSource::Kind::Folder, folder};
    experiment.split = {SplitSpec::Kind::AllImages, 0.75, 9'007'199'254'740'993u};
    experiment.steps = gradientSteps(InputSteps::Align::Moments, 8, 5);
    experiment.config.epochs = 3;
    experiment.config.batchSize = 0;
    experiment.config.learningRate = 0.0001f;
    experiment.config.schedule = Schedule::Cosine;
    experiment.config.warmUp = 0.1f;
    experiment.config.momentum = 0.9f;
    experiment.config.weightDecay = 1e-7f;
    experiment.config.averaging = 0.25f;
    experiment.config.patience = 4;
    experiment.config.seed = 18'446'744'073'709'551'615u;
    experiment.config.normalization = {0.25f, 0.5f};
    experiment.scheme = *parseScheme("sign-aware");
    experiment.grid = {0.0003, true};
    return experiment;
}

} // namespace

TEST_CASE("An experiment survives the way through its fields' texts", "[lab][experiment]")
{
    const test::TemporaryFolder folder;
    const Experiment wanted = unusual(folder.path());
    Experiment read;
    std::set<std::string_view> names;
    for (const ExperimentField& field : experimentFields()) {
        INFO(field.name);
        CHECK(names.insert(field.name).second);
        CHECK(&experimentField(field.name) == &field);
        CHECK(field.write(wanted) != field.write(read)); // every field is in the table
        REQUIRE(field.read(field.write(wanted), read).ok());
        CHECK(field.write(read) == field.write(wanted));
    }
    CHECK(read == wanted);
}

TEST_CASE("A field refuses what is no value of it, says which field, and changes nothing", "[lab][experiment]")
{
    const Experiment before;
    Experiment experiment;
    for (const ExperimentField& field : experimentFields()) {
        INFO(field.name);
        const Status status = field.read("no such value!", experiment);
        REQUIRE_FALSE(status.ok());
        CHECK_FALSE(status.error().message.empty());
        CHECK(experiment == before);
    }
    for (const TrainField& field : trainFields()) {
        TrainConfig config;
        CHECK(readField(field, "no such value!", config).error().field == field.name);
    }
    TrainConfig config;
    const auto refused = [&](const char* name, const char* text) {
        INFO(name << " " << text);
        const Status status = readField(trainField(name), text, config);
        REQUIRE_FALSE(status.ok());
        CHECK_THAT(status.error().message, test::ContainsSubstring(text));
    };
    for (const char* text : {"0", "10001", "1.5", "1e3", " 1", "1 ", "-1"})
        refused("epochs", text);
    for (const char* text : {"0", "100.5", "nan", "inf", "0,01", "0.1x"})
        refused("learning_rate", text);
    for (const char* text : {"1", "-0.1", "nan"})
        refused("momentum", text);
    for (const char* text : {"-1", "18446744073709551616", "1.5"})
        refused("seed", text);
    CHECK(config == TrainConfig{});
}

TEST_CASE("What a field takes is told with its ends", "[lab][experiment]")
{
    CHECK(rangeText({1, 10'000, true}) == "from 1 to 10,000");
    CHECK(rangeText({0, 0.5}) == "from 0 to 0.5");
    CHECK(rangeText({0, 100, false, true}) == "above 0, at most 100");
    CHECK(rangeText({0, 1, false, false, true}) == "from 0 up to below 1");
    const double nan = std::numeric_limits<double>::quiet_NaN();
    CHECK_FALSE(NumberRange{0, 1}.holds(nan));
    CHECK_FALSE(NumberRange{0, 1, false, true, true}.holds(nan));
    CHECK(NumberRange{0, 1}.holds(1));
    CHECK_FALSE(NumberRange{0, 1, false, false, true}.holds(1));
    CHECK_FALSE(NumberRange{0, 1, false, true}.holds(0));
}
