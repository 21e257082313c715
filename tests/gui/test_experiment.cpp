// SPDX-License-Identifier: GPL-3.0-or-later
// Experiments as files: saved in one window, opened in another, and what does not fit said so.
#include "tests/gui/window_driver.h"

#include "app/drawing/drawing_file.h"
#include "app/session/session_file.h"
#include "engine/core/atomic_file.h"
#include "engine/formats/model_file.h"

#include <QFile>

using namespace qlab;
using namespace qlab::app;
using namespace qlab::test;

namespace {

QString pathIn(const TemporaryFolder& folder, const char* name)
{
    return QString::fromStdString((folder.path() / name).string());
}

/// Everything that a file holds, drawn, trained on its grid and timed.
void fill(Lab& lab)
{
    lab.waitForData();
    TrainConfig config = lab.session().settings().config;
    config.epochs = 2;
    config.momentum = 0.5F;
    lab.session().setTrainConfig(config);
    lab.train();
    lab.drawing().showTestImage(3);
    lab.session().setScheme(withBits(parseScheme("lab").value(), 3));
    REQUIRE(waitUntil([&] { return lab.isAnswered(); }));
}

void trainOnGrid(Session& session)
{
    session.trainQuantized();
    REQUIRE(waitUntil([&] { return !session.quantTrainingActive() && session.quant()->quantized->trained; }));
}

void open(Lab& lab, const QString& path)
{
    const DataSummaryPtr before = lab.session().data();
    REQUIRE(lab.window().openExperimentFrom(path).ok());
    REQUIRE(waitUntil([&] { return !lab.session().loading() && lab.session().data() != before; }));
}

} // namespace

TEST_CASE(
    "An experiment that was saved is there again when it is opened, and an Undo brings back the other", "[window]")
{
    const TemporaryFolder folder;
    const QString path = pathIn(folder, "class.qlab");
    Lab lab;
    fill(lab);
    trainOnGrid(lab.session());
    const ExperimentFile saved = experimentOf(lab.session(), lab.drawing());
    CHECK_FALSE(saved.quantized.isEmpty());
    REQUIRE(lab.window().saveExperimentTo(path).ok());
    const auto original = lab.session().model();
    const auto quantized = lab.session().quant()->quantized;

    // Something else in its place.
    TrainConfig config = lab.session().settings().config;
    config.seed = 5;
    lab.session().setTrainConfig(config);
    lab.session().setScheme(parseScheme("4bit").value());
    lab.train();
    lab.drawing().document().clear();
    const auto other = lab.session().model();
    REQUIRE(other->weights != original->weights);

    open(lab, path);
    REQUIRE(lab.session().model());
    CHECK(lab.session().model()->weights == original->weights);
    CHECK(lab.session().settings().config.seed == 1);
    CHECK(lab.session().settings().config.momentum == 0.5F);
    REQUIRE(waitUntil([&] { return lab.isAnswered() && lab.session().quant()->quantized->trained; }));
    CHECK(lab.session().quant()->quantized->q == quantized->q);
    CHECK_FALSE(lab.drawing().isEmpty());
    ExperimentFile again = experimentOf(lab.session(), lab.drawing());
    CHECK(again == saved); // to the last bit

    lab.session().undoLoad();
    CHECK(lab.session().model() == other);
    CHECK(lab.session().settings().config.seed == 5);
}

TEST_CASE("Timings travel with an experiment as those of an earlier session", "[window]")
{
    const TemporaryFolder folder;
    const QString path = pathIn(folder, "timed.qlab");
    Lab lab;
    fill(lab);
    lab.session().compare();
    REQUIRE(waitUntil([&] { return lab.session().compareReport() && lab.session().compareReport()->complete; }));
    const double time = lab.session().compareReport()->comparison.quantized.batch.medianMs;
    REQUIRE(lab.window().saveExperimentTo(path).ok());
    open(lab, path);
    REQUIRE(lab.session().compareReport());
    CHECK(lab.session().compareReport()->comparison.quantized.batch.medianMs == time);
    CHECK(lab.session().compareIsFromEarlierSession());
}

TEST_CASE("A model stays out where its images are others, and the page says so", "[window]")
{
    const TemporaryFolder folder;
    const QString path = pathIn(folder, "class.qlab");
    Lab lab;
    fill(lab);
    REQUIRE(lab.window().saveExperimentTo(path).ok());
    writeDigits(lab.dataFolder(), kTrainImages, kTestImages + 10);
    open(lab, path);
    CHECK_FALSE(lab.session().model());
    CHECK(lab.page(PageId::Data).messages().text().contains(QStringLiteral("other images")));
    CHECK(lab.session().settings().config.momentum == 0.5F);
}

TEST_CASE("What is no experiment, or names images that are not there, changes nothing", "[window]")
{
    const TemporaryFolder folder;
    Lab lab;
    fill(lab);
    const auto model = lab.session().model();
    const Experiment settings = lab.session().settings();
    const QString path = pathIn(folder, "broken.qlab");
    for (const char* bytes : {"", "{}", "[1]", "hello", R"({"format":"quantization-lab-experiment","version":99})"}) {
        REQUIRE(writeFileAtomically(path.toStdString(), bytes).ok());
        const Status opened = lab.window().openExperimentFrom(path);
        REQUIRE_FALSE(opened.ok());
        CHECK(opened.error().message.find("broken.qlab: ") != std::string::npos);
    }
    ExperimentFile elsewhere = experimentOf(lab.session(), lab.drawing());
    elsewhere.settings[QStringLiteral("data")] = pathIn(folder, "nowhere");
    elsewhere.settings[QStringLiteral("seed")] = QStringLiteral("77");
    REQUIRE(writeExperiment(path.toStdString(), elsewhere).ok());
    const Status opened = lab.window().openExperimentFrom(path);
    REQUIRE_FALSE(opened.ok());
    CHECK(opened.error().message.find("nowhere") != std::string::npos);
    // A folder that is there, without images: found out while it is read.
    elsewhere.settings[QStringLiteral("data")] = QString::fromStdString(folder.path().string());
    REQUIRE(writeExperiment(path.toStdString(), elsewhere).ok());
    REQUIRE(lab.window().openExperimentFrom(path).ok());
    REQUIRE(waitUntil([&] { return !lab.session().loading(); }));
    CHECK(lab.session().model() == model);
    CHECK(lab.session().settings() == settings);
    CHECK_FALSE(lab.page(PageId::Data).messages().text().isEmpty());
}

TEST_CASE("An experiment survives its file to the last bit", "[window]")
{
    ExperimentFile file;
    CHECK(experimentFromJson(experimentToJson(file)).value() == file);
    Experiment experiment;
    experiment.config.seed = 18'446'744'073'709'551'615U;
    experiment.scheme = parseScheme("sign-aware").value();
    file.settings = settingsToJson(experiment);
    file.original = QByteArray(3001, '\xE7');
    file.training[QStringLiteral("data")] = QStringLiteral("ä");
    const auto read = experimentFromJson(experimentToJson(file));
    REQUIRE(read.ok());
    CHECK(*read == file);
    CHECK(settingsFromJson(read->settings, {}) == experiment);
}
